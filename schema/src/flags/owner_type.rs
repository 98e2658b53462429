//! Owners of descriptors: fcntl(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Owners of descriptors.
pub static OWNER_TYPE: FlagSet = FlagSet {
    name: "owners of descriptors",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[(0, "F_OWNER_TID"), (1, "F_OWNER_PID"), (2, "F_OWNER_PGRP")],
};
