//! Attributes of files: statx(2), `include/uapi/linux/stat.h`.

use super::FlagSet;

/// Attributes of files.
pub static STATX_ATTR: FlagSet = FlagSet {
    name: "attributes of files",
    header: "include/uapi/linux/stat.h",
    mask: 0,
    names: &[
        (0x4, "STATX_ATTR_COMPRESSED"),
        (0x10, "STATX_ATTR_IMMUTABLE"),
        (0x20, "STATX_ATTR_APPEND"),
        (0x40, "STATX_ATTR_NODUMP"),
        (0x800, "STATX_ATTR_ENCRYPTED"),
        (0x1000, "STATX_ATTR_AUTOMOUNT"),
        (0x2000, "STATX_ATTR_MOUNT_ROOT"),
        (0x100000, "STATX_ATTR_VERITY"),
        (0x200000, "STATX_ATTR_DAX"),
    ],
};
