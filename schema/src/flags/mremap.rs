//! Mremap flags: mremap(2), `include/uapi/linux/mman.h`.

use super::FlagSet;

/// Mremap flags.
pub static MREMAP: FlagSet = FlagSet {
    name: "mremap flags",
    header: "include/uapi/linux/mman.h",
    mask: 0,
    names: &[(0x1, "MREMAP_MAYMOVE"), (0x2, "MREMAP_FIXED"), (0x4, "MREMAP_DONTUNMAP")],
};
