//! Epoll_ctl operations: epoll_ctl(2), `include/uapi/linux/eventpoll.h`.

use super::FlagSet;

/// Epoll_ctl operations.
pub static EPOLL_OP: FlagSet = FlagSet {
    name: "epoll_ctl operations",
    header: "include/uapi/linux/eventpoll.h",
    mask: 0,
    names: &[(1, "EPOLL_CTL_ADD"), (2, "EPOLL_CTL_DEL"), (3, "EPOLL_CTL_MOD")],
};
