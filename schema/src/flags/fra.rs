//! Attributes of routing rules: rtnetlink(7), `include/uapi/linux/fib_rules.h`.

use super::FlagSet;

/// Attributes of routing rules.
pub static FRA: FlagSet = FlagSet {
    name: "attributes of routing rules",
    header: "include/uapi/linux/fib_rules.h",
    mask: 0,
    names: &[
        (0, "FRA_UNSPEC"),
        (1, "FRA_DST"),
        (2, "FRA_SRC"),
        (3, "FRA_IIFNAME"),
        (4, "FRA_GOTO"),
        (5, "FRA_UNUSED2"),
        (6, "FRA_PRIORITY"),
        (7, "FRA_UNUSED3"),
        (8, "FRA_UNUSED4"),
        (9, "FRA_UNUSED5"),
        (10, "FRA_FWMARK"),
        (11, "FRA_FLOW"),
        (12, "FRA_TUN_ID"),
        (13, "FRA_SUPPRESS_IFGROUP"),
        (14, "FRA_SUPPRESS_PREFIXLEN"),
        (15, "FRA_TABLE"),
        (16, "FRA_FWMASK"),
        (17, "FRA_OIFNAME"),
        (18, "FRA_PAD"),
        (19, "FRA_L3MDEV"),
        (20, "FRA_UID_RANGE"),
        (21, "FRA_PROTOCOL"),
        (22, "FRA_IP_PROTO"),
        (23, "FRA_SPORT_RANGE"),
        (24, "FRA_DPORT_RANGE"),
    ],
};
