//! Statx flags: statx(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Statx flags.
pub static AT_STATX: FlagSet = FlagSet {
    name: "statx flags",
    header: "include/uapi/linux/fcntl.h",
    mask: 0x6000,
    names: &[
        (0x0, "AT_STATX_SYNC_AS_STAT"),
        (0x2000, "AT_STATX_FORCE_SYNC"),
        (0x4000, "AT_STATX_DONT_SYNC"),
        (0x100, "AT_SYMLINK_NOFOLLOW"),
        (0x800, "AT_NO_AUTOMOUNT"),
        (0x1000, "AT_EMPTY_PATH"),
    ],
};
