/* Times of files. */
#include "corpus.h"
#include <sys/time.h>
#include <utime.h>

static void run(void)
{
	struct timespec times[] = {{1, 2}, {1000000000, 999999999}}, special[] = {{0, UTIME_NOW}, {0, UTIME_OMIT}}, wrong[] = {{-1, -1}, {1, 1000000000}};
	struct timeval old[] = {{1, 2}, {1700000000, 999999}}, odd[] = {{-5, 0}, {0, 1000000}};
	struct utimbuf both = {1, 1500000000};
	int fd = file("file", "");

	sys(SYS_utimensat, AT_FDCWD, "file", times, 0);
	sys(SYS_utimensat, AT_FDCWD, "file", special, AT_SYMLINK_NOFOLLOW);
	sys(SYS_utimensat, AT_FDCWD, "file", wrong, 0);
	sys(SYS_utimensat, AT_FDCWD, "file", 0, 0);
	sys(SYS_utimensat, fd, 0, times, 0);
	sys(SYS_utimensat, -1, "file", LOW, AT_EMPTY_PATH | 0x20000000);
	sys(SYS_utimensat, AT_FDCWD, "file", at_end(times, sizeof(*times)), 0);
	sys(SYS_utimes, "file", old);
	sys(SYS_utimes, "file", odd);
	sys(SYS_utimes, "file", 0);
	sys(SYS_utimes, LOW, LOW);
	sys(SYS_futimesat, AT_FDCWD, "file", old);
	sys(SYS_futimesat, fd, 0, 0);
	sys(SYS_utime, "file", &both);
	sys(SYS_utime, "file", 0);
	sys(SYS_utime, "nonexistent", LOW);
}
