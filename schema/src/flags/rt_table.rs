//! Tables of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Tables of routes.
pub static RT_TABLE: FlagSet = FlagSet {
    name: "tables of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RT_TABLE_UNSPEC"),
        (252, "RT_TABLE_COMPAT"),
        (253, "RT_TABLE_DEFAULT"),
        (254, "RT_TABLE_MAIN"),
        (255, "RT_TABLE_LOCAL"),
    ],
};
