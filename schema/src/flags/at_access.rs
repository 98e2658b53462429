//! Faccessat2 flags: faccessat2(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Faccessat2 flags.
pub static AT_ACCESS: FlagSet = FlagSet {
    name: "faccessat2 flags",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[(0x100, "AT_SYMLINK_NOFOLLOW"), (0x200, "AT_EACCESS"), (0x1000, "AT_EMPTY_PATH")],
};
