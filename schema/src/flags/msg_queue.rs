//! Msgrcv flags: msgrcv(2), `include/uapi/linux/msg.h`.

use super::FlagSet;

/// Msgrcv flags.
pub static MSG_QUEUE: FlagSet = FlagSet {
    name: "msgrcv flags",
    header: "include/uapi/linux/msg.h",
    mask: 0,
    names: &[(0x1000, "MSG_NOERROR"), (0x2000, "MSG_EXCEPT"), (0x4000, "MSG_COPY"), (0x800, "IPC_NOWAIT")],
};
