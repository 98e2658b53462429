//! Flags of performance event requests: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Flags of performance event requests.
pub static PERF_IOC: FlagSet = FlagSet {
    name: "flags of performance event requests",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[(1, "PERF_IOC_FLAG_GROUP")],
};
