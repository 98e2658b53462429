//! Mounts, swap and quotas.

use super::words::*;

table! {
    [File] mount(source: Path, target: Path, filesystemtype: Str, mountflags: Flags(&MOUNT), data: Str);
    [File] umount2(target: Path, flags: Flags(&UMOUNT));
    [File] umount(target: Path);
    [File] pivot_root(new_root: Path, put_old: Path);
    [Desc] fsopen(fsname: Str, flags: Flags(&FSOPEN)) -> Fd;
    [Desc File] fsconfig(fd: Fd, cmd: Enum(&FSCONFIG), key: By(1, &FSCONFIG_ARGS, 0), value: By(1, &FSCONFIG_ARGS, 1), aux: By(1, &FSCONFIG_ARGS, 2));
    [Desc] fsmount(fsfd: Fd, flags: Flags(&FSMOUNT), attr_flags: Flags(&MOUNT_ATTR)) -> Fd;
    [Desc File] fspick(dirfd: DirFd, path: Path, flags: Flags(&FSPICK)) -> Fd;
    [Desc File] move_mount(from_dirfd: DirFd, from_path: Path, to_dirfd: DirFd, to_path: Path, flags: Flags(&MOVE_MOUNT));
    [Desc File] open_tree(dirfd: DirFd, path: Path, flags: Flags(&OPEN_TREE)) -> Fd;
    [Desc File] open_tree_attr(dirfd: DirFd, path: Path, flags: Flags(&OPEN_TREE), attr: Struct("mount_attr", Entry, n(4, 1)), size: Size) -> Fd;
    [Desc File] mount_setattr(dirfd: DirFd, path: Path, flags: Flags(&AT), attr: Struct("mount_attr", Entry, n(4, 1)), size: Size);
    [File] swapon(path: Path, swapflags: Flags(&SWAP));
    [File] swapoff(path: Path);
    [File] quotactl(cmd: QuotaCmd, special: Path, id: By(0, &QUOTACTL_ARGS, 0), addr: By(0, &QUOTACTL_ARGS, 1));
    [Desc] quotactl_fd(fd: Fd, cmd: QuotaCmd, id: By(1, &QUOTACTL_ARGS, 0), addr: By(1, &QUOTACTL_ARGS, 1));
}
