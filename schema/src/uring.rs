//! io_uring as an ABI of its own: each operation is the system call that it stands for, with that call's arguments.
//!
//! Operations and members of the submission entry: `include/uapi/linux/io_uring.h`; what an operation takes from which
//! member: io_uring_enter(2). An operation that stands for no call has a row of its own in `syscalls/io_uring.rs`.

/// Where an argument comes from in a `struct io_uring_sqe`; the code is what the kernel program is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Member {
    /// Nowhere: 0.
    None = 0,
    /// `fd`.
    Fd = 1,
    /// `off`, which is `addr2` too.
    Off = 2,
    /// `addr`.
    Addr = 3,
    /// `len`.
    Len = 4,
    /// `rw_flags`, `msg_flags`, `open_flags`, ...
    Flags = 5,
    /// `file_index`, which is `splice_fd_in` too.
    Index = 6,
    /// `addr3`.
    Addr3 = 7,
    /// The lower half of `off`: `cmd_op`.
    OffLow = 8,
    /// The lower half of `file_index`: `addr_len`.
    IndexLow = 9,
}

use Member::{Addr, Addr3, Fd, Flags, Index, IndexLow, Len, None as No, Off, OffLow};

/// An operation.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The call it stands for.
    pub name: &'static str,
    /// Where the call's arguments come from.
    pub args: [Member; 6],
    /// Whether it stores a new descriptor in the ring's own table instead, if `file_index` is not 0.
    pub installs: bool,
}

const fn op(name: &'static str, args: [Member; 6]) -> Operation {
    Operation { name, args, installs: false }
}

const fn installs(name: &'static str, args: [Member; 6]) -> Operation {
    Operation { name, args, installs: true }
}

/// Every operation, by number. Addresses of offsets, which splice(2) takes and the operation does not, are left out.
#[rustfmt::skip]
pub const OPERATIONS: [Operation; 63] = [
    op("io_uring_nop", [No, No, No, No, No, No]),
    op("preadv2", [Fd, Addr, Len, Off, No, Flags]),
    op("pwritev2", [Fd, Addr, Len, Off, No, Flags]),
    op("fsync", [Fd, No, No, No, No, No]),
    op("pread64", [Fd, Addr, Len, Off, No, No]),
    op("pwrite64", [Fd, Addr, Len, Off, No, No]),
    op("io_uring_poll_add", [Fd, Flags, Len, No, No, No]),
    op("io_uring_poll_remove", [Addr, Off, Flags, Len, No, No]),
    op("sync_file_range", [Fd, Off, Len, Flags, No, No]),
    op("sendmsg", [Fd, Addr, Flags, No, No, No]),
    op("recvmsg", [Fd, Addr, Flags, No, No, No]),
    op("io_uring_timeout", [Addr, Off, Flags, No, No, No]),
    op("io_uring_timeout_remove", [Addr, Off, Flags, No, No, No]),
    installs("accept4", [Fd, Addr, Off, Flags, No, No]),
    op("io_uring_async_cancel", [Addr, Fd, Flags, No, No, No]),
    op("io_uring_link_timeout", [Addr, Flags, No, No, No, No]),
    op("connect", [Fd, Addr, Off, No, No, No]),
    op("fallocate", [Fd, Len, Off, Addr, No, No]),
    installs("openat", [Fd, Addr, Flags, Len, No, No]),
    op("close", [Fd, No, No, No, No, No]),
    op("io_uring_files_update", [Addr, Len, Off, No, No, No]),
    op("statx", [Fd, Addr, Flags, Len, Off, No]),
    op("pread64", [Fd, Addr, Len, Off, No, No]),
    op("pwrite64", [Fd, Addr, Len, Off, No, No]),
    op("fadvise64", [Fd, Off, Len, Flags, No, No]),
    op("madvise", [Addr, Len, Flags, No, No, No]),
    op("sendto", [Fd, Addr, Len, Flags, Off, IndexLow]),
    op("recvfrom", [Fd, Addr, Len, Flags, No, No]),
    installs("openat2", [Fd, Addr, Off, Len, No, No]),
    op("epoll_ctl", [Fd, Len, Off, Addr, No, No]),
    op("splice", [Index, No, Fd, No, Len, Flags]),
    op("io_uring_provide_buffers", [Addr, Len, Fd, Off, No, No]),
    op("io_uring_remove_buffers", [Fd, No, No, No, No, No]),
    op("tee", [Index, Fd, Len, Flags, No, No]),
    op("shutdown", [Fd, Len, No, No, No, No]),
    op("renameat2", [Fd, Addr, Len, Off, Flags, No]),
    op("unlinkat", [Fd, Addr, Flags, No, No, No]),
    op("mkdirat", [Fd, Addr, Len, No, No, No]),
    op("symlinkat", [Addr, Fd, Off, No, No, No]),
    op("linkat", [Fd, Addr, Len, Off, Flags, No]),
    op("io_uring_msg_ring", [Fd, Addr, Len, Off, Flags, No]),
    op("fsetxattr", [Fd, Addr, Off, Len, Flags, No]),
    op("setxattr", [Addr3, Addr, Off, Len, Flags, No]),
    op("fgetxattr", [Fd, Addr, Off, Len, No, No]),
    op("getxattr", [Addr3, Addr, Off, Len, No, No]),
    installs("socket", [Fd, Off, Len, No, No, No]),
    op("io_uring_cmd", [Fd, OffLow, Addr, Len, No, No]),
    op("sendto", [Fd, Addr, Len, Flags, Off, IndexLow]),
    op("sendmsg", [Fd, Addr, Flags, No, No, No]),
    op("pread64", [Fd, Addr, Len, Off, No, No]),
    op("waitid", [Len, Fd, Off, Index, No, No]),
    op("futex_wait", [Addr, Off, Addr3, Fd, No, No]),
    op("futex_wake", [Addr, Addr3, Off, Fd, No, No]),
    op("futex_waitv", [Addr, Len, No, No, No, No]),
    op("io_uring_fixed_fd_install", [Fd, Flags, No, No, No, No]),
    op("ftruncate", [Fd, Off, No, No, No, No]),
    op("bind", [Fd, Addr, Off, No, No, No]),
    op("listen", [Fd, Len, No, No, No, No]),
    op("recvfrom", [Fd, No, Len, Flags, No, No]),
    op("epoll_pwait", [Fd, Addr, Len, No, No, No]),
    op("preadv2", [Fd, Addr, Len, Off, No, Flags]),
    op("pwritev2", [Fd, Addr, Len, Off, No, Flags]),
    installs("pipe2", [Addr, Flags, No, No, No, No]),
];

/// Bytes of a submission entry, and of what the kernel program is told of an operation.
pub const SQE: usize = 64;

impl Operation {
    /// What the kernel program is told: where each argument comes from, and whether the operation installs.
    pub fn code(&self) -> [u8; 8] {
        let mut code = [0; 8];
        code.iter_mut().zip(self.args).for_each(|(code, member)| *code = member as u8);
        code[6] = u8::from(self.installs);
        code
    }
}
