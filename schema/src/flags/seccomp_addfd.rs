//! How a descriptor is added to a program: seccomp_unotify(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// How a descriptor is added to a program.
pub static SECCOMP_ADDFD: FlagSet = FlagSet {
    name: "how a descriptor is added to a program",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[(0x1, "SECCOMP_ADDFD_FLAG_SETFD"), (0x2, "SECCOMP_ADDFD_FLAG_SEND")],
};
