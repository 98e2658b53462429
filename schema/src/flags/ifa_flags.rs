//! Flags of addresses: rtnetlink(7), `include/uapi/linux/if_addr.h`.

use super::FlagSet;

/// Flags of addresses.
pub static IFA_FLAGS: FlagSet = FlagSet {
    name: "flags of addresses",
    header: "include/uapi/linux/if_addr.h",
    mask: 0,
    names: &[
        (0x1, "IFA_F_SECONDARY"),
        (0x2, "IFA_F_NODAD"),
        (0x4, "IFA_F_OPTIMISTIC"),
        (0x8, "IFA_F_DADFAILED"),
        (0x10, "IFA_F_HOMEADDRESS"),
        (0x20, "IFA_F_DEPRECATED"),
        (0x40, "IFA_F_TENTATIVE"),
        (0x80, "IFA_F_PERMANENT"),
        (0x100, "IFA_F_MANAGETEMPADDR"),
        (0x200, "IFA_F_NOPREFIXROUTE"),
        (0x400, "IFA_F_MCAUTOJOIN"),
        (0x800, "IFA_F_STABLE_PRIVACY"),
    ],
};
