//! Attributes of next hops: rtnetlink(7), `include/uapi/linux/nexthop.h`.

use super::FlagSet;

/// Attributes of next hops.
pub static NHA: FlagSet = FlagSet {
    name: "attributes of next hops",
    header: "include/uapi/linux/nexthop.h",
    mask: 0,
    names: &[
        (0, "NHA_UNSPEC"),
        (1, "NHA_ID"),
        (2, "NHA_GROUP"),
        (3, "NHA_GROUP_TYPE"),
        (4, "NHA_BLACKHOLE"),
        (5, "NHA_OIF"),
        (6, "NHA_GATEWAY"),
        (7, "NHA_ENCAP_TYPE"),
        (8, "NHA_ENCAP"),
        (9, "NHA_GROUPS"),
        (10, "NHA_MASTER"),
        (11, "NHA_FDB"),
        (12, "NHA_RES_GROUP"),
        (13, "NHA_RES_BUCKET"),
    ],
};
