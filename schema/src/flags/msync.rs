//! Msync flags: msync(2), `include/uapi/asm-generic/mman-common.h`.

use super::FlagSet;

/// Msync flags.
pub static MSYNC: FlagSet = FlagSet {
    name: "msync flags",
    header: "include/uapi/asm-generic/mman-common.h",
    mask: 0,
    names: &[(0x4, "MS_SYNC"), (0x1, "MS_ASYNC"), (0x2, "MS_INVALIDATE")],
};
