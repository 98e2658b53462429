//! Input and output, messages, waiting for descriptors: `include/uapi/linux/uio.h`, `eventpoll.h`, `aio_abi.h`, `mqueue.h`,
//! `sem.h`, `io_uring.h`, `include/linux/socket.h`.

use super::words::*;

layouts! {
    "iovec" @ W64 => iov_base Ptr(8), iov_len Uint(8);
    "iovec" @ I386 => iov_base Ptr(4), iov_len Uint(4);
    "pollfd" @ ALL => fd Int(4), events Flags(2, &POLL), revents Flags(2, &POLL);
    "epoll_event" @ X86 => events Flags(4, &EPOLL_EVENTS), data EpollData(8);
    "epoll_event" @ AARCH64 => events Flags(4, &EPOLL_EVENTS), pad Pad(4), data EpollData(8);
    "io_event" @ ALL => data Hex(8), obj Hex(8), res Int(8), res2 Int(8);
    "mq_attr" @ W64 => mq_flags Flags(8, &MQ_FLAGS), mq_maxmsg Int(8), mq_msgsize Int(8), mq_curmsgs Int(8), rest Pad(32);
    "mq_attr" @ I386 => mq_flags Flags(4, &MQ_FLAGS), mq_maxmsg Int(4), mq_msgsize Int(4), mq_curmsgs Int(4), rest Pad(16);
    "ipc64_perm" @ X86_64 =>
        key Int(4), uid Uint(4), gid Uint(4), cuid Uint(4), cgid Uint(4), mode Octal(4), seq Pad(2), pad Pad(6), unused Pad(16);
        order uid gid mode key cuid cgid;
    "shmid_ds" @ X86_64 =>
        shm_perm Nested("ipc64_perm"), shm_segsz Uint(8), shm_atime Uint(8), shm_dtime Uint(8), shm_ctime Uint(8), shm_cpid Int(4), shm_lpid Int(4),
        shm_nattch Uint(8), unused Pad(16);
        order shm_perm shm_segsz shm_cpid shm_lpid shm_nattch shm_atime shm_dtime shm_ctime;
    "shminfo" @ W64 => shmmax Uint(8), shmmin Uint(8), shmmni Uint(8), shmseg Uint(8), shmall Uint(8), unused Pad(32);
    "semid_ds" @ X86_64 =>
        sem_perm Nested("ipc64_perm"), sem_otime Uint(8), pad Pad(8), sem_ctime Uint(8), pad2 Pad(8), sem_nsems Uint(8), unused Pad(16);
    "msqid_ds" @ X86_64 =>
        msg_perm Nested("ipc64_perm"), msg_stime Uint(8), msg_rtime Uint(8), msg_ctime Uint(8), msg_cbytes Pad(8), msg_qnum Uint(8), msg_qbytes Uint(8),
        msg_lspid Int(4), msg_lrpid Int(4), unused Pad(16);
    "msginfo" @ ALL =>
        msgpool Int(4), msgmap Int(4), msgmax Int(4), msgmnb Int(4), msgmni Int(4), msgssz Int(4), msgtql Int(4), msgseg Uint(2), pad Pad(2);
    "sembuf" @ ALL => sem_num Uint(2), sem_op Int(2), sem_flg Flags(2, &SEM_FLG);
    "msghdr" @ W64 =>
        msg_name To(8, Kind::Sockaddr(When::Entry, Len::Member("msg_namelen", 1))), msg_namelen Changed(4), pad Pad(4),
        msg_iov To(8, Kind::Iovec(When::Entry, Len::Member("msg_iovlen", 1))), msg_iovlen Uint(8),
        msg_control If("msg_controllen", !0, &[], &To(8, Kind::Control(Len::Member("msg_controllen", 1)))),
        msg_controllen Uint(8), msg_flags Flags(4, &MSG), end Pad(4);
    "msghdr" @ I386 =>
        msg_name To(4, Kind::Sockaddr(When::Entry, Len::Member("msg_namelen", 1))), msg_namelen Changed(4),
        msg_iov To(4, Kind::Iovec(When::Entry, Len::Member("msg_iovlen", 1))), msg_iovlen Uint(4),
        msg_control If("msg_controllen", !0, &[], &To(4, Kind::Control(Len::Member("msg_controllen", 1)))),
        msg_controllen Uint(4), msg_flags Flags(4, &MSG);
    "mmsghdr" @ W64 => msg_hdr Nested("msghdr"), msg_len Uint(4), end Pad(4);
    "mmsghdr" @ I386 => msg_hdr Nested("msghdr"), msg_len Uint(4);
    "sigset_argpack" @ W64 => sigmask To(8, given("sigset_t")), sigsetsize Uint(8);
    "sigset_argpack" @ I386 => sigmask To(4, given("sigset_t")), sigsetsize Uint(4);
    "aio_sigset" @ W64 => sigmask To(8, given("sigset_t")), sigsetsize Uint(8);
    "aio_sigset" @ I386 => sigmask To(4, given("sigset_t")), sigsetsize Uint(4);
    "iocb_pointer" @ W64 => plain To(8, given("iocb"));
    "iocb_pointer" @ I386 => plain To(4, given("iocb"));
    "iocb_head" @ ALL =>
        aio_data If("aio_data", !0, &[], &Hex(8)), aio_key If("aio_key", !0, &[], &Uint(4)), aio_rw_flags If("aio_rw_flags", !0, &[], &Flags(4, &RWF)),
        aio_lio_opcode Enum(2, &AIO_OP), aio_reqprio If("aio_reqprio", !0, &[], &Int(2)), aio_fildes Fd(4);
    "iocb" @ ALL =>
        aio_data If("aio_data", !0, &[], &Hex(8)), aio_key If("aio_key", !0, &[], &Uint(4)), aio_rw_flags If("aio_rw_flags", !0, &[], &Flags(4, &RWF)),
        aio_lio_opcode Enum(2, &AIO_OP), aio_reqprio If("aio_reqprio", !0, &[], &Int(2)), aio_fildes Fd(4), aio_buf Ptr(8), aio_nbytes Uint(8),
        aio_offset Int(8), pad Pad(8), aio_flags Rest(4), aio_resfd If("aio_flags", 1, &[], &Fd(4));
    "io_sqring_offsets" @ ALL =>
        head Uint(4), tail Uint(4), ring_mask Uint(4), ring_entries Uint(4), flags Uint(4), dropped Uint(4), array Uint(4), pad Pad(12);
    "io_cqring_offsets" @ ALL =>
        head Uint(4), tail Uint(4), ring_mask Uint(4), ring_entries Uint(4), overflow Uint(4), cqes Uint(4), flags Uint(4), pad Pad(12);
    "io_uring_params" @ ALL =>
        sq_entries Uint(4), cq_entries Uint(4), flags Flags(4, &IO_URING_SETUP), sq_thread_cpu Hex(4), sq_thread_idle Uint(4),
        features Flags(4, &IO_URING_FEATURES), wq_fd If("flags", 0x20, &[], &Fd(4)), resv Pad(12), sq_off Nested("io_sqring_offsets"),
        cq_off Nested("io_cqring_offsets");
        order flags sq_thread_cpu sq_thread_idle wq_fd sq_entries cq_entries features sq_off cq_off;
    "io_uring_files_update" @ ALL =>
        offset Uint(4), resv Rest(4), fds To(8, Kind::Struct("int", When::Entry, Len::Arg(3, 4)));
    "io_uring_rsrc_files" @ ALL =>
        nr Uint(4), flags Flags(4, &IO_URING_RSRC), resv2 Rest(8), data To(8, several("int", "nr", 4)), tags To(8, several("u64_hexes", "nr", 8));
    "io_uring_rsrc_buffers" @ ALL =>
        nr Uint(4), flags Flags(4, &IO_URING_RSRC), resv2 Rest(8), data To(8, several("iovec64", "nr", 16)), tags To(8, several("u64_hexes", "nr", 8));
    "io_uring_rsrc_files_update" @ ALL =>
        offset Uint(4), resv Rest(4), data To(8, several("int", "nr", 4)), tags To(8, several("u64_hexes", "nr", 8)), nr Uint(4), resv2 Rest(4);
    "io_uring_rsrc_buffers_update" @ ALL =>
        offset Uint(4), resv Rest(4), data To(8, several("iovec64", "nr", 16)), tags To(8, several("u64_hexes", "nr", 8)), nr Uint(4), resv2 Rest(4);
    "io_uring_getevents_arg" @ ALL =>
        sigmask To(8, given("sigset_t")), sigmask_sz Uint(4), min_wait_usec Rest(4), ts To(8, given("timespec64"));
    "iovec64" @ ALL => iov_base Ptr(8), iov_len Uint(8);
    "u64_hexes" @ ALL => plain Hex(8);
    "io_uring_ring_fd" @ ALL => offset Uint(4), resv Rest(4), data Int(8);
    "io_uring_restriction" @ ALL =>
        opcode Enum(2, &IO_URING_RESTRICTION),
        inline Choose("opcode", &[(0, "restriction_register"), (1, "restriction_op"), (2, "restriction_flags"), (3, "restriction_flags")], "restriction_other", 1),
        resv Rest(1), resv2 Pad(12);
    "restriction_register" @ ALL => register_op Enum(1, &IO_URING_REGISTER);
    "restriction_op" @ ALL => sqe_op Enum(1, &IO_URING_OP);
    "restriction_flags" @ ALL => sqe_flags Flags(1, &IO_URING_SQE);
    "restriction_other" @ ALL => op Rest(1);
    "f_linger" @ ALL => l_onoff Int(4), l_linger Int(4);
    "semctl_arg" @ ALL => value Hex(4);
    "ucred" @ ALL => pid Int(4), uid Int(4), gid Int(4);
    "socket_error" @ ALL => value Errno(4);
    "socket_type" @ ALL => value Flags(4, &SOCKET_TYPE);
    "socket_domain" @ ALL => value Enum(4, &SOCKET_DOMAIN);
    "socket_protocol" @ ALL => value Enum(4, &IPPROTO);
    "in_addr" @ ALL => value Inet(4);
    "ip_mreqn" @ ALL => imr_multiaddr Inet(4), imr_interface Inet(4);
    "ipv6_mreq" @ ALL => ipv6mr_multiaddr Inet6(16), ipv6mr_interface Interface(4);
}
