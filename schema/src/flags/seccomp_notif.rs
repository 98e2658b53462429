//! Answers to notifications of seccomp: seccomp_unotify(2), `include/uapi/linux/seccomp.h`.

use super::FlagSet;

/// Answers to notifications of seccomp.
pub static SECCOMP_NOTIF: FlagSet = FlagSet {
    name: "answers to notifications of seccomp",
    header: "include/uapi/linux/seccomp.h",
    mask: 0,
    names: &[(0x1, "SECCOMP_USER_NOTIF_FLAG_CONTINUE")],
};
