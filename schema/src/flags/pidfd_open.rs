//! Pidfd_open flags: pidfd_open(2), `include/uapi/linux/pidfd.h`.

use super::FlagSet;

/// Pidfd_open flags.
pub static PIDFD_OPEN: FlagSet = FlagSet {
    name: "pidfd_open flags",
    header: "include/uapi/linux/pidfd.h",
    mask: 0,
    names: &[(0x800, "PIDFD_NONBLOCK"), (0x80, "PIDFD_THREAD")],
};
