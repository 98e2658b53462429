//! Descriptor flags: fcntl(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Descriptor flags.
pub static FD_FLAGS: FlagSet =
    FlagSet { name: "descriptor flags", header: "include/uapi/linux/fcntl.h", mask: 0, names: &[(1, "FD_CLOEXEC")] };
