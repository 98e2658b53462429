//! Landlock rule types: landlock_add_rule(2), `include/uapi/linux/landlock.h`.

use super::FlagSet;

/// Landlock rule types.
pub static LANDLOCK_RULE: FlagSet = FlagSet {
    name: "landlock rule types",
    header: "include/uapi/linux/landlock.h",
    mask: 0,
    names: &[(1, "LANDLOCK_RULE_PATH_BENEATH"), (2, "LANDLOCK_RULE_NET_PORT")],
};
