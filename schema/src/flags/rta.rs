//! Attributes of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Attributes of routes.
pub static RTA: FlagSet = FlagSet {
    name: "attributes of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RTA_UNSPEC"),
        (1, "RTA_DST"),
        (2, "RTA_SRC"),
        (3, "RTA_IIF"),
        (4, "RTA_OIF"),
        (5, "RTA_GATEWAY"),
        (6, "RTA_PRIORITY"),
        (7, "RTA_PREFSRC"),
        (8, "RTA_METRICS"),
        (9, "RTA_MULTIPATH"),
        (10, "RTA_PROTOINFO"),
        (11, "RTA_FLOW"),
        (12, "RTA_CACHEINFO"),
        (13, "RTA_SESSION"),
        (14, "RTA_MP_ALGO"),
        (15, "RTA_TABLE"),
        (16, "RTA_MARK"),
        (17, "RTA_MFC_STATS"),
        (18, "RTA_VIA"),
        (19, "RTA_NEWDST"),
        (20, "RTA_PREF"),
        (21, "RTA_ENCAP_TYPE"),
        (22, "RTA_ENCAP"),
        (23, "RTA_EXPIRES"),
        (24, "RTA_PAD"),
        (25, "RTA_UID"),
        (26, "RTA_TTL_PROPAGATE"),
        (27, "RTA_IP_PROTO"),
        (28, "RTA_SPORT"),
        (29, "RTA_DPORT"),
        (30, "RTA_NH_ID"),
    ],
};
