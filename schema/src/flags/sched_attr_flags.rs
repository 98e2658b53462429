//! Flags of scheduling attributes: sched_setattr(2), `include/uapi/linux/sched.h`.

use super::FlagSet;

/// Flags of scheduling attributes.
pub static SCHED_ATTR_FLAGS: FlagSet = FlagSet {
    name: "flags of scheduling attributes",
    header: "include/uapi/linux/sched.h",
    mask: 0,
    names: &[
        (0x1, "SCHED_FLAG_RESET_ON_FORK"),
        (0x2, "SCHED_FLAG_RECLAIM"),
        (0x4, "SCHED_FLAG_DL_OVERRUN"),
        (0x8, "SCHED_FLAG_KEEP_POLICY"),
        (0x10, "SCHED_FLAG_KEEP_PARAMS"),
        (0x20, "SCHED_FLAG_UTIL_CLAMP_MIN"),
        (0x40, "SCHED_FLAG_UTIL_CLAMP_MAX"),
    ],
};
