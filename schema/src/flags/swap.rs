//! Swapon flags: swapon(2), `include/linux/swap.h`.
//!
//! The low 15 bits are a priority, if `SWAP_FLAG_PREFER` is set.

use super::FlagSet;

/// Swapon flags.
pub static SWAP: FlagSet = FlagSet {
    name: "swapon flags",
    header: "include/linux/swap.h",
    mask: 0,
    names: &[
        (0x8000, "SWAP_FLAG_PREFER"),
        (0x10000, "SWAP_FLAG_DISCARD"),
        (0x20000, "SWAP_FLAG_DISCARD_ONCE"),
        (0x40000, "SWAP_FLAG_DISCARD_PAGES"),
    ],
};
