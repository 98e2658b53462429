//! Splice flags: splice(2), `include/linux/splice.h`.

use super::FlagSet;

/// Splice flags.
pub static SPLICE: FlagSet = FlagSet {
    name: "splice flags",
    header: "include/linux/splice.h",
    mask: 0,
    names: &[(0x1, "SPLICE_F_MOVE"), (0x2, "SPLICE_F_NONBLOCK"), (0x4, "SPLICE_F_MORE"), (0x8, "SPLICE_F_GIFT")],
};
