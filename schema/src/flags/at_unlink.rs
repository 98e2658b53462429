//! Unlinkat flags: unlinkat(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Unlinkat flags.
pub static AT_UNLINK: FlagSet = FlagSet {
    name: "unlinkat flags",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[(0x200, "AT_REMOVEDIR")],
};
