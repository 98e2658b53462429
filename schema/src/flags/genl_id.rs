//! Families of generic netlink: netlink(7), `include/uapi/linux/genetlink.h`.

use super::FlagSet;

/// Families of generic netlink.
pub static GENL_ID: FlagSet = FlagSet {
    name: "families of generic netlink",
    header: "include/uapi/linux/genetlink.h",
    mask: 0,
    names: &[(0x10, "nlctrl"), (0x11, "VFS_DQUOT"), (0x12, "pmcraid")],
};
