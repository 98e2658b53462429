//! What is asked of packet sockets: sock_diag(7), `include/uapi/linux/packet_diag.h`.

use super::FlagSet;

/// What is asked of packet sockets.
pub static PACKET_SHOW: FlagSet = FlagSet {
    name: "what is asked of packet sockets",
    header: "include/uapi/linux/packet_diag.h",
    mask: 0,
    names: &[
        (0x1, "PACKET_SHOW_INFO"),
        (0x2, "PACKET_SHOW_MCLIST"),
        (0x4, "PACKET_SHOW_RING_CFG"),
        (0x8, "PACKET_SHOW_FANOUT"),
        (0x10, "PACKET_SHOW_MEMINFO"),
        (0x20, "PACKET_SHOW_FILTER"),
    ],
};
