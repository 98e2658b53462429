//! Name_to_handle_at flags: name_to_handle_at(2), `include/uapi/linux/fcntl.h`.

use super::FlagSet;

/// Name_to_handle_at flags.
pub static AT_HANDLE: FlagSet = FlagSet {
    name: "name_to_handle_at flags",
    header: "include/uapi/linux/fcntl.h",
    mask: 0,
    names: &[
        (0x1, "AT_HANDLE_MNT_ID_UNIQUE"),
        (0x2, "AT_HANDLE_CONNECTABLE"),
        (0x200, "AT_HANDLE_FID"),
        (0x400, "AT_SYMLINK_FOLLOW"),
        (0x1000, "AT_EMPTY_PATH"),
    ],
};
