//! Sources of SIGIO: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of SIGIO.
pub static SI_CODE_POLL: FlagSet = FlagSet {
    name: "sources of SIGIO",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x1, "POLL_IN"),
        (0x2, "POLL_OUT"),
        (0x3, "POLL_MSG"),
        (0x4, "POLL_ERR"),
        (0x5, "POLL_PRI"),
        (0x6, "POLL_HUP"),
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xfffffffa, "SI_TKILL"),
        (0xffffffff, "SI_QUEUE"),
    ],
};
