//! Operations of FUTEX_WAKE_OP: futex(2), `include/uapi/linux/futex.h`.

use super::FlagSet;

/// Operations of FUTEX_WAKE_OP.
pub static FUTEX_OP: FlagSet = FlagSet {
    name: "operations of FUTEX_WAKE_OP",
    header: "include/uapi/linux/futex.h",
    mask: 0,
    names: &[(0, "FUTEX_OP_SET"), (1, "FUTEX_OP_ADD"), (2, "FUTEX_OP_OR"), (3, "FUTEX_OP_ANDN"), (4, "FUTEX_OP_XOR")],
};
