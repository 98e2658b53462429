//! Delete_module flags: delete_module(2), `include/uapi/asm-generic/fcntl.h`.

use super::FlagSet;

/// Delete_module flags.
pub static MODULE_DELETE: FlagSet = FlagSet {
    name: "delete_module flags",
    header: "include/uapi/asm-generic/fcntl.h",
    mask: 0,
    names: &[(0x800, "O_NONBLOCK"), (0x200, "O_TRUNC")],
};
