//! Kinds of breakpoints: perf_event_open(2), `include/uapi/linux/hw_breakpoint.h`.

use super::FlagSet;

/// Kinds of breakpoints.
pub static HW_BREAKPOINT: FlagSet = FlagSet {
    name: "kinds of breakpoints",
    header: "include/uapi/linux/hw_breakpoint.h",
    mask: 0,
    names: &[
        (0, "HW_BREAKPOINT_EMPTY"),
        (1, "HW_BREAKPOINT_R"),
        (2, "HW_BREAKPOINT_W"),
        (3, "HW_BREAKPOINT_RW"),
        (4, "HW_BREAKPOINT_X"),
        (7, "HW_BREAKPOINT_INVALID"),
    ],
};
