//! Speculation controls: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Speculation controls.
pub static PRCTL_SPEC_CONTROL: FlagSet = FlagSet {
    name: "speculation controls",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[
        (0x0, "PR_SPEC_NOT_AFFECTED"),
        (0x1, "PR_SPEC_PRCTL"),
        (0x2, "PR_SPEC_ENABLE"),
        (0x4, "PR_SPEC_DISABLE"),
        (0x8, "PR_SPEC_FORCE_DISABLE"),
        (0x10, "PR_SPEC_DISABLE_NOEXEC"),
    ],
};
