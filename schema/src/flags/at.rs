//! At flags: openat(2) and the calls ending in "at", `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// At flags.
pub static AT: FlagSet = FlagSet {
    name: "at flags",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[
        (0x100, "AT_SYMLINK_NOFOLLOW"),
        (0x400, "AT_SYMLINK_FOLLOW"),
        (0x800, "AT_NO_AUTOMOUNT"),
        (0x1000, "AT_EMPTY_PATH"),
        (0x8000, "AT_RECURSIVE"),
    ],
};
