//! Flags of routing rules: rtnetlink(7), `include/uapi/linux/fib_rules.h`.

use super::FlagSet;

/// Flags of routing rules.
pub static FIB_RULE: FlagSet = FlagSet {
    name: "flags of routing rules",
    header: "include/uapi/linux/fib_rules.h",
    mask: 0,
    names: &[
        (0x1, "FIB_RULE_PERMANENT"),
        (0x2, "FIB_RULE_INVERT"),
        (0x4, "FIB_RULE_UNRESOLVED"),
        (0x8, "FIB_RULE_IIF_DETACHED"),
        (0x10, "FIB_RULE_OIF_DETACHED"),
        (0x10000, "FIB_RULE_FIND_SADDR"),
    ],
};
