//! Sources of SIGBUS: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGBUS.
pub static SI_CODE_BUS: FlagSet = FlagSet {
    name: "sources of SIGBUS",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "BUS_ADRALN"),
        (0x2, "BUS_ADRERR"),
        (0x3, "BUS_OBJERR"),
        (0x4, "BUS_MCEERR_AR"),
        (0x5, "BUS_MCEERR_AO"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
