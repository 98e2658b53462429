//! Sources of SIGILL: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGILL.
pub static SI_CODE_ILL: FlagSet = FlagSet {
    name: "sources of SIGILL",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "ILL_ILLOPC"),
        (0x2, "ILL_ILLOPN"),
        (0x3, "ILL_ILLADR"),
        (0x4, "ILL_ILLTRP"),
        (0x5, "ILL_PRVOPC"),
        (0x6, "ILL_PRVREG"),
        (0x7, "ILL_COPROC"),
        (0x8, "ILL_BADSTK"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
