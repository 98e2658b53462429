//! Flags of file extent maps: ioctl_fiemap, `include/uapi/linux/fiemap.h`.

use super::FlagSet;

/// Flags of file extent maps.
pub static FIEMAP_FLAGS: FlagSet = FlagSet {
    name: "flags of file extent maps",
    header: "include/uapi/linux/fiemap.h",
    mask: 0,
    names: &[(1, "FIEMAP_FLAG_SYNC"), (2, "FIEMAP_FLAG_XATTR"), (4, "FIEMAP_FLAG_CACHE")],
};
