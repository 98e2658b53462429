//! Machine check policies: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Machine check policies.
pub static PRCTL_MCE: FlagSet = FlagSet {
    name: "machine check policies",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "PR_MCE_KILL_CLEAR"), (1, "PR_MCE_KILL_SET")],
};
