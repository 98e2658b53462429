//! Sources of SIGSEGV: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGSEGV.
pub static SI_CODE_SEGV: FlagSet = FlagSet {
    name: "sources of SIGSEGV",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "SEGV_MAPERR"),
        (0x2, "SEGV_ACCERR"),
        (0x3, "SEGV_BNDERR"),
        (0x4, "SEGV_PKUERR"),
        (0x5, "SEGV_ACCADI"),
        (0x6, "SEGV_ADIDERR"),
        (0x7, "SEGV_ADIPERR"),
        (0x8, "SEGV_MTEAERR"),
        (0x9, "SEGV_MTESERR"),
        (0xa, "SEGV_CPERR"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
