//! Directory notifications: fcntl(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Directory notifications.
pub static DNOTIFY: FlagSet = FlagSet {
    name: "directory notifications",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[
        (0x1, "DN_ACCESS"),
        (0x2, "DN_MODIFY"),
        (0x4, "DN_CREATE"),
        (0x8, "DN_DELETE"),
        (0x10, "DN_RENAME"),
        (0x20, "DN_ATTRIB"),
        (0x80000000, "DN_MULTISHOT"),
    ],
};
