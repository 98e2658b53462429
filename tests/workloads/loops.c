/* A known number of calls: loops KIND N, where KIND is getppid, fstatat or open. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	long n = atol(argv[2]);
	struct stat st;

	for (long i = 0; i < n; i++) {
		if (!strcmp(argv[1], "getppid")) {
			syscall(SYS_getppid);
		} else if (!strcmp(argv[1], "fstatat")) {
			if (syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &st, 0))
				return 1;
		} else {
			int fd = open("/etc/passwd", O_RDONLY);
			if (fd < 0)
				return 1;
			close(fd);
		}
	}
	return 0;
}
