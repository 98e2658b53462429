//! Attributes of mappings: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Attributes of mappings.
pub static PRCTL_VMA: FlagSet = FlagSet {
    name: "attributes of mappings",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "PR_SET_VMA_ANON_NAME")],
};
