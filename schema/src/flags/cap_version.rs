//! Versions of capability sets: capget(2), `include/uapi/linux/capability.h`.

use super::FlagSet;

/// Versions of capability sets.
pub static CAP_VERSION: FlagSet = FlagSet {
    name: "versions of capability sets",
    header: "include/uapi/linux/capability.h",
    mask: 0,
    names: &[
        (0x19980330, "_LINUX_CAPABILITY_VERSION_1"),
        (0x20071026, "_LINUX_CAPABILITY_VERSION_2"),
        (0x20080522, "_LINUX_CAPABILITY_VERSION_3"),
    ],
};
