//! Attributes of groups of generic netlink: netlink(7), `include/uapi/linux/genetlink.h`.

use super::FlagSet;

/// Attributes of groups of generic netlink.
pub static CTRL_ATTR_GROUP: FlagSet = FlagSet {
    name: "attributes of groups of generic netlink",
    header: "include/uapi/linux/genetlink.h",
    mask: 0,
    names: &[(0, "CTRL_ATTR_MCAST_GRP_UNSPEC"), (1, "CTRL_ATTR_MCAST_GRP_NAME"), (2, "CTRL_ATTR_MCAST_GRP_ID")],
};
