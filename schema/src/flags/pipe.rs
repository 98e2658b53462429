//! Pipe2 flags: pipe2(2), `include/uapi/asm-generic/fcntl.h`.
//!
//! The values of x86; [`super::PIPE_AARCH64`] has those of aarch64.

use super::FlagSet;

/// Pipe2 flags.
pub static PIPE: FlagSet = FlagSet {
    name: "pipe2 flags",
    header: "include/uapi/asm-generic/fcntl.h",
    mask: 0,
    names: &[(0x80, "O_NOTIFICATION_PIPE"), (0x80000, "O_CLOEXEC"), (0x800, "O_NONBLOCK"), (0x4000, "O_DIRECT")],
};
