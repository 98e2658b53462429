//! Fanotify_mark flags: fanotify_mark(2), `include/uapi/linux/fanotify.h`.

use super::FlagSet;

/// Fanotify_mark flags.
pub static FANOTIFY_MARK: FlagSet = FlagSet {
    name: "fanotify_mark flags",
    header: "include/uapi/linux/fanotify.h",
    mask: 0,
    names: &[
        (0x1, "FAN_MARK_ADD"),
        (0x2, "FAN_MARK_REMOVE"),
        (0x4, "FAN_MARK_DONT_FOLLOW"),
        (0x8, "FAN_MARK_ONLYDIR"),
        (0x110, "FAN_MARK_MNTNS"),
        (0x10, "FAN_MARK_MOUNT"),
        (0x100, "FAN_MARK_FILESYSTEM"),
        (0x20, "FAN_MARK_IGNORED_MASK"),
        (0x40, "FAN_MARK_IGNORED_SURV_MODIFY"),
        (0x80, "FAN_MARK_FLUSH"),
        (0x200, "FAN_MARK_EVICTABLE"),
        (0x400, "FAN_MARK_IGNORE"),
    ],
};
