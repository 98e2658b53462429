//! Operations on ambient capabilities: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Operations on ambient capabilities.
pub static PRCTL_AMBIENT: FlagSet = FlagSet {
    name: "operations on ambient capabilities",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[
        (1, "PR_CAP_AMBIENT_IS_SET"),
        (2, "PR_CAP_AMBIENT_RAISE"),
        (3, "PR_CAP_AMBIENT_LOWER"),
        (4, "PR_CAP_AMBIENT_CLEAR_ALL"),
    ],
};
