//! IPv4 attributes of links: rtnetlink(7), `include/uapi/linux/if_link.h`.

use super::FlagSet;

/// IPv4 attributes of links.
pub static IFLA_INET: FlagSet = FlagSet {
    name: "iPv4 attributes of links",
    header: "include/uapi/linux/if_link.h",
    mask: 0,
    names: &[(0, "IFLA_INET_UNSPEC"), (1, "IFLA_INET_CONF")],
};
