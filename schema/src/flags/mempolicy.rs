//! Memory policies: set_mempolicy(2), `include/uapi/linux/mempolicy.h`.

use super::FlagSet;

/// Memory policies.
pub static MEMPOLICY: FlagSet = FlagSet {
    name: "memory policies",
    header: "include/uapi/linux/mempolicy.h",
    mask: 0xfff,
    names: &[
        (0x0, "MPOL_DEFAULT"),
        (0x1, "MPOL_PREFERRED"),
        (0x2, "MPOL_BIND"),
        (0x3, "MPOL_INTERLEAVE"),
        (0x4, "MPOL_LOCAL"),
        (0x5, "MPOL_PREFERRED_MANY"),
        (0x6, "MPOL_WEIGHTED_INTERLEAVE"),
        (0x8000, "MPOL_F_STATIC_NODES"),
        (0x4000, "MPOL_F_RELATIVE_NODES"),
        (0x2000, "MPOL_F_NUMA_BALANCING"),
    ],
};
