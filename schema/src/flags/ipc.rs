//! Ipc calls: ipc(2), `include/uapi/linux/ipc.h`.
//!
//! The high 16 bits are the version of the interface.

use super::FlagSet;

/// Ipc calls.
pub static IPC: FlagSet = FlagSet {
    name: "ipc calls",
    header: "include/uapi/linux/ipc.h",
    mask: 0xffff,
    names: &[
        (0x1, "SEMOP"),
        (0x2, "SEMGET"),
        (0x3, "SEMCTL"),
        (0x4, "SEMTIMEDOP"),
        (0xb, "MSGSND"),
        (0xc, "MSGRCV"),
        (0xd, "MSGGET"),
        (0xe, "MSGCTL"),
        (0x15, "SHMAT"),
        (0x16, "SHMDT"),
        (0x17, "SHMGET"),
        (0x18, "SHMCTL"),
    ],
};
