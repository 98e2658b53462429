//! Open flags: open(2), `include/uapi/asm-generic/fcntl.h`.
//!
//! The values of x86; [`super::OPEN_AARCH64`] has those of aarch64.

use super::FlagSet;

/// Open flags.
pub static OPEN: FlagSet = FlagSet {
    name: "open flags",
    header: "include/uapi/asm-generic/fcntl.h",
    mask: 0x3,
    names: &[
        (0x0, "O_RDONLY"),
        (0x1, "O_WRONLY"),
        (0x2, "O_RDWR"),
        (0x3, "O_ACCMODE"),
        (0x40, "O_CREAT"),
        (0x80, "O_EXCL"),
        (0x100, "O_NOCTTY"),
        (0x200, "O_TRUNC"),
        (0x400, "O_APPEND"),
        (0x800, "O_NONBLOCK"),
        (0x101000, "O_SYNC"),
        (0x1000, "O_DSYNC"),
        (0x4000, "O_DIRECT"),
        (0x8000, "O_LARGEFILE"),
        (0x20000, "O_NOFOLLOW"),
        (0x40000, "O_NOATIME"),
        (0x80000, "O_CLOEXEC"),
        (0x200000, "O_PATH"),
        (0x410000, "O_TMPFILE"),
        (0x10000, "O_DIRECTORY"),
        (0x2000, "FASYNC"),
    ],
};
