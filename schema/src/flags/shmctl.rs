//! Shmctl commands: shmctl(2), `include/uapi/linux/shm.h`.
//!
//! The bit `IPC_64` (0x100) selects the 64-bit structures.

use super::FlagSet;

/// Shmctl commands.
pub static SHMCTL: FlagSet = FlagSet {
    name: "shmctl commands",
    header: "include/uapi/linux/shm.h",
    mask: 0xff,
    names: &[
        (0x0, "IPC_RMID"),
        (0x1, "IPC_SET"),
        (0x2, "IPC_STAT"),
        (0x3, "IPC_INFO"),
        (0xb, "SHM_LOCK"),
        (0xc, "SHM_UNLOCK"),
        (0xd, "SHM_STAT"),
        (0xe, "SHM_INFO"),
        (0xf, "SHM_STAT_ANY"),
        (0x100, "IPC_64"),
    ],
};
