//! Fsconfig commands: fsconfig(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Fsconfig commands.
pub static FSCONFIG: FlagSet = FlagSet {
    name: "fsconfig commands",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0, "FSCONFIG_SET_FLAG"),
        (1, "FSCONFIG_SET_STRING"),
        (2, "FSCONFIG_SET_BINARY"),
        (3, "FSCONFIG_SET_PATH"),
        (4, "FSCONFIG_SET_PATH_EMPTY"),
        (5, "FSCONFIG_SET_FD"),
        (6, "FSCONFIG_CMD_CREATE"),
        (7, "FSCONFIG_CMD_RECONFIGURE"),
        (8, "FSCONFIG_CMD_CREATE_EXCL"),
    ],
};
