//! Inotify_init1 flags: inotify_init1(2), `include/uapi/linux/inotify.h`.

use super::FlagSet;

/// Inotify_init1 flags.
pub static INOTIFY_INIT: FlagSet = FlagSet {
    name: "inotify_init1 flags",
    header: "include/uapi/linux/inotify.h",
    mask: 0,
    names: &[(0x800, "IN_NONBLOCK"), (0x80000, "IN_CLOEXEC")],
};
