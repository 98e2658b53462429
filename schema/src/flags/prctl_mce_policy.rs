//! Machine check kill policies: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Machine check kill policies.
pub static PRCTL_MCE_POLICY: FlagSet = FlagSet {
    name: "machine check kill policies",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "PR_MCE_KILL_LATE"), (1, "PR_MCE_KILL_EARLY"), (2, "PR_MCE_KILL_DEFAULT")],
};
