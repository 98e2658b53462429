//! Landlock scopes: landlock(7), `include/uapi/linux/landlock.h`.

use super::FlagSet;

/// Landlock scopes.
pub static LANDLOCK_SCOPE: FlagSet = FlagSet {
    name: "landlock scopes",
    header: "include/uapi/linux/landlock.h",
    mask: 0,
    names: &[(1, "LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET"), (2, "LANDLOCK_SCOPE_SIGNAL")],
};
