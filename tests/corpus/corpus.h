/*
 * What the programs of the corpus share: calls without libc in between, pointers that lead nowhere, and a mark before the
 * calls that are compared. A program defines run().
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A call with every argument widened to a register, and the registers that are not named zero. */
#define SYS_OF(nr, a, b, c, d, e, f, ...) \
	syscall(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define sys(...) SYS_OF(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

/* A pointer below every mapping. */
#define LOW ((void *)1)

/* A page that is not there; the page before it is. */
static char *hole;

/* 40 characters, more than strace shows without -s, and 300, more than it shows with -s 256. */
#define LONG40 "0123456789abcdefghijklmnopqrstuvwxyzABCD"
static char long300[301];

/* A path longer than PATH_MAX. */
static char too_long[5001];

/* A copy of some bytes that ends where memory does. */
static inline void *at_end(const void *bytes, size_t size)
{
	return memcpy(hole - size, bytes, size);
}

/* A file with this content in the current folder, which is the program's own; its descriptor. */
static inline int file(const char *name, const char *content)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0644);

	if (*content && write(fd, content, strlen(content)) < 0)
		abort();
	return fd;
}

/* Waits for a child. */
static inline void reap(long child)
{
	sys(SYS_wait4, child, 0, __WALL, 0);
}

static void run(void);

int main(void)
{
	char *pages = mmap(0, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	hole = pages + 2 * 4096;
	munmap(hole, 4096);
	memset(long300, 'l', 300);
	memset(too_long, 'x', 5000);
	umask(022);
	/* The mark. */
	sys(SYS_close, -5000);
	run();
	return 0;
}
