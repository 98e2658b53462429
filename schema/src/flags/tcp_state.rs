//! States of TCP connections: sock_diag(7), `include/uapi/linux/tcp.h`.

use super::FlagSet;

/// States of TCP connections.
pub static TCP_STATE: FlagSet = FlagSet {
    name: "states of TCP connections",
    header: "include/uapi/linux/tcp.h",
    mask: 0,
    names: &[
        (1, "TCP_ESTABLISHED"),
        (2, "TCP_SYN_SENT"),
        (3, "TCP_SYN_RECV"),
        (4, "TCP_FIN_WAIT1"),
        (5, "TCP_FIN_WAIT2"),
        (6, "TCP_TIME_WAIT"),
        (7, "TCP_CLOSE"),
        (8, "TCP_CLOSE_WAIT"),
        (9, "TCP_LAST_ACK"),
        (10, "TCP_LISTEN"),
        (11, "TCP_CLOSING"),
        (12, "TCP_NEW_SYN_RECV"),
    ],
};
