//! Sync_file_range flags: sync_file_range(2), `include/uapi/linux/fs.h`.

use super::FlagSet;

/// Sync_file_range flags.
pub static SYNC_RANGE: FlagSet = FlagSet {
    name: "sync_file_range flags",
    header: "include/uapi/linux/fs.h",
    mask: 0,
    names: &[
        (0x7, "SYNC_FILE_RANGE_WRITE_AND_WAIT"),
        (0x1, "SYNC_FILE_RANGE_WAIT_BEFORE"),
        (0x2, "SYNC_FILE_RANGE_WRITE"),
        (0x4, "SYNC_FILE_RANGE_WAIT_AFTER"),
    ],
};
