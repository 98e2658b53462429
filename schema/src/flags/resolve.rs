//! Openat2 resolve flags: openat2(2), `include/uapi/linux/openat2.h`.

use super::FlagSet;

/// Openat2 resolve flags.
pub static RESOLVE: FlagSet = FlagSet {
    name: "openat2 resolve flags",
    header: "include/uapi/linux/openat2.h",
    mask: 0,
    names: &[
        (0x1, "RESOLVE_NO_XDEV"),
        (0x2, "RESOLVE_NO_MAGICLINKS"),
        (0x4, "RESOLVE_NO_SYMLINKS"),
        (0x8, "RESOLVE_BENEATH"),
        (0x10, "RESOLVE_IN_ROOT"),
        (0x20, "RESOLVE_CACHED"),
    ],
};
