//! Flags of netlink messages: netlink(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Flags of netlink messages.
pub static NLM_F: FlagSet = FlagSet {
    name: "flags of netlink messages",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[
        (0x1, "NLM_F_REQUEST"),
        (0x2, "NLM_F_MULTI"),
        (0x4, "NLM_F_ACK"),
        (0x8, "NLM_F_ECHO"),
        (0x10, "NLM_F_DUMP_INTR"),
        (0x20, "NLM_F_DUMP_FILTERED"),
    ],
};
