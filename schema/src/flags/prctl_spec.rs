//! Speculation misfeatures: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Speculation misfeatures.
pub static PRCTL_SPEC: FlagSet = FlagSet {
    name: "speculation misfeatures",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "PR_SPEC_STORE_BYPASS"), (1, "PR_SPEC_INDIRECT_BRANCH"), (2, "PR_SPEC_L1D_FLUSH")],
};
