//! Close_range flags: close_range(2), `include/uapi/linux/close_range.h`.

use super::FlagSet;

/// Close_range flags.
pub static CLOSE_RANGE: FlagSet = FlagSet {
    name: "close_range flags",
    header: "include/uapi/linux/close_range.h",
    mask: 0,
    names: &[(0x2, "CLOSE_RANGE_UNSHARE"), (0x4, "CLOSE_RANGE_CLOEXEC")],
};
