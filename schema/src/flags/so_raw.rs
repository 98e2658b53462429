//! Options of raw sockets: raw(7), `include/uapi/linux/icmp.h`.

use super::FlagSet;

/// Options of raw sockets.
pub static SO_RAW: FlagSet = FlagSet {
    name: "options of raw sockets",
    header: "include/uapi/linux/icmp.h",
    mask: 0,
    names: &[(1, "ICMP_FILTER")],
};
