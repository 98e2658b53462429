//! States of neighbours: rtnetlink(7), `include/uapi/linux/neighbour.h`.

use super::FlagSet;

/// States of neighbours.
pub static NUD: FlagSet = FlagSet {
    name: "states of neighbours",
    header: "include/uapi/linux/neighbour.h",
    mask: 0,
    names: &[
        (0x1, "NUD_INCOMPLETE"),
        (0x2, "NUD_REACHABLE"),
        (0x4, "NUD_STALE"),
        (0x8, "NUD_DELAY"),
        (0x10, "NUD_PROBE"),
        (0x20, "NUD_FAILED"),
        (0x40, "NUD_NOARP"),
        (0x80, "NUD_PERMANENT"),
    ],
};
