//! Open_tree flags: open_tree(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Open_tree flags.
pub static OPEN_TREE: FlagSet = FlagSet {
    name: "open_tree flags",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0x1, "OPEN_TREE_CLONE"),
        (0x80000, "OPEN_TREE_CLOEXEC"),
        (0x100, "AT_SYMLINK_NOFOLLOW"),
        (0x800, "AT_NO_AUTOMOUNT"),
        (0x1000, "AT_EMPTY_PATH"),
        (0x8000, "AT_RECURSIVE"),
    ],
};
