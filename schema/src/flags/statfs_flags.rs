//! Flags of mounted file systems: statfs(2), `include/linux/statfs.h`.

use super::FlagSet;

/// Flags of mounted file systems.
pub static STATFS_FLAGS: FlagSet = FlagSet {
    name: "flags of mounted file systems",
    header: "include/uapi/linux/fs.h",
    mask: 0,
    names: &[
        (0x20, "ST_VALID"),
        (0x1, "ST_RDONLY"),
        (0x2, "ST_NOSUID"),
        (0x4, "ST_NODEV"),
        (0x8, "ST_NOEXEC"),
        (0x10, "ST_SYNCHRONOUS"),
        (0x40, "ST_MANDLOCK"),
        (0x400, "ST_NOATIME"),
        (0x800, "ST_NODIRATIME"),
        (0x1000, "ST_RELATIME"),
        (0x2000, "ST_NOSYMFOLLOW"),
    ],
};
