//! Setxattr flags: setxattr(2), `include/uapi/linux/xattr.h`.

use super::FlagSet;

/// Setxattr flags.
pub static XATTR: FlagSet = FlagSet {
    name: "setxattr flags",
    header: "include/uapi/linux/xattr.h",
    mask: 0,
    names: &[(0x1, "XATTR_CREATE"), (0x2, "XATTR_REPLACE")],
};
