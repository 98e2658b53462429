//! Clock status: adjtimex(2), `include/uapi/linux/timex.h`.

use super::FlagSet;

/// Clock status.
pub static ADJTIMEX_STATUS: FlagSet = FlagSet {
    name: "clock status",
    header: "include/uapi/linux/timex.h",
    mask: 0,
    names: &[
        (0x1, "STA_PLL"),
        (0x2, "STA_PPSFREQ"),
        (0x4, "STA_PPSTIME"),
        (0x8, "STA_FLL"),
        (0x10, "STA_INS"),
        (0x20, "STA_DEL"),
        (0x40, "STA_UNSYNC"),
        (0x80, "STA_FREQHOLD"),
        (0x100, "STA_PPSSIGNAL"),
        (0x200, "STA_PPSJITTER"),
        (0x400, "STA_PPSWANDER"),
        (0x800, "STA_PPSERROR"),
        (0x1000, "STA_CLOCKERR"),
        (0x2000, "STA_NANO"),
        (0x4000, "STA_MODE"),
        (0x8000, "STA_CLK"),
    ],
};
