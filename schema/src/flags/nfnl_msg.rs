//! Control messages of netfilter: netlink(7), `include/uapi/linux/netfilter/nfnetlink.h`.

use super::FlagSet;

/// Control messages of netfilter.
pub static NFNL_MSG: FlagSet = FlagSet {
    name: "control messages of netfilter",
    header: "include/uapi/linux/netfilter/nfnetlink.h",
    mask: 0,
    names: &[(16, "NFNL_MSG_BATCH_BEGIN"), (17, "NFNL_MSG_BATCH_END")],
};
