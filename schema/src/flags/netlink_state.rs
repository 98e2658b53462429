//! States of netlink sockets: sock_diag(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// States of netlink sockets.
pub static NETLINK_STATE: FlagSet = FlagSet {
    name: "states of netlink sockets",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[(0, "NETLINK_UNCONNECTED"), (1, "NETLINK_CONNECTED")],
};
