/* Extended attributes. */
#include "corpus.h"
#include <sys/xattr.h>

static void run(void)
{
	char buffer[300];
	int fd = file("file", "");

	sys(SYS_setxattr, "file", "user.short", "value", 5, XATTR_CREATE);
	sys(SYS_setxattr, "file", "user.short", "value", 6, XATTR_REPLACE);
	sys(SYS_setxattr, "file", "user.binary", "\0\1\377\"", 4, 0);
	sys(SYS_setxattr, "file", "user.empty", "", 0, 0);
	sys(SYS_setxattr, "file", "user.null", 0, 0, 0);
	sys(SYS_setxattr, "file", "user.long", long300, 300, 0xff);
	sys(SYS_setxattr, "file", "user." LONG40, LONG40, 40, 0);
	sys(SYS_setxattr, "file", LOW, LOW, 5, 0);
	sys(SYS_setxattr, "file", "user.bad", LOW, 5, 0);
	sys(SYS_setxattr, "file", "unknown.name", "x", -1L, 0);
	sys(SYS_lsetxattr, "file", "trusted.x", "x", 1, XATTR_CREATE | XATTR_REPLACE);
	sys(SYS_fsetxattr, fd, "user.fd", "through fd", 10, 0);
	sys(SYS_fsetxattr, -1, "user.fd", "through fd", 10, 0);
	sys(SYS_getxattr, "file", "user.short", buffer, sizeof(buffer));
	sys(SYS_getxattr, "file", "user.binary", buffer, sizeof(buffer));
	sys(SYS_getxattr, "file", "user.short", buffer, 0);
	sys(SYS_getxattr, "file", "user.short", buffer, 2);
	sys(SYS_getxattr, "file", "user.none", buffer, sizeof(buffer));
	sys(SYS_getxattr, "file", "user.short", LOW, 10);
	sys(SYS_lgetxattr, "file", "user.empty", buffer, sizeof(buffer));
	sys(SYS_fgetxattr, fd, "user.fd", buffer, sizeof(buffer));
	sys(SYS_fgetxattr, fd, too_long, buffer, sizeof(buffer));
	sys(SYS_listxattr, "file", buffer, sizeof(buffer));
	sys(SYS_llistxattr, "file", buffer, 0);
	sys(SYS_flistxattr, fd, buffer, 3);
	sys(SYS_flistxattr, fd, LOW, 300);
	sys(SYS_removexattr, "file", "user.short");
	sys(SYS_lremovexattr, "file", "user.none");
	sys(SYS_fremovexattr, fd, LOW);
}
