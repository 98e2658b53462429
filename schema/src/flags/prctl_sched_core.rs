//! Operations of core scheduling: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Operations of core scheduling.
pub static PRCTL_SCHED_CORE: FlagSet = FlagSet {
    name: "operations of core scheduling",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[
        (0x0, "PR_SCHED_CORE_GET"),
        (0x1, "PR_SCHED_CORE_CREATE"),
        (0x2, "PR_SCHED_CORE_SHARE_TO"),
        (0x3, "PR_SCHED_CORE_SHARE_FROM"),
    ],
};
