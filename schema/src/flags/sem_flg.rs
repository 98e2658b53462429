//! Flags of semaphore operations: semop(2), `include/uapi/linux/sem.h`.

use super::FlagSet;

/// Flags of semaphore operations.
pub static SEM_FLG: FlagSet = FlagSet {
    name: "semaphore operation flags",
    header: "include/uapi/linux/sem.h, include/uapi/linux/ipc.h",
    mask: 0,
    names: &[(0x1000, "SEM_UNDO"), (0x800, "IPC_NOWAIT")],
};
