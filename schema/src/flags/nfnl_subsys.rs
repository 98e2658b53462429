//! Subsystems of netfilter: netlink(7), `include/uapi/linux/netfilter/nfnetlink.h`.

use super::FlagSet;

/// Subsystems of netfilter.
pub static NFNL_SUBSYS: FlagSet = FlagSet {
    name: "subsystems of netfilter",
    header: "include/uapi/linux/netfilter/nfnetlink.h",
    mask: 0,
    names: &[
        (0, "NFNL_SUBSYS_NONE"),
        (1, "NFNL_SUBSYS_CTNETLINK"),
        (2, "NFNL_SUBSYS_CTNETLINK_EXP"),
        (3, "NFNL_SUBSYS_QUEUE"),
        (4, "NFNL_SUBSYS_ULOG"),
        (5, "NFNL_SUBSYS_OSF"),
        (6, "NFNL_SUBSYS_IPSET"),
        (7, "NFNL_SUBSYS_ACCT"),
        (8, "NFNL_SUBSYS_CTNETLINK_TIMEOUT"),
        (9, "NFNL_SUBSYS_CTHELPER"),
        (10, "NFNL_SUBSYS_NFTABLES"),
        (11, "NFNL_SUBSYS_NFT_COMPAT"),
        (12, "NFNL_SUBSYS_HOOK"),
    ],
};
