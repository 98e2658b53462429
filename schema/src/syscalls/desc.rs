//! Reading, writing and controlling through a descriptor.

use super::words::*;

table! {
    [Desc] read(fd: Fd, buf: Payload(Exit, Len::Ret(1)), count: Size);
    [Desc] write(fd: Fd, buf: Payload(Entry, n(2, 1)), count: Size);
    [Desc] pread64(fd: Fd, buf: Payload(Exit, Len::Ret(1)), count: Size, offset: Offset) @ W64;
    [Desc] pread64(fd: Fd, buf: Payload(Exit, Len::Ret(1)), count: Size, offset: Joined(4), offset_hi: Unused) @ I386;
    [Desc] pwrite64(fd: Fd, buf: Payload(Entry, n(2, 1)), count: Size, offset: Offset) @ W64;
    [Desc] pwrite64(fd: Fd, buf: Payload(Entry, n(2, 1)), count: Size, offset: Joined(4), offset_hi: Unused) @ I386;
    [Desc] readv(fd: Fd, iov: Iovec(Exit, n(2, 1)), iovcnt: Size);
    [Desc] writev(fd: Fd, iov: Iovec(Entry, n(2, 1)), iovcnt: Size);
    [Desc] preadv(fd: Fd, iov: Iovec(Exit, n(2, 1)), iovcnt: Size, offset: Offset) @ W64;
    [Desc] preadv(fd: Fd, iov: Iovec(Exit, n(2, 1)), iovcnt: Size, offset: Joined(4), offset_hi: Unused) @ I386;
    [Desc] pwritev(fd: Fd, iov: Iovec(Entry, n(2, 1)), iovcnt: Size, offset: Offset) @ W64;
    [Desc] pwritev(fd: Fd, iov: Iovec(Entry, n(2, 1)), iovcnt: Size, offset: Joined(4), offset_hi: Unused) @ I386;
    [Desc] preadv2(fd: Fd, iov: Iovec(Exit, n(2, 1)), iovcnt: Size, offset: Offset, offset_hi: Unused, flags: Flags(&RWF)) @ W64;
    [Desc] preadv2(fd: Fd, iov: Iovec(Exit, n(2, 1)), iovcnt: Size, offset: Joined(4), offset_hi: Unused, flags: Flags(&RWF)) @ I386;
    [Desc] pwritev2(fd: Fd, iov: Iovec(Entry, n(2, 1)), iovcnt: Size, offset: Offset, offset_hi: Unused, flags: Flags(&RWF)) @ W64;
    [Desc] pwritev2(fd: Fd, iov: Iovec(Entry, n(2, 1)), iovcnt: Size, offset: Joined(4), offset_hi: Unused, flags: Flags(&RWF)) @ I386;
    [Desc] lseek(fd: Fd, offset: Offset, whence: Enum(&SEEK)) @ W64;
    [Desc] lseek(fd: Fd, offset: Long, whence: Enum(&SEEK)) @ I386;
    [Desc] ioctl(fd: Fd, request: Request(&IOCTL_ARGS), argp: By(1, &IOCTL_ARGS, 0));
    [Desc] fcntl(fd: Fd, cmd: Enum(&FCNTL), arg: By(1, &FCNTL_ARGS, 0));
    [Desc] flock(fd: Fd, operation: Flags(&FLOCK));
    [Desc] getdents(fd: Fd, dirp: Struct("linux_dirent", Exit, Len::Ret(1)), count: Uint);
    [Desc] getdents64(fd: Fd, dirp: Struct("linux_dirent64", Exit, Len::Ret(1)), count: Uint);
    [] sync();
    [Desc] syncfs(fd: Fd);
    [Desc] fsync(fd: Fd);
    [Desc] fdatasync(fd: Fd);
    [Desc] sync_file_range(fd: Fd, offset: Offset, nbytes: Offset, flags: Flags(&SYNC_RANGE)) @ W64;
    [Desc] sync_file_range(fd: Fd, offset: Joined(2), offset_hi: Unused, nbytes: Joined(4), nbytes_hi: Unused, flags: Flags(&SYNC_RANGE)) @ I386;
    [Desc] fallocate(fd: Fd, mode: Flags(&FALLOCATE), offset: Offset, len: Offset) @ W64;
    [Desc] fallocate(fd: Fd, mode: Flags(&FALLOCATE), offset: Joined(3), offset_hi: Unused, len: Joined(5), len_hi: Unused) @ I386;
    [Desc] fadvise64(fd: Fd, offset: Offset, len: Size, advice: Enum(&FADVISE)) @ W64;
    [Desc] fadvise64(fd: Fd, offset: Joined(2), offset_hi: Unused, len: Size, advice: Enum(&FADVISE)) @ I386;
    [Desc] readahead(fd: Fd, offset: Offset, count: Size) @ W64;
    [Desc] readahead(fd: Fd, offset: Joined(2), offset_hi: Unused, count: Size) @ I386;
    [Desc Network] sendfile(out_fd: Fd, in_fd: Fd, offset: Struct("off_t", Both, Fixed(8)), count: Size) @ W64;
    [Desc Network] sendfile(out_fd: Fd, in_fd: Fd, offset: Struct("off_t", Both, Fixed(4)), count: Size) @ I386;
    [Desc] copy_file_range(fd_in: Fd, off_in: OFFSET_IN, fd_out: Fd, off_out: OFFSET_IN, len: Size, flags: Uint);
    [Desc] splice(fd_in: Fd, off_in: OFFSET_IN, fd_out: Fd, off_out: OFFSET_IN, len: Size, flags: Flags(&SPLICE));
    [Desc] tee(fd_in: Fd, fd_out: Fd, len: Size, flags: Flags(&SPLICE));
    [Desc] vmsplice(fd: Fd, iov: Iovec(Entry, n(2, 1)), nr_segs: Size, flags: Flags(&SPLICE));
    [Desc] cachestat(fd: Fd, cstat_range: given("cachestat_range", 16), cstat: filled("cachestat", 40), flags: Hex32);
}
