//! Memory-deny-write-execute flags: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Memory-deny-write-execute flags.
pub static PRCTL_MDWE: FlagSet = FlagSet {
    name: "memory-deny-write-execute flags",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(1, "PR_MDWE_REFUSE_EXEC_GAIN"), (2, "PR_MDWE_NO_INHERIT")],
};
