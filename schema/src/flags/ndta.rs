//! Attributes of tables of neighbours: rtnetlink(7), `include/uapi/linux/neighbour.h`.

use super::FlagSet;

/// Attributes of tables of neighbours.
pub static NDTA: FlagSet = FlagSet {
    name: "attributes of tables of neighbours",
    header: "include/uapi/linux/neighbour.h",
    mask: 0,
    names: &[
        (0, "NDTA_UNSPEC"),
        (1, "NDTA_NAME"),
        (2, "NDTA_THRESH1"),
        (3, "NDTA_THRESH2"),
        (4, "NDTA_THRESH3"),
        (5, "NDTA_CONFIG"),
        (6, "NDTA_PARMS"),
        (7, "NDTA_STATS"),
        (8, "NDTA_GC_INTERVAL"),
        (9, "NDTA_PAD"),
    ],
};
