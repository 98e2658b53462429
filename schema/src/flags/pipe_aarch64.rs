//! Pipe2 flags (aarch64): pipe2(2), `arch/arm64/include/uapi/asm/fcntl.h`.

use super::FlagSet;

/// Pipe2 flags (aarch64).
pub static PIPE_AARCH64: FlagSet = FlagSet {
    name: "pipe2 flags (aarch64)",
    header: "arch/arm64/include/uapi/asm/fcntl.h",
    mask: 0,
    names: &[(0x80, "O_NOTIFICATION_PIPE"), (0x80000, "O_CLOEXEC"), (0x800, "O_NONBLOCK"), (0x10000, "O_DIRECT")],
};
