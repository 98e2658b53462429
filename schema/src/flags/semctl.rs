//! Semctl commands: semctl(2), `include/uapi/linux/sem.h`.
//!
//! The bit `IPC_64` (0x100) selects the 64-bit structures.

use super::FlagSet;

/// Semctl commands.
pub static SEMCTL: FlagSet = FlagSet {
    name: "semctl commands",
    header: "include/uapi/linux/sem.h",
    mask: 0xff,
    names: &[
        (0x0, "IPC_RMID"),
        (0x1, "IPC_SET"),
        (0x2, "IPC_STAT"),
        (0x3, "IPC_INFO"),
        (0xb, "GETPID"),
        (0xc, "GETVAL"),
        (0xd, "GETALL"),
        (0xe, "GETNCNT"),
        (0xf, "GETZCNT"),
        (0x10, "SETVAL"),
        (0x11, "SETALL"),
        (0x12, "SEM_STAT"),
        (0x13, "SEM_INFO"),
        (0x14, "SEM_STAT_ANY"),
        (0x100, "IPC_64"),
    ],
};
