//! Flags of netlink messages that make: netlink(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Flags of netlink messages that make.
pub static NLM_F_NEW: FlagSet = FlagSet {
    name: "flags of netlink messages that make",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[
        (0x1, "NLM_F_REQUEST"),
        (0x2, "NLM_F_MULTI"),
        (0x4, "NLM_F_ACK"),
        (0x8, "NLM_F_ECHO"),
        (0x10, "NLM_F_DUMP_INTR"),
        (0x20, "NLM_F_DUMP_FILTERED"),
        (0x100, "NLM_F_REPLACE"),
        (0x200, "NLM_F_EXCL"),
        (0x400, "NLM_F_CREATE"),
        (0x800, "NLM_F_APPEND"),
    ],
};
