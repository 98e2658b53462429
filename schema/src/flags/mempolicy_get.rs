//! Get_mempolicy flags: get_mempolicy(2), `include/uapi/linux/mempolicy.h`.

use super::FlagSet;

/// Get_mempolicy flags.
pub static MEMPOLICY_GET: FlagSet = FlagSet {
    name: "get_mempolicy flags",
    header: "include/uapi/linux/mempolicy.h",
    mask: 0,
    names: &[(0x1, "MPOL_F_NODE"), (0x2, "MPOL_F_ADDR"), (0x4, "MPOL_F_MEMS_ALLOWED")],
};
