//! Membarrier flags: membarrier(2), `include/uapi/linux/membarrier.h`.

use super::FlagSet;

/// Membarrier flags.
pub static MEMBARRIER_FLAGS: FlagSet = FlagSet {
    name: "membarrier flags",
    header: "include/uapi/linux/membarrier.h",
    mask: 0,
    names: &[(0x1, "MEMBARRIER_CMD_FLAG_CPU")],
};
