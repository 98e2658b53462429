//! Syscall user dispatch: prctl(2), `include/uapi/linux/prctl.h`.

use super::FlagSet;

/// Syscall user dispatch.
pub static PRCTL_DISPATCH: FlagSet = FlagSet {
    name: "syscall user dispatch",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "PR_SYS_DISPATCH_OFF"), (1, "PR_SYS_DISPATCH_ON")],
};
