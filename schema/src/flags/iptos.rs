//! Types of service: ip(7), `include/uapi/linux/ip.h`.

use super::FlagSet;

/// Types of service.
pub static IPTOS: FlagSet = FlagSet {
    name: "types of service",
    header: "include/uapi/linux/ip.h",
    mask: 0,
    names: &[(0x10, "IPTOS_LOWDELAY"), (0x8, "IPTOS_THROUGHPUT"), (0x4, "IPTOS_RELIABILITY"), (0x2, "IPTOS_MINCOST")],
};
