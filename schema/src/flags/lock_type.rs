//! Types of file locks: fcntl(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Types of file locks.
pub static LOCK_TYPE: FlagSet = FlagSet {
    name: "types of file locks",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[(0, "F_RDLCK"), (1, "F_WRLCK"), (2, "F_UNLCK")],
};
