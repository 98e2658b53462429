//! Landlock_create_ruleset flags: landlock_create_ruleset(2), `include/uapi/linux/landlock.h`.

use super::FlagSet;

/// Landlock_create_ruleset flags.
pub static LANDLOCK_CREATE: FlagSet = FlagSet {
    name: "landlock_create_ruleset flags",
    header: "include/uapi/linux/landlock.h",
    mask: 0,
    names: &[(0x1, "LANDLOCK_CREATE_RULESET_VERSION"), (0x2, "LANDLOCK_CREATE_RULESET_ERRATA")],
};
