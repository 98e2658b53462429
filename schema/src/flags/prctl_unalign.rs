//! Treatment of unaligned accesses: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Treatment of unaligned accesses.
pub static PRCTL_UNALIGN: FlagSet = FlagSet {
    name: "treatment of unaligned accesses",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0x1, "PR_UNALIGN_NOPRINT"), (0x2, "PR_UNALIGN_SIGBUS")],
};
