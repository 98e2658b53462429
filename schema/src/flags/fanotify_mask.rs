//! Fanotify events: fanotify_mark(2), `include/uapi/linux/fanotify.h`.

use super::FlagSet;

/// Fanotify events.
pub static FANOTIFY_MASK: FlagSet = FlagSet {
    name: "fanotify events",
    header: "include/uapi/linux/fanotify.h",
    mask: 0,
    names: &[
        (0x1, "FAN_ACCESS"),
        (0x2, "FAN_MODIFY"),
        (0x4, "FAN_ATTRIB"),
        (0x8, "FAN_CLOSE_WRITE"),
        (0x10, "FAN_CLOSE_NOWRITE"),
        (0x20, "FAN_OPEN"),
        (0x40, "FAN_MOVED_FROM"),
        (0x80, "FAN_MOVED_TO"),
        (0x100, "FAN_CREATE"),
        (0x200, "FAN_DELETE"),
        (0x400, "FAN_DELETE_SELF"),
        (0x800, "FAN_MOVE_SELF"),
        (0x1000, "FAN_OPEN_EXEC"),
        (0x4000, "FAN_Q_OVERFLOW"),
        (0x8000, "FAN_FS_ERROR"),
        (0x10000, "FAN_OPEN_PERM"),
        (0x20000, "FAN_ACCESS_PERM"),
        (0x40000, "FAN_OPEN_EXEC_PERM"),
        (0x100000, "FAN_PRE_ACCESS"),
        (0x1000000, "FAN_MNT_ATTACH"),
        (0x2000000, "FAN_MNT_DETACH"),
        (0x8000000, "FAN_EVENT_ON_CHILD"),
        (0x10000000, "FAN_RENAME"),
        (0x40000000, "FAN_ONDIR"),
    ],
};
