//! Fallocate mode: fallocate(2), `include/uapi/linux/falloc.h`.

use super::FlagSet;

/// Fallocate mode.
pub static FALLOCATE: FlagSet = FlagSet {
    name: "fallocate mode",
    header: "include/uapi/linux/falloc.h",
    mask: 0,
    names: &[
        (0x1, "FALLOC_FL_KEEP_SIZE"),
        (0x2, "FALLOC_FL_PUNCH_HOLE"),
        (0x4, "FALLOC_FL_NO_HIDE_STALE"),
        (0x8, "FALLOC_FL_COLLAPSE_RANGE"),
        (0x10, "FALLOC_FL_ZERO_RANGE"),
        (0x20, "FALLOC_FL_INSERT_RANGE"),
        (0x40, "FALLOC_FL_UNSHARE_RANGE"),
    ],
};
