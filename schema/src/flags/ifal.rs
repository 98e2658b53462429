//! Attributes of address labels: rtnetlink(7), `include/uapi/linux/if_addrlabel.h`.

use super::FlagSet;

/// Attributes of address labels.
pub static IFAL: FlagSet = FlagSet {
    name: "attributes of address labels",
    header: "include/uapi/linux/if_addrlabel.h",
    mask: 0,
    names: &[(1, "IFAL_ADDRESS"), (2, "IFAL_LABEL")],
};
