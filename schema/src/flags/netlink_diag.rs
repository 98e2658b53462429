//! Attributes of netlink sockets: sock_diag(7), `include/uapi/linux/netlink_diag.h`.

use super::FlagSet;

/// Attributes of netlink sockets.
pub static NETLINK_DIAG: FlagSet = FlagSet {
    name: "attributes of netlink sockets",
    header: "include/uapi/linux/netlink_diag.h",
    mask: 0,
    names: &[
        (0, "NETLINK_DIAG_MEMINFO"),
        (1, "NETLINK_DIAG_GROUPS"),
        (2, "NETLINK_DIAG_RX_RING"),
        (3, "NETLINK_DIAG_TX_RING"),
        (4, "NETLINK_DIAG_FLAGS"),
    ],
};
