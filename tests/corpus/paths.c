/* Paths: where they lead, relative to which folder, of unusual bytes, too long, and nowhere. */
#include "corpus.h"

static void run(void)
{
	int folder;

	sys(SYS_mkdir, "folder", 0750);
	folder = sys(SYS_openat, AT_FDCWD, "folder", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	sys(SYS_openat, folder, "file", O_RDWR | O_CREAT | O_EXCL, 04755);
	sys(SYS_openat, folder, "file", O_WRONLY | O_TRUNC | O_APPEND | O_NONBLOCK | O_NOFOLLOW);
	sys(SYS_openat, folder, "file", O_RDONLY | O_PATH | O_SYNC | O_NOATIME);
	sys(SYS_openat, AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0600);
	sys(SYS_openat, AT_FDCWD, "file", 3 | 0x80000000);
	sys(SYS_openat, 99, "/nonexistent/absolute", O_RDONLY);
	sys(SYS_openat, 99, "relative", O_RDONLY | O_DSYNC | O_DIRECT | O_ASYNC);
	sys(SYS_openat, AT_FDCWD, "", O_RDONLY);
	sys(SYS_openat, AT_FDCWD, 0, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, LOW, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, hole, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, at_end("no end", 6), O_RDONLY);
	sys(SYS_openat, AT_FDCWD, at_end("end", 4), O_RDONLY);
	sys(SYS_openat, AT_FDCWD, LONG40, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, long300, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, too_long, O_RDONLY);
	sys(SYS_openat, AT_FDCWD, "\"quoted\" \\ \t\n\r\v\f\a\33[0m \1772", O_RDONLY);
	sys(SYS_openat, AT_FDCWD, "\303\251t\303\251 \377\376 \342\200\256", O_RDONLY);
	sys(SYS_open, "file", O_RDONLY | O_LARGEFILE);
	sys(SYS_open, "new", O_WRONLY | O_CREAT, 0107777);
	sys(SYS_creat, "newer", 0600);
	sys(SYS_access, "folder/file", F_OK);
	sys(SYS_access, "folder/file", R_OK | W_OK | X_OK);
	sys(SYS_access, "folder/file", 8 | X_OK);
	sys(SYS_faccessat, folder, "file", R_OK);
	sys(SYS_faccessat2, folder, "file", R_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW);
	sys(SYS_faccessat2, folder, "file", 0, 0x10);
	sys(SYS_chdir, "folder");
	sys(SYS_fchdir, folder);
	sys(SYS_chdir, "..");
	sys(SYS_chroot, "/nonexistent");
	sys(SYS_rmdir, "folder");
	sys(SYS_rmdir, "");
	sys(SYS_unlink, "new");
	sys(SYS_unlink, LOW);
	sys(SYS_unlinkat, folder, "file", 0);
	sys(SYS_unlinkat, AT_FDCWD, "folder", AT_REMOVEDIR);
	sys(SYS_unlinkat, AT_FDCWD, "folder", 0xffff);
	sys(SYS_truncate, "newer", 5L);
	sys(SYS_truncate, "newer", -1L);
	sys(SYS_ftruncate, folder, 5L);
	sys(SYS_umask, 0777);
	sys(SYS_umask, 022);
	sys(SYS_umask, 0xffff);
}
