//! Kinds of packets: packet(7), `include/uapi/linux/if_packet.h`.

use super::FlagSet;

/// Kinds of packets.
pub static PACKET_TYPE: FlagSet = FlagSet {
    name: "kinds of packets",
    header: "include/uapi/linux/if_packet.h",
    mask: 0,
    names: &[
        (0, "PACKET_HOST"),
        (1, "PACKET_BROADCAST"),
        (2, "PACKET_MULTICAST"),
        (3, "PACKET_OTHERHOST"),
        (4, "PACKET_OUTGOING"),
        (5, "PACKET_LOOPBACK"),
        (6, "PACKET_USER"),
        (7, "PACKET_KERNEL"),
    ],
};
