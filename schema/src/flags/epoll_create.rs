//! Epoll_create1 flags: epoll_create1(2), `include/uapi/linux/eventpoll.h`.

use super::FlagSet;

/// Epoll_create1 flags.
pub static EPOLL_CREATE: FlagSet = FlagSet {
    name: "epoll_create1 flags",
    header: "include/uapi/linux/eventpoll.h",
    mask: 0,
    names: &[(0x80000, "EPOLL_CLOEXEC")],
};
