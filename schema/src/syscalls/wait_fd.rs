//! Waiting for descriptors: poll, select, epoll, and the descriptors made to be waited for.

use super::words::*;

/// A pointer to a signal set, and its size.
const ARGPACK: Kind = Struct("sigset_argpack", Entry, Whole);

table! {
    [Desc] poll(fds: Polls(1), nfds: Uint, timeout: Int);
    [Desc] ppoll(fds: Polls(1), nfds: Uint, tmo_p: Timeout("timespec64"), sigmask: sigset(4), sigsetsize: Size) @ W64;
    [Desc] ppoll(fds: Polls(1), nfds: Uint, tmo_p: Timeout("timespec32"), sigmask: sigset(4), sigsetsize: Size) @ I386;
    [Desc] ppoll_time64(fds: Polls(1), nfds: Uint, tmo_p: Timeout("timespec64"), sigmask: sigset(4), sigsetsize: Size);
    [Desc] select(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timeval")) @ X86_64;
    /// The old call: one pointer to the five arguments.
    [Desc] select(args: Stands(stands::OLD_SELECT)) @ I386;
    [Desc] _newselect(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timeval"));
    [Desc] pselect6(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timespec64"), sigmask: ARGPACK) @ W64;
    [Desc] pselect6(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timespec32"), sigmask: ARGPACK) @ I386;
    [Desc] pselect6_time64(nfds: Int, readfds: FdSet(0), writefds: FdSet(0), exceptfds: FdSet(0), timeout: Timeout("timespec64"), sigmask: ARGPACK);
    [Desc] epoll_create(size: Int) -> Fd;
    [Desc] epoll_create1(flags: Flags(&EPOLL_CREATE)) -> Fd;
    [Desc] epoll_ctl(epfd: Fd, op: Enum(&EPOLL_OP), fd: Fd, event: given("epoll_event", 12)) @ X86;
    [Desc] epoll_ctl(epfd: Fd, op: Enum(&EPOLL_OP), fd: Fd, event: given("epoll_event", 16)) @ AARCH64;
    [Desc] epoll_wait(epfd: Fd, events: Struct("epoll_event", Exit, Len::Ret(12)), maxevents: Int, timeout: Int);
    [Desc] epoll_pwait(epfd: Fd, events: Struct("epoll_event", Exit, Len::Ret(12)), maxevents: Int, timeout: Int, sigmask: sigset(5), sigsetsize: Size) @ X86;
    [Desc] epoll_pwait(epfd: Fd, events: Struct("epoll_event", Exit, Len::Ret(16)), maxevents: Int, timeout: Int, sigmask: sigset(5), sigsetsize: Size) @ AARCH64;
    [Desc] epoll_pwait2(epfd: Fd, events: Struct("epoll_event", Exit, Len::Ret(12)), maxevents: Int, timeout: TIMESPEC_IN, sigmask: sigset(5), sigsetsize: Size) @ X86;
    [Desc] epoll_pwait2(epfd: Fd, events: Struct("epoll_event", Exit, Len::Ret(16)), maxevents: Int, timeout: TIMESPEC_IN, sigmask: sigset(5), sigsetsize: Size) @ AARCH64;
    [Desc] epoll_ctl_old(a0: Hex, a1: Hex, a2: Hex, a3: Hex);
    [Desc] epoll_wait_old(a0: Hex, a1: Hex, a2: Hex, a3: Hex);
    [Desc] eventfd(initval: Uint) -> Fd;
    [Desc] eventfd2(initval: Uint, flags: Flags(&EVENTFD)) -> Fd;
    [Desc Signal] signalfd(fd: Fd, mask: sigset(2), sizemask: Size) -> Fd;
    [Desc Signal] signalfd4(fd: Fd, mask: sigset(2), sizemask: Size, flags: Flags(&SIGNALFD)) -> Fd;
    [Desc] timerfd_create(clockid: Enum(&CLOCK), flags: Flags(&TIMERFD_CREATE)) -> Fd;
    [Desc] timerfd_settime(fd: Fd, flags: Flags(&TIMERFD_SETTIME), new_value: given("itimerspec", 32), old_value: filled("itimerspec", 32)) @ W64;
    [Desc] timerfd_settime(fd: Fd, flags: Flags(&TIMERFD_SETTIME), new_value: given("itimerspec", 16), old_value: filled("itimerspec", 16)) @ I386;
    [Desc] timerfd_settime64(fd: Fd, flags: Flags(&TIMERFD_SETTIME), new_value: given("itimerspec", 32), old_value: filled("itimerspec", 32));
    [Desc] timerfd_gettime(fd: Fd, curr_value: filled("itimerspec", 32)) @ W64;
    [Desc] timerfd_gettime(fd: Fd, curr_value: filled("itimerspec", 16)) @ I386;
    [Desc] timerfd_gettime64(fd: Fd, curr_value: filled("itimerspec", 32));
    [Desc] userfaultfd(flags: Flags(&USERFAULTFD)) -> Fd;
}
