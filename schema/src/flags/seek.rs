//! Seek origin: lseek(2), `include/uapi/linux/fs.h`.

use super::FlagSet;

/// Seek origin.
pub static SEEK: FlagSet = FlagSet {
    name: "seek origin",
    header: "include/uapi/linux/fs.h",
    mask: 0,
    names: &[(0, "SEEK_SET"), (1, "SEEK_CUR"), (2, "SEEK_END"), (3, "SEEK_DATA"), (4, "SEEK_HOLE")],
};
