//! Mbind flags: mbind(2), `include/uapi/linux/mempolicy.h`.

use super::FlagSet;

/// Mbind flags.
pub static MEMPOLICY_MOVE: FlagSet = FlagSet {
    name: "mbind flags",
    header: "include/uapi/linux/mempolicy.h",
    mask: 0,
    names: &[(0x1, "MPOL_MF_STRICT"), (0x2, "MPOL_MF_MOVE"), (0x4, "MPOL_MF_MOVE_ALL")],
};
