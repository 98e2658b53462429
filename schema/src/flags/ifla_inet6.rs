//! IPv6 attributes of links: rtnetlink(7), `include/uapi/linux/if_link.h`.

use super::FlagSet;

/// IPv6 attributes of links.
pub static IFLA_INET6: FlagSet = FlagSet {
    name: "iPv6 attributes of links",
    header: "include/uapi/linux/if_link.h",
    mask: 0,
    names: &[
        (0, "IFLA_INET6_UNSPEC"),
        (1, "IFLA_INET6_FLAGS"),
        (2, "IFLA_INET6_CONF"),
        (3, "IFLA_INET6_STATS"),
        (4, "IFLA_INET6_MCAST"),
        (5, "IFLA_INET6_CACHEINFO"),
        (6, "IFLA_INET6_ICMP6STATS"),
        (7, "IFLA_INET6_TOKEN"),
        (8, "IFLA_INET6_ADDR_GEN_MODE"),
        (9, "IFLA_INET6_RA_MTU"),
    ],
};
