//! Attributes of express data paths: rtnetlink(7), `include/uapi/linux/if_link.h`.

use super::FlagSet;

/// Attributes of express data paths.
pub static IFLA_XDP: FlagSet = FlagSet {
    name: "attributes of express data paths",
    header: "include/uapi/linux/if_link.h",
    mask: 0,
    names: &[
        (0, "IFLA_XDP_UNSPEC"),
        (1, "IFLA_XDP_FD"),
        (2, "IFLA_XDP_ATTACHED"),
        (3, "IFLA_XDP_FLAGS"),
        (4, "IFLA_XDP_PROG_ID"),
        (5, "IFLA_XDP_DRV_PROG_ID"),
        (6, "IFLA_XDP_SKB_PROG_ID"),
        (7, "IFLA_XDP_HW_PROG_ID"),
        (8, "IFLA_XDP_EXPECTED_FD"),
    ],
};
