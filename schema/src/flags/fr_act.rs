//! Actions of routing rules: rtnetlink(7), `include/uapi/linux/fib_rules.h`.

use super::FlagSet;

/// Actions of routing rules.
pub static FR_ACT: FlagSet = FlagSet {
    name: "actions of routing rules",
    header: "include/uapi/linux/fib_rules.h",
    mask: 0,
    names: &[
        (0, "FR_ACT_UNSPEC"),
        (1, "FR_ACT_TO_TBL"),
        (2, "FR_ACT_GOTO"),
        (3, "FR_ACT_NOP"),
        (4, "FR_ACT_RES3"),
        (5, "FR_ACT_RES4"),
        (6, "FR_ACT_BLACKHOLE"),
        (7, "FR_ACT_UNREACHABLE"),
        (8, "FR_ACT_PROHIBIT"),
    ],
};
