//! Making, removing, renaming and looking up names in the file system.

use super::words::*;

table! {
    [File] access(path: Path, mode: Flags(&ACCESS));
    [Desc File] faccessat(dirfd: DirFd, path: Path, mode: Flags(&ACCESS));
    [Desc File] faccessat2(dirfd: DirFd, path: Path, mode: Flags(&ACCESS), flags: Flags(&AT_ACCESS));
    [File] link(oldpath: Path, newpath: Path);
    [Desc File] linkat(olddirfd: DirFd, oldpath: Path, newdirfd: DirFd, newpath: Path, flags: Flags(&AT));
    [File] symlink(target: Path, linkpath: Path);
    [Desc File] symlinkat(target: Path, newdirfd: DirFd, linkpath: Path);
    [File] readlink(path: Path, buf: TEXT_OUT, bufsiz: Size);
    [Desc File] readlinkat(dirfd: DirFd, path: Path, buf: TEXT_OUT, bufsiz: Size);
    [File] unlink(path: Path);
    [Desc File] unlinkat(dirfd: DirFd, path: Path, flags: Flags(&AT_UNLINK));
    [File] rename(oldpath: Path, newpath: Path);
    [Desc File] renameat(olddirfd: DirFd, oldpath: Path, newdirfd: DirFd, newpath: Path);
    [Desc File] renameat2(olddirfd: DirFd, oldpath: Path, newdirfd: DirFd, newpath: Path, flags: Flags(&RENAME));
    [File] mkdir(path: Path, mode: Mode);
    [Desc File] mkdirat(dirfd: DirFd, path: Path, mode: Mode);
    [File] rmdir(path: Path);
    [File] mknod(path: Path, mode: FileMode, dev: If(1, 0o020_000, &Dev));
    [Desc File] mknodat(dirfd: DirFd, path: Path, mode: FileMode, dev: If(2, 0o020_000, &Dev));
    [File] chdir(path: Path);
    [Desc] fchdir(fd: Fd);
    [File] chroot(path: Path);
    [File] getcwd(buf: Struct("path[]", Exit, Len::Ret(1)), size: Size);
    [] lookup_dcookie(cookie: Offset, buf: TEXT_OUT, len: Size) @ W64;
    [] lookup_dcookie(cookie: Joined(1), cookie_hi: Unused, buf: TEXT_OUT, len: Size) @ I386;
    [Desc File] inotify_add_watch(fd: Fd, path: Path, mask: Flags(&INOTIFY_MASK));
    [Desc] inotify_rm_watch(fd: Fd, wd: Int);
    [Desc] inotify_init() -> Fd;
    [Desc] inotify_init1(flags: Flags(&INOTIFY_INIT)) -> Fd;
    [Desc] fanotify_init(flags: Flags(&FANOTIFY_INIT), event_f_flags: Flags(&OPEN)) -> Fd @ X86;
    [Desc] fanotify_init(flags: Flags(&FANOTIFY_INIT), event_f_flags: Flags(&OPEN_AARCH64)) -> Fd @ AARCH64;
    [Desc File] fanotify_mark(fanotify_fd: Fd, flags: Flags(&FANOTIFY_MARK), mask: Flags(&FANOTIFY_MASK), dirfd: DirFd, path: Path) @ W64;
    /// The mask takes two registers; the known events are all in the first.
    [Desc File] fanotify_mark(fanotify_fd: Fd, flags: Flags(&FANOTIFY_MARK), mask_lo: Flags(&FANOTIFY_MASK), mask_hi: Hex, dirfd: DirFd, path: Path) @ I386;
}
