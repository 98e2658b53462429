//! Rusage who: getrusage(2), `include/uapi/linux/resource.h`.

use super::FlagSet;

/// Rusage who.
pub static RUSAGE_WHO: FlagSet = FlagSet {
    name: "rusage who",
    header: "include/uapi/linux/resource.h",
    mask: 0,
    names: &[(0, "RUSAGE_SELF"), (1, "RUSAGE_THREAD"), (0xffffffff, "RUSAGE_CHILDREN")],
};
