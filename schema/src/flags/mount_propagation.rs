//! Mount propagation: mount_setattr(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Mount propagation.
pub static MOUNT_PROPAGATION: FlagSet = FlagSet {
    name: "mount propagation",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[(0x20000, "MS_UNBINDABLE"), (0x40000, "MS_PRIVATE"), (0x80000, "MS_SLAVE"), (0x100000, "MS_SHARED")],
};
