//! Contents of branch samples: perf_event_open(2), `include/uapi/linux/perf_event.h`.

use super::FlagSet;

/// Contents of branch samples.
pub static PERF_BRANCH: FlagSet = FlagSet {
    name: "contents of branch samples",
    header: "include/uapi/linux/perf_event.h",
    mask: 0,
    names: &[
        (0x1, "PERF_SAMPLE_BRANCH_USER"),
        (0x2, "PERF_SAMPLE_BRANCH_KERNEL"),
        (0x4, "PERF_SAMPLE_BRANCH_HV"),
        (0x8, "PERF_SAMPLE_BRANCH_ANY"),
        (0x10, "PERF_SAMPLE_BRANCH_ANY_CALL"),
        (0x20, "PERF_SAMPLE_BRANCH_ANY_RETURN"),
        (0x40, "PERF_SAMPLE_BRANCH_IND_CALL"),
        (0x80, "PERF_SAMPLE_BRANCH_ABORT_TX"),
        (0x100, "PERF_SAMPLE_BRANCH_IN_TX"),
        (0x200, "PERF_SAMPLE_BRANCH_NO_TX"),
        (0x400, "PERF_SAMPLE_BRANCH_COND"),
        (0x800, "PERF_SAMPLE_BRANCH_CALL_STACK"),
        (0x1000, "PERF_SAMPLE_BRANCH_IND_JUMP"),
        (0x2000, "PERF_SAMPLE_BRANCH_CALL"),
        (0x4000, "PERF_SAMPLE_BRANCH_NO_FLAGS"),
        (0x8000, "PERF_SAMPLE_BRANCH_NO_CYCLES"),
        (0x10000, "PERF_SAMPLE_BRANCH_TYPE_SAVE"),
        (0x20000, "PERF_SAMPLE_BRANCH_HW_INDEX"),
        (0x40000, "PERF_SAMPLE_BRANCH_PRIV_SAVE"),
    ],
};
