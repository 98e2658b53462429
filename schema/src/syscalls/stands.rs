//! What the calls are that others stand for ([`crate::stands`]): as the calls of the same name, in a 32-bit program, some of
//! which have no number of their own there.

use super::words::*;

table! {
    [Desc Memory] mmap(addr: Addr, length: Size, prot: Flags(&PROT), flags: Flags(&MAP), fd: Fd, offset: Hex) -> Hex;
    [Desc] select(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timeval"));
    [Network] socket(domain: Enum(&SOCKET_DOMAIN), type: Flags(&SOCKET_TYPE), protocol: Protocol(0)) -> Fd;
    [Network] bind(sockfd: Fd, addr: Sockaddr(Entry, n(2, 1)), addrlen: Int);
    [Network] connect(sockfd: Fd, addr: Sockaddr(Entry, n(2, 1)), addrlen: Int);
    [Network] listen(sockfd: Fd, backlog: Int);
    [Network] accept(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH) -> Fd;
    [Network] getsockname(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH);
    [Network] getpeername(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH);
    [Network] socketpair(domain: Enum(&SOCKET_DOMAIN), type: Flags(&SOCKET_TYPE), protocol: Protocol(0), sv: FD_PAIR);
    [Network] send(sockfd: Fd, buf: Payload(Entry, n(2, 1)), len: Size, flags: Flags(&MSG));
    [Network] recv(sockfd: Fd, buf: Payload(Exit, Len::Ret(1)), len: Size, flags: Flags(&MSG));
    [Network] sendto(sockfd: Fd, buf: Payload(Entry, n(2, 1)), len: Size, flags: Flags(&MSG), dest_addr: Sockaddr(Entry, n(5, 1)), addrlen: Int);
    [Network] recvfrom(sockfd: Fd, buf: Payload(Exit, Len::Ret(1)), len: Size, flags: Flags(&MSG), src_addr: Sockaddr(Exit, ArgPtr(5)), addrlen: INT_BOTH);
    [Network] shutdown(sockfd: Fd, how: Enum(&SHUTDOWN));
    [Network] setsockopt(sockfd: Fd, level: Enum(&SOL), optname: SockOpt(1), optval: SockVal(1, 2, Entry, n(4, 1)), optlen: Int);
    [Network] getsockopt(sockfd: Fd, level: Enum(&SOL), optname: SockOpt(1), optval: SockVal(1, 2, Exit, ArgPtr(4)), optlen: INT_BOTH);
    [Network] sendmsg(sockfd: Fd, msg: Struct("msghdr", Entry, Whole), flags: Flags(&MSG));
    [Network] recvmsg(sockfd: Fd, msg: Struct("msghdr", Both, Whole), flags: Flags(&MSG));
    [Network] accept4(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH, flags: Flags(&SOCKET_FLAGS)) -> Fd;
    [Network] recvmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(32)), vlen: Uint, flags: Flags(&MSG), timeout: Timeout("timespec32"));
    [Network] sendmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(32)), vlen: Uint, flags: Flags(&MSG));
    [Ipc] semop(semid: Int, sops: Struct("sembuf", Entry, n(2, 6)), nsops: Uint);
    [Ipc] semget(key: Key, nsems: Int, semflg: FlagsMode(&IPC_GET));
    [Ipc] semctl(semid: Int, semnum: Int, cmd: Flags(&SEMCTL), arg: given("semctl_arg", 4));
    [Ipc] semtimedop(semid: Int, sops: Struct("sembuf", Entry, n(2, 6)), nsops: Uint, timeout: TIMESPEC32_IN);
    [Ipc] msgsnd(msqid: Int, msgp: Message(Entry, n(2, 1)), msgsz: Size, msgflg: Flags(&MSG_QUEUE));
    [Ipc] msgrcv(msqid: Int, msgp: Message(Exit, Len::Ret(1)), msgsz: Size, msgtyp: Long, msgflg: Flags(&MSG_QUEUE));
    [Ipc] msgget(key: Key, msgflg: FlagsMode(&IPC_GET));
    [Ipc] msgctl(msqid: Int, cmd: Flags(&MSGCTL), buf: Addr);
    [Ipc Memory] shmat(shmid: Int, shmaddr: Addr, shmflg: Flags(&SHMAT)) -> Hex;
    [Ipc Memory] shmdt(shmaddr: Addr);
    [Ipc] shmget(key: Key, size: Size, shmflg: FlagsMode(&IPC_GET));
    [Ipc] shmctl(shmid: Int, cmd: Flags(&SHMCTL), buf: Addr);
}
