//! Attributes of files: mode, owner, times, size and extended attributes.

use super::words::*;

table! {
    [File] chmod(path: Path, mode: Mode);
    [Desc] fchmod(fd: Fd, mode: Mode);
    [Desc File] fchmodat(dirfd: DirFd, path: Path, mode: Mode);
    [Desc File] fchmodat2(dirfd: DirFd, path: Path, mode: Mode, flags: Flags(&AT));
    [File] chown(path: Path, owner: Uid, group: Gid) @ X86_64;
    [Desc] fchown(fd: Fd, owner: Uid, group: Gid) @ W64;
    [File] lchown(path: Path, owner: Uid, group: Gid) @ X86_64;
    [File] chown(path: Path, owner: Id16, group: Id16) @ I386;
    [Desc] fchown(fd: Fd, owner: Id16, group: Id16) @ I386;
    [File] lchown(path: Path, owner: Id16, group: Id16) @ I386;
    [Desc File] fchownat(dirfd: DirFd, path: Path, owner: Uid, group: Gid, flags: Flags(&AT));
    [] umask(mask: Mode) -> Mode;
    [File] truncate(path: Path, length: Offset) @ W64;
    [File] truncate(path: Path, length: Size) @ I386;
    [Desc] ftruncate(fd: Fd, length: Offset) @ W64;
    [Desc] ftruncate(fd: Fd, length: Long) @ I386;
    [File] utime(path: Path, times: given("utimbuf", 16)) @ X86_64;
    [File] utime(path: Path, times: given("utimbuf", 8)) @ I386;
    [File] utimes(path: Path, times: given("timeval[2]", 32)) @ X86_64;
    [File] utimes(path: Path, times: given("timeval[2]", 16)) @ I386;
    [Desc File] futimesat(dirfd: DirFd, path: Path, times: given("timeval[2]", 32)) @ X86_64;
    [Desc File] futimesat(dirfd: DirFd, path: Path, times: given("timeval[2]", 16)) @ I386;
    [Desc File] utimensat(dirfd: DirFd, path: Path, times: given("timespec[2]", 32), flags: Flags(&AT)) @ W64;
    [Desc File] utimensat(dirfd: DirFd, path: Path, times: given("timespec[2]", 16), flags: Flags(&AT)) @ I386;
    [Desc File] utimensat_time64(dirfd: DirFd, path: Path, times: given("timespec[2]", 32), flags: Flags(&AT));
    [File] setxattr(path: Path, name: Str, value: Struct("xattr", Entry, n(3, 1)), size: Size, flags: Flags(&XATTR));
    [File] lsetxattr(path: Path, name: Str, value: Struct("xattr", Entry, n(3, 1)), size: Size, flags: Flags(&XATTR));
    [Desc] fsetxattr(fd: Fd, name: Str, value: Struct("xattr", Entry, n(3, 1)), size: Size, flags: Flags(&XATTR));
    [Desc File] setxattrat(dirfd: DirFd, path: Path, at_flags: Flags(&AT), name: Str, args: Struct("xattr_args", Entry, n(5, 1)), size: Size);
    [File] getxattr(path: Path, name: Str, value: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [File] lgetxattr(path: Path, name: Str, value: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [Desc] fgetxattr(fd: Fd, name: Str, value: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [Desc File] getxattrat(dirfd: DirFd, path: Path, at_flags: Flags(&AT), name: Str, args: Struct("xattr_args", Entry, n(5, 1)), size: Size);
    [File] listxattr(path: Path, list: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [File] llistxattr(path: Path, list: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [Desc] flistxattr(fd: Fd, list: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [Desc File] listxattrat(dirfd: DirFd, path: Path, at_flags: Flags(&AT), list: Struct("xattr", Exit, Len::Ret(1)), size: Size);
    [File] removexattr(path: Path, name: Str);
    [File] lremovexattr(path: Path, name: Str);
    [Desc] fremovexattr(fd: Fd, name: Str);
    [Desc File] removexattrat(dirfd: DirFd, path: Path, at_flags: Flags(&AT), name: Str);
    [Desc File] file_getattr(dirfd: DirFd, path: Path, attr: Struct("file_attr", Exit, n(3, 1)), size: Size, at_flags: Flags(&AT));
    [Desc File] file_setattr(dirfd: DirFd, path: Path, attr: Struct("file_attr", Entry, n(3, 1)), size: Size, at_flags: Flags(&AT));
}
