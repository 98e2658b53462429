//! Attributes of addresses: rtnetlink(7), `include/uapi/linux/if_addr.h`.

use super::FlagSet;

/// Attributes of addresses.
pub static IFA: FlagSet = FlagSet {
    name: "attributes of addresses",
    header: "include/uapi/linux/if_addr.h",
    mask: 0,
    names: &[
        (0, "IFA_UNSPEC"),
        (1, "IFA_ADDRESS"),
        (2, "IFA_LOCAL"),
        (3, "IFA_LABEL"),
        (4, "IFA_BROADCAST"),
        (5, "IFA_ANYCAST"),
        (6, "IFA_CACHEINFO"),
        (7, "IFA_MULTICAST"),
        (8, "IFA_FLAGS"),
        (9, "IFA_RT_PRIORITY"),
        (10, "IFA_TARGET_NETNSID"),
        (11, "IFA_PROTO"),
    ],
};
