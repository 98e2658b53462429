//! Attributes of network settings: rtnetlink(7), `include/uapi/linux/netconf.h`.

use super::FlagSet;

/// Attributes of network settings.
pub static NETCONFA: FlagSet = FlagSet {
    name: "attributes of network settings",
    header: "include/uapi/linux/netconf.h",
    mask: 0,
    names: &[
        (0, "NETCONFA_UNSPEC"),
        (1, "NETCONFA_IFINDEX"),
        (2, "NETCONFA_FORWARDING"),
        (3, "NETCONFA_RP_FILTER"),
        (4, "NETCONFA_MC_FORWARDING"),
        (5, "NETCONFA_PROXY_NEIGH"),
        (6, "NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN"),
        (7, "NETCONFA_INPUT"),
        (8, "NETCONFA_BC_FORWARDING"),
    ],
};
