//! Attributes of operations of generic netlink: netlink(7), `include/uapi/linux/genetlink.h`.

use super::FlagSet;

/// Attributes of operations of generic netlink.
pub static CTRL_ATTR_OP: FlagSet = FlagSet {
    name: "attributes of operations of generic netlink",
    header: "include/uapi/linux/genetlink.h",
    mask: 0,
    names: &[(0, "CTRL_ATTR_OP_UNSPEC"), (1, "CTRL_ATTR_OP_ID"), (2, "CTRL_ATTR_OP_FLAGS")],
};
