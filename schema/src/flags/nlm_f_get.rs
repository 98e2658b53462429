//! Flags of netlink messages that ask: netlink(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Flags of netlink messages that ask.
pub static NLM_F_GET: FlagSet = FlagSet {
    name: "flags of netlink messages that ask",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[
        (0x1, "NLM_F_REQUEST"),
        (0x2, "NLM_F_MULTI"),
        (0x4, "NLM_F_ACK"),
        (0x8, "NLM_F_ECHO"),
        (0x10, "NLM_F_DUMP_INTR"),
        (0x20, "NLM_F_DUMP_FILTERED"),
        (0x300, "NLM_F_DUMP"),
        (0x100, "NLM_F_ROOT"),
        (0x200, "NLM_F_MATCH"),
        (0x400, "NLM_F_ATOMIC"),
    ],
};
