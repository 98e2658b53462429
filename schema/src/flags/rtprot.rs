//! Origins of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Origins of routes.
pub static RTPROT: FlagSet = FlagSet {
    name: "origins of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RTPROT_UNSPEC"),
        (1, "RTPROT_REDIRECT"),
        (2, "RTPROT_KERNEL"),
        (3, "RTPROT_BOOT"),
        (4, "RTPROT_STATIC"),
        (8, "RTPROT_GATED"),
        (9, "RTPROT_RA"),
        (10, "RTPROT_MRT"),
        (11, "RTPROT_ZEBRA"),
        (12, "RTPROT_BIRD"),
        (13, "RTPROT_DNROUTED"),
        (14, "RTPROT_XORP"),
        (15, "RTPROT_NTK"),
        (16, "RTPROT_DHCP"),
        (17, "RTPROT_MROUTED"),
        (18, "RTPROT_KEEPALIVED"),
        (42, "RTPROT_BABEL"),
        (99, "RTPROT_OPENR"),
        (186, "RTPROT_BGP"),
        (187, "RTPROT_ISIS"),
        (188, "RTPROT_OSPF"),
        (189, "RTPROT_RIP"),
        (192, "RTPROT_EIGRP"),
    ],
};
