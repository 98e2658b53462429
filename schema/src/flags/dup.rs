//! Dup3 flags: dup3(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Dup3 flags.
pub static DUP: FlagSet = FlagSet {
    name: "dup3 flags",
    header: "include/uapi/asm-generic/fcntl.h",
    mask: 0,
    names: &[(0x80000, "O_CLOEXEC")],
};
