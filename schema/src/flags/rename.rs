//! Rename flags: rename(2), `include/uapi/linux/fs.h`.

use super::FlagSet;

/// Rename flags.
pub static RENAME: FlagSet = FlagSet {
    name: "rename flags",
    header: "include/uapi/linux/fs.h",
    mask: 0,
    names: &[(0x1, "RENAME_NOREPLACE"), (0x2, "RENAME_EXCHANGE"), (0x4, "RENAME_WHITEOUT")],
};
