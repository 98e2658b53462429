//! Timerfd_settime flags: timerfd_settime(2), `include/uapi/linux/timerfd.h`.

use super::FlagSet;

/// Timerfd_settime flags.
pub static TIMERFD_SETTIME: FlagSet = FlagSet {
    name: "timerfd_settime flags",
    header: "include/uapi/linux/timerfd.h",
    mask: 0,
    names: &[(0x1, "TFD_TIMER_ABSTIME"), (0x2, "TFD_TIMER_CANCEL_ON_SET")],
};
