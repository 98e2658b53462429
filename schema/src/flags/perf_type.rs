//! Types of performance events: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Types of performance events.
pub static PERF_TYPE: FlagSet = FlagSet {
    name: "types of performance events",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[
        (0, "PERF_TYPE_HARDWARE"),
        (1, "PERF_TYPE_SOFTWARE"),
        (2, "PERF_TYPE_TRACEPOINT"),
        (3, "PERF_TYPE_HW_CACHE"),
        (4, "PERF_TYPE_RAW"),
        (5, "PERF_TYPE_BREAKPOINT"),
    ],
};
