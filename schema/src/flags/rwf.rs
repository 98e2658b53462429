//! Preadv2 flags: preadv2(2), `include/uapi/linux/fs.h`.

use super::FlagSet;

/// Preadv2 flags.
pub static RWF: FlagSet = FlagSet {
    name: "preadv2 flags",
    header: "include/uapi/linux/fs.h",
    mask: 0,
    names: &[
        (0x1, "RWF_HIPRI"),
        (0x2, "RWF_DSYNC"),
        (0x4, "RWF_SYNC"),
        (0x8, "RWF_NOWAIT"),
        (0x10, "RWF_APPEND"),
        (0x20, "RWF_NOAPPEND"),
        (0x40, "RWF_ATOMIC"),
        (0x80, "RWF_DONTCACHE"),
    ],
};
