//! Sets of states of TCP connections: sock_diag(7), `include/uapi/linux/tcp.h`.

use super::FlagSet;

/// Sets of states of TCP connections.
pub static TCP_STATES: FlagSet = FlagSet {
    name: "sets of states of TCP connections",
    header: "include/uapi/linux/tcp.h",
    mask: 0,
    names: &[
        (0x2, "1<<TCP_ESTABLISHED"),
        (0x4, "1<<TCP_SYN_SENT"),
        (0x8, "1<<TCP_SYN_RECV"),
        (0x10, "1<<TCP_FIN_WAIT1"),
        (0x20, "1<<TCP_FIN_WAIT2"),
        (0x40, "1<<TCP_TIME_WAIT"),
        (0x80, "1<<TCP_CLOSE"),
        (0x100, "1<<TCP_CLOSE_WAIT"),
        (0x200, "1<<TCP_LAST_ACK"),
        (0x400, "1<<TCP_LISTEN"),
        (0x800, "1<<TCP_CLOSING"),
        (0x1000, "1<<TCP_NEW_SYN_RECV"),
    ],
};
