//! Attributes of packet sockets: sock_diag(7), `include/uapi/linux/packet_diag.h`.

use super::FlagSet;

/// Attributes of packet sockets.
pub static PACKET_DIAG: FlagSet = FlagSet {
    name: "attributes of packet sockets",
    header: "include/uapi/linux/packet_diag.h",
    mask: 0,
    names: &[
        (0, "PACKET_DIAG_INFO"),
        (1, "PACKET_DIAG_MCLIST"),
        (2, "PACKET_DIAG_RX_RING"),
        (3, "PACKET_DIAG_TX_RING"),
        (4, "PACKET_DIAG_FANOUT"),
        (5, "PACKET_DIAG_UID"),
        (6, "PACKET_DIAG_MEMINFO"),
        (7, "PACKET_DIAG_FILTER"),
    ],
};
