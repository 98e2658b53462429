//! Seccomp filter flags: seccomp(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// Seccomp filter flags.
pub static SECCOMP_FLAGS: FlagSet = FlagSet {
    name: "seccomp filter flags",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[
        (0x1, "SECCOMP_FILTER_FLAG_TSYNC"),
        (0x2, "SECCOMP_FILTER_FLAG_LOG"),
        (0x4, "SECCOMP_FILTER_FLAG_SPEC_ALLOW"),
        (0x8, "SECCOMP_FILTER_FLAG_NEW_LISTENER"),
        (0x10, "SECCOMP_FILTER_FLAG_TSYNC_ESRCH"),
        (0x20, "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"),
    ],
};
