//! Types of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Types of routes.
pub static RTN: FlagSet = FlagSet {
    name: "types of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RTN_UNSPEC"),
        (1, "RTN_UNICAST"),
        (2, "RTN_LOCAL"),
        (3, "RTN_BROADCAST"),
        (4, "RTN_ANYCAST"),
        (5, "RTN_MULTICAST"),
        (6, "RTN_BLACKHOLE"),
        (7, "RTN_UNREACHABLE"),
        (8, "RTN_PROHIBIT"),
        (9, "RTN_THROW"),
        (10, "RTN_NAT"),
        (11, "RTN_XRESOLVE"),
    ],
};
