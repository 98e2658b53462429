//! Use of the time stamp counter: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Use of the time stamp counter.
pub static PRCTL_TSC: FlagSet = FlagSet {
    name: "use of the time stamp counter",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(1, "PR_TSC_ENABLE"), (2, "PR_TSC_SIGSEGV")],
};
