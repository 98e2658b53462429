//! Control messages of netlink: netlink(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Control messages of netlink.
pub static NLMSG: FlagSet = FlagSet {
    name: "control messages of netlink",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[(1, "NLMSG_NOOP"), (2, "NLMSG_ERROR"), (3, "NLMSG_DONE"), (4, "NLMSG_OVERRUN")],
};
