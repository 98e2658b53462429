//! Attributes of kinds of links: rtnetlink(7), `include/uapi/linux/if_link.h`.

use super::FlagSet;

/// Attributes of kinds of links.
pub static IFLA_INFO: FlagSet = FlagSet {
    name: "attributes of kinds of links",
    header: "include/uapi/linux/if_link.h",
    mask: 0,
    names: &[
        (0, "IFLA_INFO_UNSPEC"),
        (1, "IFLA_INFO_KIND"),
        (2, "IFLA_INFO_DATA"),
        (3, "IFLA_INFO_XSTATS"),
        (4, "IFLA_INFO_SLAVE_KIND"),
        (5, "IFLA_INFO_SLAVE_DATA"),
    ],
};
