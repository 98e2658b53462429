/* Modes and owners of files. */
#include "corpus.h"

static void run(void)
{
	int fd = file("file", ""), here = open(".", O_RDONLY | O_DIRECTORY);

	sys(SYS_chmod, "file", 0);
	sys(SYS_chmod, "file", 07777);
	sys(SYS_chmod, "nonexistent", 0123456);
	sys(SYS_chmod, LOW, -1);
	sys(SYS_fchmod, fd, 0600);
	sys(SYS_fchmod, -1, 01);
	sys(SYS_fchmodat, here, "file", 0640);
	sys(SYS_fchmodat, AT_FDCWD, "", 02755);
	sys(SYS_chown, "file", 1, 2);
	sys(SYS_chown, "file", -1, -1);
	sys(SYS_chown, "file", 0, -1);
	sys(SYS_lchown, "file", 0x7fffffff, 4294967294U);
	sys(SYS_fchown, fd, 0, 0);
	sys(SYS_fchown, -1, 65534, 65535);
	sys(SYS_fchownat, here, "file", 0, 0, AT_SYMLINK_NOFOLLOW);
	sys(SYS_fchownat, fd, "", 0, 0, AT_EMPTY_PATH);
	sys(SYS_fchownat, AT_FDCWD, LOW, 0, 0, 0x7);
}
