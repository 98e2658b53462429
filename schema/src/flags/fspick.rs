//! Fspick flags: fspick(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Fspick flags.
pub static FSPICK: FlagSet = FlagSet {
    name: "fspick flags",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0x1, "FSPICK_CLOEXEC"),
        (0x2, "FSPICK_SYMLINK_NOFOLLOW"),
        (0x4, "FSPICK_NO_AUTOMOUNT"),
        (0x8, "FSPICK_EMPTY_PATH"),
    ],
};
