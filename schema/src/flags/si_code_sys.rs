//! Sources of SIGSYS: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGSYS.
pub static SI_CODE_SYS: FlagSet = FlagSet {
    name: "sources of SIGSYS",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "SYS_SECCOMP"),
        (0x2, "SYS_USER_DISPATCH"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
