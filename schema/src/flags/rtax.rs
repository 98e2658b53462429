//! Metrics of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Metrics of routes.
pub static RTAX: FlagSet = FlagSet {
    name: "metrics of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0, "RTAX_UNSPEC"),
        (1, "RTAX_LOCK"),
        (2, "RTAX_MTU"),
        (3, "RTAX_WINDOW"),
        (4, "RTAX_RTT"),
        (5, "RTAX_RTTVAR"),
        (6, "RTAX_SSTHRESH"),
        (7, "RTAX_CWND"),
        (8, "RTAX_ADVMSS"),
        (9, "RTAX_REORDERING"),
        (10, "RTAX_HOPLIMIT"),
        (11, "RTAX_INITCWND"),
        (12, "RTAX_FEATURES"),
        (13, "RTAX_RTO_MIN"),
        (14, "RTAX_INITRWND"),
        (15, "RTAX_QUICKACK"),
        (16, "RTAX_CC_ALGO"),
        (17, "RTAX_FASTOPEN_NO_COOKIE"),
    ],
};
