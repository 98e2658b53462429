//! Sources of signals: sigaction(2), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Sources of signals.
pub static SI_CODE: FlagSet = FlagSet {
    name: "sources of signals",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[
        (0x0, "SI_USER"),
        (0x80, "SI_KERNEL"),
        (0xffffffff, "SI_QUEUE"),
        (0xfffffffe, "SI_TIMER"),
        (0xfffffffd, "SI_MESGQ"),
        (0xfffffffc, "SI_ASYNCIO"),
        (0xfffffffb, "SI_SIGIO"),
        (0xfffffffa, "SI_TKILL"),
        (0xfffffff9, "SI_DETHREAD"),
        (0xffffffc4, "SI_ASYNCNL"),
    ],
};
