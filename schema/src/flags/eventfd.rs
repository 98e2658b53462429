//! Eventfd2 flags: eventfd(2), `include/uapi/linux/eventfd.h`.

use super::FlagSet;

/// Eventfd2 flags.
pub static EVENTFD: FlagSet = FlagSet {
    name: "eventfd2 flags",
    header: "include/uapi/linux/eventfd.h",
    mask: 0,
    names: &[(0x1, "EFD_SEMAPHORE"), (0x80000, "EFD_CLOEXEC"), (0x800, "EFD_NONBLOCK")],
};
