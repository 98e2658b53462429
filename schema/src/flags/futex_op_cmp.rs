//! Comparisons of FUTEX_WAKE_OP: futex(2), `include/uapi/linux/futex.h`.

use super::FlagSet;

/// Comparisons of FUTEX_WAKE_OP.
pub static FUTEX_OP_CMP: FlagSet = FlagSet {
    name: "comparisons of FUTEX_WAKE_OP",
    header: "include/uapi/linux/futex.h",
    mask: 0,
    names: &[
        (0, "FUTEX_OP_CMP_EQ"),
        (1, "FUTEX_OP_CMP_NE"),
        (2, "FUTEX_OP_CMP_LT"),
        (3, "FUTEX_OP_CMP_LE"),
        (4, "FUTEX_OP_CMP_GT"),
        (5, "FUTEX_OP_CMP_GE"),
    ],
};
