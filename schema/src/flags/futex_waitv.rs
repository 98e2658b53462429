//! Futex sizes: futex_waitv(2), `include/uapi/linux/futex.h`.

use super::FlagSet;

/// Futex sizes.
pub static FUTEX_WAITV: FlagSet = FlagSet {
    name: "futex sizes",
    header: "include/uapi/linux/futex.h",
    mask: 0,
    names: &[(0x2, "FUTEX_32"), (0x80, "FUTEX_PRIVATE_FLAG")],
};
