/* A small program with one thing that can be planted in it. Everything it does is harmless and stays in its container.
 *
 *   -DREQUEST=FIONREAD   the request of the one ioctl that it makes
 *   -DPAGES=N            pages of a file that are dirty when it calls fsync; no other call depends on it
 *   -DUSER=N             it becomes this user at the end
 */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef REQUEST
#define REQUEST FIONREAD
#endif
#ifndef PAGES
#define PAGES 1
#endif

#define PAGE 4096
#define MOST 4096

int main(void)
{
	int file = open("/tmp/work", O_RDWR | O_CREAT, 0600);
	if (file < 0 || ftruncate(file, (off_t)PAGE * MOST) != 0)
		return 1;
	long answer = 0;
	if (ioctl(file, REQUEST, &answer) != 0)
		return 2;
	volatile char *memory = mmap(NULL, (size_t)PAGE * MOST, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (memory == MAP_FAILED)
		return 3;
	for (int round = 0; round < 40; round++) {
		for (int page = 0; page < PAGES; page++)
			memory[(size_t)page * PAGE + round] = 'x';
		if (fsync(file) != 0)
			return 4;
	}
#ifdef USER
	if (setuid(USER) != 0)
		return 5;
#endif
	return 0;
}
