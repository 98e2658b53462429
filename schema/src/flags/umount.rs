//! Umount2 flags: umount(2), `include/linux/fs.h`.

use super::FlagSet;

/// Umount2 flags.
pub static UMOUNT: FlagSet = FlagSet {
    name: "umount2 flags",
    header: "include/linux/fs.h",
    mask: 0,
    names: &[(0x1, "MNT_FORCE"), (0x2, "MNT_DETACH"), (0x4, "MNT_EXPIRE"), (0x8, "UMOUNT_NOFOLLOW")],
};
