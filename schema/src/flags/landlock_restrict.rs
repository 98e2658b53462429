//! Landlock_restrict_self flags: landlock_restrict_self(2), `include/uapi/linux/landlock.h`.

use super::FlagSet;

/// Landlock_restrict_self flags.
pub static LANDLOCK_RESTRICT: FlagSet = FlagSet {
    name: "landlock_restrict_self flags",
    header: "include/uapi/linux/landlock.h",
    mask: 0,
    names: &[
        (0x1, "LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF"),
        (0x2, "LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON"),
        (0x4, "LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF"),
    ],
};
