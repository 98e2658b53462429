//! Sources of SIGTRAP: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGTRAP.
pub static SI_CODE_TRAP: FlagSet = FlagSet {
    name: "sources of SIGTRAP",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "TRAP_BRKPT"),
        (0x2, "TRAP_TRACE"),
        (0x3, "TRAP_BRANCH"),
        (0x4, "TRAP_HWBKPT"),
        (0x5, "TRAP_UNK"),
        (0x6, "TRAP_PERF"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
