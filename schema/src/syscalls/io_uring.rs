//! Operations of io_uring that stand for no system call (io_uring_enter(2)). Where an argument comes from in the submission
//! entry, [`crate::uring`] says.

use super::words::*;

table! {
    [] io_uring_nop() @ IO_URING;
    [Desc] io_uring_poll_add(fd: Fd, events: Flags(&POLL), flags: Hex) @ IO_URING;
    [] io_uring_poll_remove(user_data: Hex, new_user_data: Hex, events: Flags(&POLL), flags: Hex) @ IO_URING;
    [Clock] io_uring_timeout(ts: TIMESPEC_IN, count: Size, flags: Hex) @ IO_URING;
    [] io_uring_timeout_remove(user_data: Hex, ts: Addr, flags: Hex) @ IO_URING;
    [] io_uring_async_cancel(user_data: Hex, fd: Fd, flags: Hex) @ IO_URING;
    [Clock] io_uring_link_timeout(ts: TIMESPEC_IN, flags: Hex) @ IO_URING;
    [Desc] io_uring_files_update(fds: Struct("int", Entry, n(1, 4)), nr: Uint, offset: Size) @ IO_URING;
    [Memory] io_uring_provide_buffers(addr: Addr, len: Size, nr: Int, id: Size) @ IO_URING;
    [Memory] io_uring_remove_buffers(nr: Int) @ IO_URING;
    [Desc] io_uring_msg_ring(fd: Fd, command: Size, len: Size, data: Hex, flags: Hex) @ IO_URING;
    [Desc] io_uring_cmd(fd: Fd, cmd_op: Hex, addr: Addr, len: Size) @ IO_URING;
    [Desc] io_uring_fixed_fd_install(index: Int, flags: Hex) -> Fd @ IO_URING;
}
