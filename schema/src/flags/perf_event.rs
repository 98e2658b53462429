//! Perf_event_open flags: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Perf_event_open flags.
pub static PERF_EVENT: FlagSet = FlagSet {
    name: "perf_event_open flags",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[
        (0x1, "PERF_FLAG_FD_NO_GROUP"),
        (0x2, "PERF_FLAG_FD_OUTPUT"),
        (0x4, "PERF_FLAG_PID_CGROUP"),
        (0x8, "PERF_FLAG_FD_CLOEXEC"),
    ],
};
