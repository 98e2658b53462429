//! Modes of floating point: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Modes of floating point.
pub static PRCTL_FP_MODE: FlagSet = FlagSet {
    name: "modes of floating point",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0x1, "PR_FP_MODE_FR"), (0x2, "PR_FP_MODE_FRE")],
};
