//! Mlock2 flags: mlock2(2), `include/uapi/asm-generic/mman-common.h`.

use super::FlagSet;

/// Mlock2 flags.
pub static MLOCK: FlagSet = FlagSet {
    name: "mlock2 flags",
    header: "include/uapi/asm-generic/mman-common.h",
    mask: 0,
    names: &[(0x1, "MLOCK_ONFAULT")],
};
