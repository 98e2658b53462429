//! Sources of SIGCHLD: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGCHLD.
pub static SI_CODE_CHILD: FlagSet = FlagSet {
    name: "sources of SIGCHLD",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "CLD_EXITED"),
        (0x2, "CLD_KILLED"),
        (0x3, "CLD_DUMPED"),
        (0x4, "CLD_TRAPPED"),
        (0x5, "CLD_STOPPED"),
        (0x6, "CLD_CONTINUED"),
        (0x0, "SI_USER"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
