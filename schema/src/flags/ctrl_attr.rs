//! Attributes of generic netlink families: netlink(7), `include/uapi/linux/genetlink.h`.

use super::FlagSet;

/// Attributes of generic netlink families.
pub static CTRL_ATTR: FlagSet = FlagSet {
    name: "attributes of generic netlink families",
    header: "include/uapi/linux/genetlink.h",
    mask: 0,
    names: &[
        (0, "CTRL_ATTR_UNSPEC"),
        (1, "CTRL_ATTR_FAMILY_ID"),
        (2, "CTRL_ATTR_FAMILY_NAME"),
        (3, "CTRL_ATTR_VERSION"),
        (4, "CTRL_ATTR_HDRSIZE"),
        (5, "CTRL_ATTR_MAXATTR"),
        (6, "CTRL_ATTR_OPS"),
        (7, "CTRL_ATTR_MCAST_GROUPS"),
        (8, "CTRL_ATTR_POLICY"),
        (9, "CTRL_ATTR_OP_POLICY"),
        (10, "CTRL_ATTR_OP"),
    ],
};
