//! Attributes of traffic control: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Attributes of traffic control.
pub static TCA: FlagSet = FlagSet {
    name: "attributes of traffic control",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "TCA_UNSPEC"),
        (1, "TCA_KIND"),
        (2, "TCA_OPTIONS"),
        (3, "TCA_STATS"),
        (4, "TCA_XSTATS"),
        (5, "TCA_RATE"),
        (6, "TCA_FCNT"),
        (7, "TCA_STATS2"),
        (8, "TCA_STAB"),
        (9, "TCA_PAD"),
        (10, "TCA_DUMP_INVISIBLE"),
        (11, "TCA_CHAIN"),
        (12, "TCA_HW_OFFLOAD"),
        (13, "TCA_INGRESS_BLOCK"),
        (14, "TCA_EGRESS_BLOCK"),
        (15, "TCA_DUMP_FLAGS"),
        (16, "TCA_EXT_WARN_MSG"),
    ],
};
