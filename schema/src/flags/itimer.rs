//! Interval timers: setitimer(2), `include/uapi/linux/time.h`.

use super::FlagSet;

/// Interval timers.
pub static ITIMER: FlagSet = FlagSet {
    name: "interval timers",
    header: "include/uapi/linux/time.h",
    mask: 0,
    names: &[(0, "ITIMER_REAL"), (1, "ITIMER_VIRTUAL"), (2, "ITIMER_PROF")],
};
