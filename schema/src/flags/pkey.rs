//! Protection key rights: pkey_alloc(2), `include/uapi/asm-generic/mman-common.h`.

use super::FlagSet;

/// Protection key rights.
pub static PKEY: FlagSet = FlagSet {
    name: "protection key rights",
    header: "include/uapi/asm-generic/mman-common.h",
    mask: 0,
    names: &[(0x1, "PKEY_DISABLE_ACCESS"), (0x2, "PKEY_DISABLE_WRITE")],
};
