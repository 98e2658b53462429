//! Mlockall flags: mlockall(2), `include/uapi/asm-generic/mman.h`.

use super::FlagSet;

/// Mlockall flags.
pub static MLOCKALL: FlagSet = FlagSet {
    name: "mlockall flags",
    header: "include/uapi/asm-generic/mman.h",
    mask: 0,
    names: &[(0x1, "MCL_CURRENT"), (0x2, "MCL_FUTURE"), (0x4, "MCL_ONFAULT")],
};
