//! Attributes of neighbours: rtnetlink(7), `include/uapi/linux/neighbour.h`.

use super::FlagSet;

/// Attributes of neighbours.
pub static NDA: FlagSet = FlagSet {
    name: "attributes of neighbours",
    header: "include/uapi/linux/neighbour.h",
    mask: 0,
    names: &[
        (0, "NDA_UNSPEC"),
        (1, "NDA_DST"),
        (2, "NDA_LLADDR"),
        (3, "NDA_CACHEINFO"),
        (4, "NDA_PROBES"),
        (5, "NDA_VLAN"),
        (6, "NDA_PORT"),
        (7, "NDA_VNI"),
        (8, "NDA_IFINDEX"),
        (9, "NDA_MASTER"),
        (10, "NDA_LINK_NETNSID"),
        (11, "NDA_SRC_VNI"),
        (12, "NDA_PROTOCOL"),
        (13, "NDA_NH_ID"),
        (14, "NDA_FDB_EXT_ATTRS"),
        (15, "NDA_FLAGS_EXT"),
        (16, "NDA_NDM_STATE_MASK"),
        (17, "NDA_NDM_FLAGS_MASK"),
    ],
};
