//! What is asked of links: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// What is asked of links.
pub static RTEXT_FILTER: FlagSet = FlagSet {
    name: "what is asked of links",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0x1, "RTEXT_FILTER_VF"),
        (0x2, "RTEXT_FILTER_BRVLAN"),
        (0x4, "RTEXT_FILTER_BRVLAN_COMPRESSED"),
        (0x8, "RTEXT_FILTER_SKIP_STATS"),
        (0x10, "RTEXT_FILTER_MRP"),
        (0x20, "RTEXT_FILTER_CFM_CONFIG"),
        (0x40, "RTEXT_FILTER_CFM_STATUS"),
        (0x80, "RTEXT_FILTER_MST"),
    ],
};
