//! Sockets.

use super::words::*;

table! {
    [Network] socket(domain: Enum(&SOCKET_DOMAIN), type: Flags(&SOCKET_TYPE), protocol: Protocol(0)) -> Fd;
    [Network] socketpair(domain: Enum(&SOCKET_DOMAIN), type: Flags(&SOCKET_TYPE), protocol: Protocol(0), sv: FD_PAIR);
    [Network] bind(sockfd: Fd, addr: Sockaddr(Entry, n(2, 1)), addrlen: Int);
    [Network] connect(sockfd: Fd, addr: Sockaddr(Entry, n(2, 1)), addrlen: Int);
    [Network] listen(sockfd: Fd, backlog: Int);
    [Network] accept(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH) -> Fd;
    [Network] accept4(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH, flags: Flags(&SOCKET_FLAGS)) -> Fd;
    [Network] getsockname(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH);
    [Network] getpeername(sockfd: Fd, addr: Sockaddr(Exit, ArgPtr(2)), addrlen: INT_BOTH);
    [Network] sendto(sockfd: Fd, buf: Payload(Entry, n(2, 1)), len: Size, flags: Flags(&MSG), dest_addr: Sockaddr(Entry, n(5, 1)), addrlen: Int);
    [Network] recvfrom(sockfd: Fd, buf: Payload(Exit, Len::Ret(1)), len: Size, flags: Flags(&MSG), src_addr: Sockaddr(Exit, ArgPtr(5)), addrlen: INT_BOTH);
    [Network] sendmsg(sockfd: Fd, msg: Struct("msghdr", Entry, Whole), flags: Flags(&MSG));
    [Network] recvmsg(sockfd: Fd, msg: Struct("msghdr", Both, Whole), flags: Flags(&MSG));
    [Network] sendmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(64)), vlen: Uint, flags: Flags(&MSG)) @ W64;
    [Network] sendmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(32)), vlen: Uint, flags: Flags(&MSG)) @ I386;
    [Network] recvmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(64)), vlen: Uint, flags: Flags(&MSG), timeout: Timeout("timespec64")) @ W64;
    [Network] recvmmsg(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(32)), vlen: Uint, flags: Flags(&MSG), timeout: Timeout("timespec32")) @ I386;
    [Network] recvmmsg_time64(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(32)), vlen: Uint, flags: Flags(&MSG), timeout: Timeout("timespec64")) @ I386;
    /// Numbered but not implemented on aarch64.
    [Network] recvmmsg_time64(sockfd: Fd, msgvec: Struct("mmsghdr", Exit, Len::Ret(64)), vlen: Uint, flags: Flags(&MSG), timeout: Timeout("timespec64")) @ AARCH64;
    [Network] shutdown(sockfd: Fd, how: Enum(&SHUTDOWN));
    [Network] setsockopt(sockfd: Fd, level: Enum(&SOL), optname: SockOpt(1), optval: SockVal(1, 2, Entry, n(4, 1)), optlen: Int);
    [Network] getsockopt(sockfd: Fd, level: Enum(&SOL), optname: SockOpt(1), optval: SockVal(1, 2, Exit, ArgPtr(4)), optlen: INT_BOTH);
    /// The arguments of the call named by the first: as many words as that call has, at most six.
    [Desc Network] socketcall(call: Enum(&SOCKETCALL), args: Stands(stands::SOCKETCALL));
    [Network] getpmsg(a0: Hex, a1: Hex, a2: Hex, a3: Hex, a4: Hex);
    [Network] putpmsg(a0: Hex, a1: Hex, a2: Hex, a3: Hex, a4: Hex);
}
