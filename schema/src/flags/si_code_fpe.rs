//! Sources of SIGFPE: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGFPE.
pub static SI_CODE_FPE: FlagSet = FlagSet {
    name: "sources of SIGFPE",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "FPE_INTDIV"),
        (0x2, "FPE_INTOVF"),
        (0x3, "FPE_FLTDIV"),
        (0x4, "FPE_FLTOVF"),
        (0x5, "FPE_FLTUND"),
        (0x6, "FPE_FLTRES"),
        (0x7, "FPE_FLTINV"),
        (0x8, "FPE_FLTSUB"),
        (0xe, "FPE_FLTUNK"),
        (0xf, "FPE_CONDTRAP"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
