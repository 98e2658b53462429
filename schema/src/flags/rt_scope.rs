//! Scopes of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Scopes of routes.
pub static RT_SCOPE: FlagSet = FlagSet {
    name: "scopes of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RT_SCOPE_UNIVERSE"),
        (200, "RT_SCOPE_SITE"),
        (253, "RT_SCOPE_LINK"),
        (254, "RT_SCOPE_HOST"),
        (255, "RT_SCOPE_NOWHERE"),
    ],
};
