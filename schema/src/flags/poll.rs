//! Poll events: poll(2), epoll_ctl(2), `include/uapi/asm-generic/poll.h, include/uapi/linux/eventpoll.h`.
//!
//! For the `events` and `revents` members of a captured `pollfd`.

use super::FlagSet;

/// Poll events.
pub static POLL: FlagSet = FlagSet {
    name: "poll events",
    header: "include/uapi/asm-generic/poll.h, include/uapi/linux/eventpoll.h",
    mask: 0,
    names: &[
        (0x1, "POLLIN"),
        (0x2, "POLLPRI"),
        (0x4, "POLLOUT"),
        (0x8, "POLLERR"),
        (0x10, "POLLHUP"),
        (0x20, "POLLNVAL"),
        (0x40, "POLLRDNORM"),
        (0x80, "POLLRDBAND"),
        (0x100, "POLLWRNORM"),
        (0x200, "POLLWRBAND"),
        (0x400, "POLLMSG"),
        (0x1000, "POLLREMOVE"),
        (0x2000, "POLLRDHUP"),
    ],
};
