//! Timerfd_create flags: timerfd_create(2), `include/uapi/linux/timerfd.h`.

use super::FlagSet;

/// Timerfd_create flags.
pub static TIMERFD_CREATE: FlagSet = FlagSet {
    name: "timerfd_create flags",
    header: "include/uapi/linux/timerfd.h",
    mask: 0,
    names: &[(0x80000, "TFD_CLOEXEC"), (0x800, "TFD_NONBLOCK")],
};
