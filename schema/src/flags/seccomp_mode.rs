//! Seccomp modes: seccomp(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// Seccomp modes.
pub static SECCOMP_MODE: FlagSet = FlagSet {
    name: "seccomp modes",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[(0, "SECCOMP_MODE_DISABLED"), (1, "SECCOMP_MODE_STRICT"), (2, "SECCOMP_MODE_FILTER")],
};
