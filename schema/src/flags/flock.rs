//! Flock operations: flock(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Flock operations.
pub static FLOCK: FlagSet = FlagSet {
    name: "flock operations",
    header: "include/uapi/asm-generic/fcntl.h",
    mask: 0,
    names: &[
        (0x1, "LOCK_SH"),
        (0x2, "LOCK_EX"),
        (0x4, "LOCK_NB"),
        (0x8, "LOCK_UN"),
        (0x20, "LOCK_MAND"),
        (0x40, "LOCK_READ"),
        (0x80, "LOCK_WRITE"),
    ],
};
