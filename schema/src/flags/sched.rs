//! Scheduling policies: sched_setscheduler(2), `include/uapi/linux/sched.h`.

use super::FlagSet;

/// Scheduling policies.
pub static SCHED: FlagSet = FlagSet {
    name: "scheduling policies",
    header: "include/uapi/linux/sched.h",
    mask: 0xff,
    names: &[
        (0x0, "SCHED_OTHER"),
        (0x1, "SCHED_FIFO"),
        (0x2, "SCHED_RR"),
        (0x3, "SCHED_BATCH"),
        (0x5, "SCHED_IDLE"),
        (0x6, "SCHED_DEADLINE"),
        (0x7, "SCHED_EXT"),
        (0x40000000, "SCHED_RESET_ON_FORK"),
    ],
};
