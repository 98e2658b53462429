/* Names given, taken and changed: links, renames, nodes. */
#include "corpus.h"
#include <linux/fs.h>
#include <sys/sysmacros.h>

static void run(void)
{
	char buffer[100];
	int folder;

	mkdir("folder", 0755);
	close(file("file", "content"));
	folder = open("folder", O_RDONLY | O_DIRECTORY);
	sys(SYS_link, "file", "hard");
	sys(SYS_link, "file", "hard");
	sys(SYS_link, LOW, "x");
	sys(SYS_link, "file", 0);
	sys(SYS_linkat, AT_FDCWD, "file", folder, "hard", AT_SYMLINK_FOLLOW);
	sys(SYS_linkat, folder, "", AT_FDCWD, "empty", AT_EMPTY_PATH);
	sys(SYS_linkat, -1, "file", -1, LONG40, 0xff);
	sys(SYS_symlink, "a target that is \"nowhere\"", "soft");
	sys(SYS_symlink, "", "x");
	sys(SYS_symlink, too_long, "x");
	sys(SYS_symlinkat, LONG40, folder, "long");
	sys(SYS_symlinkat, LOW, AT_FDCWD, LOW);
	sys(SYS_readlink, "soft", buffer, sizeof(buffer));
	sys(SYS_readlink, "soft", buffer, 5);
	sys(SYS_readlink, "soft", buffer, 0);
	sys(SYS_readlink, "soft", LOW, 10);
	sys(SYS_readlink, "file", buffer, 10);
	sys(SYS_readlinkat, folder, "long", buffer, sizeof(buffer));
	sys(SYS_readlinkat, folder, "long", buffer, -1);
	sys(SYS_readlinkat, folder, 0, 0, 100);
	sys(SYS_rename, "hard", "renamed \33[1m");
	sys(SYS_rename, "nonexistent", "");
	sys(SYS_renameat, folder, "hard", AT_FDCWD, "hard");
	sys(SYS_renameat, folder, "/", -1, "/");
	sys(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, "hard", RENAME_EXCHANGE);
	sys(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, "hard", RENAME_NOREPLACE);
	sys(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, "hard", RENAME_WHITEOUT | 0xf0);
	sys(SYS_mkdirat, folder, "inner", 01777);
	sys(SYS_mkdirat, folder, "inner", -1);
	sys(SYS_mkdir, too_long, 0);
	sys(SYS_mknod, "regular", S_IFREG | 0644, 0);
	sys(SYS_mknod, "fifo", S_IFIFO | S_ISUID | 0600, 0);
	sys(SYS_mknod, "socket", S_IFSOCK | 0600, 0);
	sys(SYS_mknod, "nonexistent/block", S_IFBLK | 0600, makedev(7, 300));
	sys(SYS_mknodat, folder, "nonexistent/char", S_IFCHR | 0666, makedev(1, 3));
	sys(SYS_mknodat, folder, "odd", 0170000 | 0777, -1);
	sys(SYS_mknodat, folder, LOW, 0, 0);
}
