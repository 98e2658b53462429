//! Futex2 flags: futex_wait(2), futex_wake(2), `include/uapi/linux/futex.h`.

use super::FlagSet;

/// Futex2 flags.
pub static FUTEX2: FlagSet = FlagSet {
    name: "futex2 flags",
    header: "include/uapi/linux/futex.h",
    mask: 0x3,
    names: &[
        (0x0, "FUTEX2_SIZE_U8"),
        (0x1, "FUTEX2_SIZE_U16"),
        (0x2, "FUTEX2_SIZE_U32"),
        (0x3, "FUTEX2_SIZE_U64"),
        (0x4, "FUTEX2_NUMA"),
        (0x8, "FUTEX2_MPOL"),
        (0x80, "FUTEX2_PRIVATE"),
    ],
};
