//! Pidfd_send_signal flags: pidfd_send_signal(2), `include/uapi/linux/pidfd.h`.

use super::FlagSet;

/// Pidfd_send_signal flags.
pub static PIDFD_SIGNAL: FlagSet = FlagSet {
    name: "pidfd_send_signal flags",
    header: "include/uapi/linux/pidfd.h",
    mask: 0,
    names: &[(0x1, "PIDFD_SIGNAL_THREAD"), (0x2, "PIDFD_SIGNAL_THREAD_GROUP"), (0x4, "PIDFD_SIGNAL_PROCESS_GROUP")],
};
