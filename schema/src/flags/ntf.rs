//! Flags of neighbours: rtnetlink(7), `include/uapi/linux/neighbour.h`.

use super::FlagSet;

/// Flags of neighbours.
pub static NTF: FlagSet = FlagSet {
    name: "flags of neighbours",
    header: "include/uapi/linux/neighbour.h",
    mask: 0,
    names: &[
        (0x1, "NTF_USE"),
        (0x2, "NTF_SELF"),
        (0x4, "NTF_MASTER"),
        (0x8, "NTF_PROXY"),
        (0x10, "NTF_EXT_LEARNED"),
        (0x20, "NTF_OFFLOADED"),
        (0x40, "NTF_STICKY"),
        (0x80, "NTF_ROUTER"),
    ],
};
