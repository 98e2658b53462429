//! Write lifetimes: fcntl(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Write lifetimes.
pub static RW_HINT: FlagSet = FlagSet {
    name: "write lifetimes",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[
        (0, "RWH_WRITE_LIFE_NOT_SET"),
        (1, "RWH_WRITE_LIFE_NONE"),
        (2, "RWH_WRITE_LIFE_SHORT"),
        (3, "RWH_WRITE_LIFE_MEDIUM"),
        (4, "RWH_WRITE_LIFE_LONG"),
        (5, "RWH_WRITE_LIFE_EXTREME"),
    ],
};
