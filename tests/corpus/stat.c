/* What files are: stat, statx, statfs on every kind of file, and into memory that is not there. */
#include "corpus.h"
#include <sys/statfs.h>
#include <sys/sysmacros.h>

static void run(void)
{
	char buffer[512];
	int fd = file("file", "content");
	static const char *const paths[] = {"file", ".", "link", "fifo", "/dev/null", "/dev/zero", "/proc/self/exe", "/tmp", "nonexistent"};

	sys(SYS_symlink, "file", "link");
	sys(SYS_mknod, "fifo", S_IFIFO | 0600, 0);
	sys(SYS_chmod, "file", 06755);
	for (int i = 0; i < 9; i++) {
		sys(SYS_stat, paths[i], buffer);
		sys(SYS_lstat, paths[i], buffer);
		sys(SYS_statx, AT_FDCWD, paths[i], 0, STATX_BASIC_STATS, buffer);
		sys(SYS_statfs, paths[i], buffer);
	}
	sys(SYS_fstat, fd, buffer);
	sys(SYS_fstat, -1, buffer);
	sys(SYS_fstat, fd, 0);
	sys(SYS_fstat, fd, LOW);
	sys(SYS_fstat, fd, hole - 16);
	sys(SYS_stat, LOW, buffer);
	sys(SYS_stat, long300, buffer);
	sys(SYS_newfstatat, AT_FDCWD, "link", buffer, AT_SYMLINK_NOFOLLOW);
	sys(SYS_newfstatat, fd, "", buffer, AT_EMPTY_PATH);
	sys(SYS_newfstatat, fd, "", buffer, 0x55555555);
	sys(SYS_newfstatat, -77, "link", buffer, AT_NO_AUTOMOUNT);
	sys(SYS_statx, AT_FDCWD, "file", AT_STATX_FORCE_SYNC, STATX_ALL, buffer);
	sys(SYS_statx, fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_MODE | STATX_BTIME, buffer);
	sys(SYS_statx, fd, "", 0x6000, STATX_SIZE, buffer);
	sys(SYS_statx, AT_FDCWD, "file", 0, 0x80000001, buffer);
	sys(SYS_statx, AT_FDCWD, "file", 0, 0x00ff0000, buffer);
	sys(SYS_statx, AT_FDCWD, "file", 0, STATX_ALL, LOW);
	sys(SYS_fstatfs, fd, buffer);
	sys(SYS_fstatfs, -1, buffer);
	sys(SYS_statfs, "/proc", buffer);
	sys(SYS_statfs, "/", LOW);
	sys(SYS_statfs, 0, 0);
	sys(SYS_ustat, makedev(1, 2), buffer);
	sys(SYS_ustat, 0, 0);
	sys(SYS_sysfs, 1, "proc");
	sys(SYS_sysfs, 3);
	sys(SYS_sysfs, 99, 1, 2);
}
