//! Flags of attributes: netlink(7), `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Flags of attributes.
pub static NLATTR_FLAGS: FlagSet = FlagSet {
    name: "flags of attributes",
    header: "include/uapi/linux/netlink.h",
    mask: 0,
    names: &[(0x8000, "NLA_F_NESTED"), (0x4000, "NLA_F_NET_BYTEORDER")],
};
