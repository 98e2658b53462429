//! Formats of performance counts: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Formats of performance counts.
pub static PERF_READ: FlagSet = FlagSet {
    name: "formats of performance counts",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[
        (0x1, "PERF_FORMAT_TOTAL_TIME_ENABLED"),
        (0x2, "PERF_FORMAT_TOTAL_TIME_RUNNING"),
        (0x4, "PERF_FORMAT_ID"),
        (0x8, "PERF_FORMAT_GROUP"),
        (0x10, "PERF_FORMAT_LOST"),
    ],
};
