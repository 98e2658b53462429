//! What is asked of netlink sockets: sock_diag(7), `include/uapi/linux/netlink_diag.h`.

use super::FlagSet;

/// What is asked of netlink sockets.
pub static NDIAG_SHOW: FlagSet = FlagSet {
    name: "what is asked of netlink sockets",
    header: "include/uapi/linux/netlink_diag.h",
    mask: 0,
    names: &[
        (0x1, "NDIAG_SHOW_MEMINFO"),
        (0x2, "NDIAG_SHOW_GROUPS"),
        (0x4, "NDIAG_SHOW_RING_CFG"),
        (0x8, "NDIAG_SHOW_FLAGS"),
    ],
};
