//! Move_mount flags: move_mount(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Move_mount flags.
pub static MOVE_MOUNT: FlagSet = FlagSet {
    name: "move_mount flags",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0x1, "MOVE_MOUNT_F_SYMLINKS"),
        (0x2, "MOVE_MOUNT_F_AUTOMOUNTS"),
        (0x4, "MOVE_MOUNT_F_EMPTY_PATH"),
        (0x10, "MOVE_MOUNT_T_SYMLINKS"),
        (0x20, "MOVE_MOUNT_T_AUTOMOUNTS"),
        (0x40, "MOVE_MOUNT_T_EMPTY_PATH"),
        (0x100, "MOVE_MOUNT_SET_GROUP"),
        (0x200, "MOVE_MOUNT_BENEATH"),
    ],
};
