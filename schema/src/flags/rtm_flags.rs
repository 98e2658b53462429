//! Flags of routes: rtnetlink(7), `include/uapi/linux/rtnetlink.h`.

use super::FlagSet;

/// Flags of routes.
pub static RTM_FLAGS: FlagSet = FlagSet {
    name: "flags of routes",
    header: "include/uapi/linux/rtnetlink.h",
    mask: 0,
    names: &[
        (0x1, "RTNH_F_DEAD"),
        (0x2, "RTNH_F_PERVASIVE"),
        (0x4, "RTNH_F_ONLINK"),
        (0x8, "RTNH_F_OFFLOAD"),
        (0x10, "RTNH_F_LINKDOWN"),
        (0x20, "RTNH_F_UNRESOLVED"),
        (0x40, "RTNH_F_TRAP"),
        (0x100, "RTM_F_NOTIFY"),
        (0x200, "RTM_F_CLONED"),
        (0x400, "RTM_F_EQUALIZE"),
        (0x800, "RTM_F_PREFIX"),
        (0x1000, "RTM_F_LOOKUP_TABLE"),
        (0x2000, "RTM_F_FIB_MATCH"),
        (0x4000, "RTM_F_OFFLOAD"),
        (0x8000, "RTM_F_TRAP"),
        (0x20000000, "RTM_F_OFFLOAD_FAILED"),
    ],
};
