//! Clock adjustments: adjtimex(2), `include/uapi/linux/timex.h`.

use super::FlagSet;

/// Clock adjustments.
pub static ADJTIMEX: FlagSet = FlagSet {
    name: "clock adjustments",
    header: "include/uapi/linux/timex.h",
    mask: 0,
    names: &[
        (0xa001, "ADJ_OFFSET_SS_READ"),
        (0x8001, "ADJ_OFFSET_SINGLESHOT"),
        (0x1, "ADJ_OFFSET"),
        (0x2, "ADJ_FREQUENCY"),
        (0x4, "ADJ_MAXERROR"),
        (0x8, "ADJ_ESTERROR"),
        (0x10, "ADJ_STATUS"),
        (0x20, "ADJ_TIMECONST"),
        (0x80, "ADJ_TAI"),
        (0x100, "ADJ_SETOFFSET"),
        (0x1000, "ADJ_MICRO"),
        (0x2000, "ADJ_NANO"),
        (0x4000, "ADJ_TICK"),
    ],
};
