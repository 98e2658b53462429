//! Attributes of VLANs: rtnetlink(7), `include/uapi/linux/if_link.h`.

use super::FlagSet;

/// Attributes of VLANs.
pub static IFLA_VLAN: FlagSet = FlagSet {
    name: "attributes of VLANs",
    header: "include/uapi/linux/if_link.h",
    mask: 0,
    names: &[
        (0, "IFLA_VLAN_UNSPEC"),
        (1, "IFLA_VLAN_ID"),
        (2, "IFLA_VLAN_FLAGS"),
        (3, "IFLA_VLAN_EGRESS_QOS"),
        (4, "IFLA_VLAN_INGRESS_QOS"),
        (5, "IFLA_VLAN_PROTOCOL"),
    ],
};
