//! Versions of netfilter messages: netlink(7), `include/uapi/linux/netfilter/nfnetlink.h`.

use super::FlagSet;

/// Versions of netfilter messages.
pub static NFNETLINK: FlagSet = FlagSet {
    name: "versions of netfilter messages",
    header: "include/uapi/linux/netfilter/nfnetlink.h",
    mask: 0,
    names: &[(0, "NFNETLINK_V0")],
};
