//! Socket types: socket(2), `include/linux/net.h`.

use super::FlagSet;

/// Socket types.
pub static SOCKET_TYPE: FlagSet = FlagSet {
    name: "socket types",
    header: "include/linux/net.h",
    mask: 0xf,
    names: &[
        (0x1, "SOCK_STREAM"),
        (0x2, "SOCK_DGRAM"),
        (0x3, "SOCK_RAW"),
        (0x4, "SOCK_RDM"),
        (0x5, "SOCK_SEQPACKET"),
        (0x6, "SOCK_DCCP"),
        (0xa, "SOCK_PACKET"),
        (0x80000, "SOCK_CLOEXEC"),
        (0x800, "SOCK_NONBLOCK"),
    ],
};
