//! File seals: fcntl(2), F_ADD_SEALS, `include/uapi/linux/fcntl.h`.
//!
//! For the third argument of fcntl, if the second is `F_ADD_SEALS`.

use super::FlagSet;

/// File seals.
pub static SEALS: FlagSet = FlagSet {
    name: "file seals",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[
        (0x1, "F_SEAL_SEAL"),
        (0x2, "F_SEAL_SHRINK"),
        (0x4, "F_SEAL_GROW"),
        (0x8, "F_SEAL_WRITE"),
        (0x10, "F_SEAL_FUTURE_WRITE"),
        (0x20, "F_SEAL_EXEC"),
    ],
};
