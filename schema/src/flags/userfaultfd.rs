//! Userfaultfd flags: userfaultfd(2), `include/uapi/linux/userfaultfd.h`.

use super::FlagSet;

/// Userfaultfd flags.
pub static USERFAULTFD: FlagSet = FlagSet {
    name: "userfaultfd flags",
    header: "include/uapi/linux/userfaultfd.h",
    mask: 0,
    names: &[(0x1, "UFFD_USER_MODE_ONLY"), (0x800, "O_NONBLOCK"), (0x80000, "O_CLOEXEC")],
};
