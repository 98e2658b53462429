//! Memory map fields: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Memory map fields.
pub static PRCTL_MM: FlagSet = FlagSet {
    name: "memory map fields",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[
        (1, "PR_SET_MM_START_CODE"),
        (2, "PR_SET_MM_END_CODE"),
        (3, "PR_SET_MM_START_DATA"),
        (4, "PR_SET_MM_END_DATA"),
        (5, "PR_SET_MM_START_STACK"),
        (6, "PR_SET_MM_START_BRK"),
        (7, "PR_SET_MM_BRK"),
        (8, "PR_SET_MM_ARG_START"),
        (9, "PR_SET_MM_ARG_END"),
        (10, "PR_SET_MM_ENV_START"),
        (11, "PR_SET_MM_ENV_END"),
        (12, "PR_SET_MM_AUXV"),
        (13, "PR_SET_MM_EXE_FILE"),
        (14, "PR_SET_MM_MAP"),
        (15, "PR_SET_MM_MAP_SIZE"),
    ],
};
