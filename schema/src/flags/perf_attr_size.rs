//! Sizes of the versions of struct perf_event_attr: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Sizes of the versions of struct perf_event_attr.
pub static PERF_ATTR_SIZE: FlagSet = FlagSet {
    name: "sizes of the versions of struct perf_event_attr",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[
        (64, "PERF_ATTR_SIZE_VER0"),
        (72, "PERF_ATTR_SIZE_VER1"),
        (80, "PERF_ATTR_SIZE_VER2"),
        (96, "PERF_ATTR_SIZE_VER3"),
        (104, "PERF_ATTR_SIZE_VER4"),
        (112, "PERF_ATTR_SIZE_VER5"),
        (120, "PERF_ATTR_SIZE_VER6"),
        (128, "PERF_ATTR_SIZE_VER7"),
        (136, "PERF_ATTR_SIZE_VER8"),
    ],
};
