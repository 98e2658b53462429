//! Msgctl commands: msgctl(2), `include/uapi/linux/msg.h`.
//!
//! The bit `IPC_64` (0x100) selects the 64-bit structures.

use super::FlagSet;

/// Msgctl commands.
pub static MSGCTL: FlagSet = FlagSet {
    name: "msgctl commands",
    header: "include/uapi/linux/msg.h",
    mask: 0xff,
    names: &[
        (0x0, "IPC_RMID"),
        (0x1, "IPC_SET"),
        (0x2, "IPC_STAT"),
        (0x3, "IPC_INFO"),
        (0xb, "MSG_STAT"),
        (0xc, "MSG_INFO"),
        (0xd, "MSG_STAT_ANY"),
        (0x100, "IPC_64"),
    ],
};
