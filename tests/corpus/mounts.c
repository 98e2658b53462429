/* Mounting in a mount namespace of our own; what would reach beyond it is asked for wrongly. */
#include "corpus.h"
#include <sys/mount.h>

struct attr {
	uint64_t set, clear, propagation, userns;
};

static void inside(void)
{
	struct attr attr = {MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOEXEC, MOUNT_ATTR_NOSUID, MS_PRIVATE, 0}, odd = {~0ULL, ~0ULL, 77, 88};
	int context, mount;

	sys(SYS_mount, "none", "/", 0, MS_REC | MS_PRIVATE, 0);
	mkdir("target", 0755);
	sys(SYS_mount, "source", "target", "tmpfs", MS_NOSUID | MS_NODEV, "size=4k,mode=700");
	sys(SYS_mount, "", "target", "", MS_REMOUNT | MS_BIND | MS_RDONLY, 0);
	sys(SYS_mount, "target", "target", 0, MS_BIND | MS_REC, LOW);
	sys(SYS_umount2, "target", MNT_DETACH);
	sys(SYS_umount2, "target", UMOUNT_NOFOLLOW);
	sys(SYS_umount2, "target", 0xff0);
	sys(SYS_umount2, "target", 0);
	sys(SYS_mount, "source", "target", "nonexistent type", 0xc0ed0000 | MS_RDONLY, 0);
	sys(SYS_mount, LOW, LOW, LOW, -1L, LOW);
	sys(SYS_mount, LONG40, "nonexistent", "tmpfs", 0x80000000, LONG40);
	context = sys(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
	sys(SYS_fsopen, LOW, 0);
	sys(SYS_fsopen, "nonexistent", 0xff);
	sys(SYS_fsconfig, context, FSCONFIG_SET_STRING, "size", "4096", 0);
	sys(SYS_fsconfig, context, FSCONFIG_SET_FLAG, "ro", 0, 0);
	sys(SYS_fsconfig, context, FSCONFIG_SET_BINARY, "key", "\0\1\2", 3);
	sys(SYS_fsconfig, context, FSCONFIG_SET_PATH, "source", "/nonexistent", AT_FDCWD);
	sys(SYS_fsconfig, context, FSCONFIG_SET_PATH_EMPTY, "source", "", -1);
	sys(SYS_fsconfig, context, FSCONFIG_SET_FD, "fd", 0, 0);
	sys(SYS_fsconfig, context, FSCONFIG_SET_STRING, LOW, LOW, 5);
	sys(SYS_fsconfig, context, 77, "key", "value", 6);
	sys(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
	mount = sys(SYS_fsmount, context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NODEV | MOUNT_ATTR_NOATIME);
	sys(SYS_fsmount, -1, 0xff, 0xff00ff);
	sys(SYS_move_mount, mount, "", AT_FDCWD, "target", MOVE_MOUNT_F_EMPTY_PATH);
	sys(SYS_move_mount, -1, "from", -1, LOW, 0xffff);
	sys(SYS_open_tree, AT_FDCWD, "target", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	sys(SYS_open_tree, -1, LOW, 0x12345678);
	sys(SYS_fspick, AT_FDCWD, "target", FSPICK_CLOEXEC | FSPICK_NO_AUTOMOUNT);
	sys(SYS_fspick, -1, LOW, 0xff00);
	sys(SYS_mount_setattr, AT_FDCWD, "target", AT_RECURSIVE, &attr, sizeof(attr));
	sys(SYS_mount_setattr, AT_FDCWD, "target", 0, &odd, sizeof(odd));
	sys(SYS_mount_setattr, -1, "", AT_EMPTY_PATH | 0xff, LOW, 32);
	sys(SYS_mount_setattr, -1, LOW, 0, &attr, 8);
	sys(SYS_umount2, "target", MNT_DETACH);
	sys(SYS_pivot_root, "nonexistent", "also nonexistent");
	sys(SYS_pivot_root, LOW, LOW);
	sys(SYS_umount2, LOW, 0);
	sys(SYS_umount2, "nonexistent", MNT_FORCE | MNT_EXPIRE);
}

static void run(void)
{
	long child = fork();

	if (!child) {
		/* Without a namespace of its own nothing is mounted. */
		if (unshare(CLONE_NEWNS) == 0)
			inside();
		_exit(0);
	}
	reap(child);
}
