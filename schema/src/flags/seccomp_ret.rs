//! Seccomp actions: seccomp(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// Seccomp actions.
pub static SECCOMP_RET: FlagSet = FlagSet {
    name: "seccomp actions",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[
        (0x80000000, "SECCOMP_RET_KILL_PROCESS"),
        (0x0, "SECCOMP_RET_KILL_THREAD"),
        (0x30000, "SECCOMP_RET_TRAP"),
        (0x50000, "SECCOMP_RET_ERRNO"),
        (0x7fc00000, "SECCOMP_RET_USER_NOTIF"),
        (0x7ff00000, "SECCOMP_RET_TRACE"),
        (0x7ffc0000, "SECCOMP_RET_LOG"),
        (0x7fff0000, "SECCOMP_RET_ALLOW"),
    ],
};
