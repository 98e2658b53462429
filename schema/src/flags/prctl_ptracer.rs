//! Processes that may trace: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Processes that may trace.
pub static PRCTL_PTRACER: FlagSet = FlagSet {
    name: "processes that may trace",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0xffff_ffff_ffff_ffff, "PR_SET_PTRACER_ANY")],
};
