//! Asking what a file or file system is.

use super::words::*;

table! {
    [File] stat(path: Path, statbuf: filled("stat", 144)) @ X86_64;
    [File] stat(path: Path, statbuf: filled("stat", 64)) @ I386;
    [Desc] fstat(fd: Fd, statbuf: filled("stat", 144)) @ X86_64;
    [Desc] fstat(fd: Fd, statbuf: filled("stat", 128)) @ AARCH64;
    [Desc] fstat(fd: Fd, statbuf: filled("stat", 64)) @ I386;
    [File] lstat(path: Path, statbuf: filled("stat", 144)) @ X86_64;
    [File] lstat(path: Path, statbuf: filled("stat", 64)) @ I386;
    [Desc File] newfstatat(dirfd: DirFd, path: Path, statbuf: filled("stat", 144), flags: Flags(&AT)) @ X86_64;
    /// Named newfstatat in kernels from 6.11 on.
    [Desc File] fstatat(dirfd: DirFd, path: Path, statbuf: filled("stat", 128), flags: Flags(&AT)) @ AARCH64;
    [File] stat64(path: Path, statbuf: filled("stat64", 96));
    [Desc] fstat64(fd: Fd, statbuf: filled("stat64", 96));
    [File] lstat64(path: Path, statbuf: filled("stat64", 96));
    [Desc File] fstatat64(dirfd: DirFd, path: Path, statbuf: filled("stat64", 96), flags: Flags(&AT));
    [File] oldstat(path: Path, statbuf: filled("oldstat", 32));
    [Desc] oldfstat(fd: Fd, statbuf: filled("oldstat", 32));
    [File] oldlstat(path: Path, statbuf: filled("oldstat", 32));
    [Desc File] statx(dirfd: DirFd, path: Path, flags: Flags(&AT_STATX), mask: Flags(&STATX_MASK), statxbuf: filled("statx", 256));
    [File] statfs(path: Path, buf: filled("statfs", 120)) @ W64;
    [File] statfs(path: Path, buf: filled("statfs", 64)) @ I386;
    [Desc] fstatfs(fd: Fd, buf: filled("statfs", 120)) @ W64;
    [Desc] fstatfs(fd: Fd, buf: filled("statfs", 64)) @ I386;
    [File] statfs64(path: Path, size: Size, buf: Struct("statfs64", Exit, n(1, 1)));
    [Desc] fstatfs64(fd: Fd, size: Size, buf: Struct("statfs64", Exit, n(1, 1)));
    [] ustat(dev: Dev, ubuf: filled("ustat", 32)) @ X86_64;
    [] ustat(dev: Dev, ubuf: filled("ustat", 20)) @ I386;
    [] sysfs(option: Hex, arg1: Hex, arg2: Hex);
    [] statmount(req: given("statmount_req", 24), buf: Struct("statmount", Exit, n(2, 1)), bufsize: Size, flags: Hex);
    [] listmount(req: given("mnt_id_req", 24), mnt_ids: Struct("u64[]", Exit, Len::Ret(8)), nr_mnt_ids: Size, flags: Hex);
}
