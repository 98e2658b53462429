//! Options of UDP: udp(7), `include/uapi/linux/udp.h`.

use super::FlagSet;

/// Options of UDP.
pub static SO_UDP: FlagSet = FlagSet {
    name: "options of UDP",
    header: "include/uapi/linux/udp.h",
    mask: 0,
    names: &[
        (1, "UDP_CORK"),
        (100, "UDP_ENCAP"),
        (101, "UDP_NO_CHECK6_TX"),
        (102, "UDP_NO_CHECK6_RX"),
        (103, "UDP_SEGMENT"),
        (104, "UDP_GRO"),
    ],
};
