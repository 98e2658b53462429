//! Opening, closing and duplicating descriptors.

use super::words::*;

table! {
    [File Desc] open(path: Path, flags: Flags(&OPEN), mode: mode_if(1)) -> Fd;
    [File Desc] creat(path: Path, mode: Mode) -> Fd;
    [File Desc] openat(dirfd: DirFd, path: Path, flags: Flags(&OPEN), mode: mode_if(2)) -> Fd @ X86;
    [File Desc] openat(dirfd: DirFd, path: Path, flags: Flags(&OPEN_AARCH64), mode: mode_if(2)) -> Fd @ AARCH64;
    [File Desc] openat2(dirfd: DirFd, path: Path, how: Struct("open_how", Entry, n(3, 1)), size: Size) -> Fd;
    /// The handle's header and its first 8 bytes; no file system makes a shorter one.
    [File Desc] name_to_handle_at(dirfd: DirFd, path: Path, handle: Struct("file_handle", Both, Fixed(16)), mount_id: INT_OUT, flags: Flags(&AT_HANDLE));
    [Desc] open_by_handle_at(mount_fd: Fd, handle: given("file_handle", 16), flags: Flags(&OPEN)) -> Fd @ X86;
    [Desc] open_by_handle_at(mount_fd: Fd, handle: given("file_handle", 16), flags: Flags(&OPEN_AARCH64)) -> Fd @ AARCH64;
    [Desc] close(fd: Fd);
    [Desc] close_range(first: Uint, last: Uint, flags: Flags(&CLOSE_RANGE));
    [Desc] dup(oldfd: Fd) -> Fd;
    [Desc] dup2(oldfd: Fd, newfd: Fd) -> Fd;
    [Desc] dup3(oldfd: Fd, newfd: Fd, flags: Flags(&DUP)) -> Fd;
    [Desc] pipe(pipefd: FD_PAIR);
    [Desc] pipe2(pipefd: FD_PAIR, flags: Flags(&PIPE)) @ X86;
    [Desc] pipe2(pipefd: FD_PAIR, flags: Flags(&PIPE_AARCH64)) @ AARCH64;
    [Desc] memfd_create(name: Str, flags: Flags(&MEMFD)) -> Fd;
    [Desc] memfd_secret(flags: Flags(&MEMFD_SECRET)) -> Fd;
    [File] uselib(library: Path);
}
