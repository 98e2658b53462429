//! Timer flags: timer_settime(2), clock_nanosleep(2), `include/uapi/linux/time.h`.

use super::FlagSet;

/// Timer flags.
pub static TIMER: FlagSet =
    FlagSet { name: "timer flags", header: "include/uapi/linux/time.h", mask: 0, names: &[(0x1, "TIMER_ABSTIME")] };
