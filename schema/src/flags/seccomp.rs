//! Seccomp operations: seccomp(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// Seccomp operations.
pub static SECCOMP: FlagSet = FlagSet {
    name: "seccomp operations",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[
        (0, "SECCOMP_SET_MODE_STRICT"),
        (1, "SECCOMP_SET_MODE_FILTER"),
        (2, "SECCOMP_GET_ACTION_AVAIL"),
        (3, "SECCOMP_GET_NOTIF_SIZES"),
    ],
};
