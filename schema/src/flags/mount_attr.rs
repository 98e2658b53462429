//! Mount attributes: mount_setattr(2), fsmount(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Mount attributes.
pub static MOUNT_ATTR: FlagSet = FlagSet {
    name: "mount attributes",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0x1, "MOUNT_ATTR_RDONLY"),
        (0x2, "MOUNT_ATTR_NOSUID"),
        (0x4, "MOUNT_ATTR_NODEV"),
        (0x8, "MOUNT_ATTR_NOEXEC"),
        (0x10, "MOUNT_ATTR_NOATIME"),
        (0x20, "MOUNT_ATTR_STRICTATIME"),
        (0x80, "MOUNT_ATTR_NODIRATIME"),
        (0x100000, "MOUNT_ATTR_IDMAP"),
        (0x200000, "MOUNT_ATTR_NOSYMFOLLOW"),
    ],
};
