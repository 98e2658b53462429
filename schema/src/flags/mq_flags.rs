//! Flags of message queues: mq_getattr(3), `include/uapi/linux/mqueue.h`.

use super::FlagSet;

/// Flags of message queues.
pub static MQ_FLAGS: FlagSet = FlagSet {
    name: "flags of message queues",
    header: "include/uapi/linux/mqueue.h",
    mask: 0,
    names: &[(0x800, "O_NONBLOCK")],
};
