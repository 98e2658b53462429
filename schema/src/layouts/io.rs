//! Input and output, messages, waiting for descriptors: `include/uapi/linux/uio.h`, `eventpoll.h`, `aio_abi.h`, `mqueue.h`,
//! `sem.h`, `io_uring.h`, `include/linux/socket.h`.

use super::words::*;

layouts! {
    "iovec" @ W64 => iov_base Ptr(8), iov_len Uint(8);
    "iovec" @ I386 => iov_base Ptr(4), iov_len Uint(4);
    "pollfd" @ ALL => fd Int(4), events Flags(2, &POLL), revents Flags(2, &POLL);
    "epoll_event" @ X86 => events Flags(4, &EPOLL_EVENTS), data Hex(8);
    "epoll_event" @ AARCH64 => events Flags(4, &EPOLL_EVENTS), pad Pad(4), data Hex(8);
    "io_event" @ ALL => data Hex(8), obj Hex(8), res Int(8), res2 Int(8);
    "mq_attr" @ W64 => mq_flags Hex(8), mq_maxmsg Int(8), mq_msgsize Int(8), mq_curmsgs Int(8), rest Pad(32);
    "mq_attr" @ I386 => mq_flags Hex(4), mq_maxmsg Int(4), mq_msgsize Int(4), mq_curmsgs Int(4), rest Pad(16);
    "sembuf" @ ALL => sem_num Uint(2), sem_op Int(2), sem_flg Hex(2);
    "mmsghdr" @ W64 =>
        msg_name Ptr(8), msg_namelen Uint(4), pad Pad(4), msg_iov Ptr(8), msg_iovlen Uint(8), msg_control Ptr(8),
        msg_controllen Uint(8), msg_flags Flags(4, &MSG), pad Pad(4), msg_len Uint(4), pad Pad(4);
    "mmsghdr" @ I386 =>
        msg_name Ptr(4), msg_namelen Uint(4), msg_iov Ptr(4), msg_iovlen Uint(4), msg_control Ptr(4), msg_controllen Uint(4),
        msg_flags Flags(4, &MSG), msg_len Uint(4);
    "io_uring_params" @ ALL =>
        sq_entries Uint(4), cq_entries Uint(4), flags Hex(4), sq_thread_cpu Uint(4), sq_thread_idle Uint(4), features Hex(4),
        wq_fd Int(4), resv Pad(12), offsets Pad(80);
    "mmap_arg_struct" @ I386 =>
        addr Ptr(4), len Uint(4), prot Flags(4, &PROT), flags Flags(4, &MAP), fd Int(4), offset Hex(4);
    "sel_arg_struct" @ I386 => n Int(4), inp Ptr(4), outp Ptr(4), exp Ptr(4), tvp Ptr(4);
}
