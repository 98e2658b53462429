//! Fsopen flags: fsopen(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Fsopen flags.
pub static FSOPEN: FlagSet =
    FlagSet { name: "fsopen flags", header: "include/uapi/linux/mount.h", mask: 0, names: &[(0x1, "FSOPEN_CLOEXEC")] };
