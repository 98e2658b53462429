//! Shmat flags: shmat(2), `include/uapi/linux/shm.h`.

use super::FlagSet;

/// Shmat flags.
pub static SHMAT: FlagSet = FlagSet {
    name: "shmat flags",
    header: "include/uapi/linux/shm.h",
    mask: 0,
    names: &[(0x1000, "SHM_RDONLY"), (0x2000, "SHM_RND"), (0x4000, "SHM_REMAP"), (0x8000, "SHM_EXEC")],
};
