//! Futex bit sets: futex(2), `include/uapi/linux/futex.h`.

use super::FlagSet;

/// Futex bit sets.
pub static FUTEX_BITSET: FlagSet = FlagSet {
    name: "futex bit sets",
    header: "include/uapi/linux/futex.h",
    mask: 0,
    names: &[(0xffffffff, "FUTEX_BITSET_MATCH_ANY")],
};
