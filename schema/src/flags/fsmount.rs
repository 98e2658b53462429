//! Fsmount flags: fsmount(2), `include/uapi/linux/mount.h`.

use super::FlagSet;

/// Fsmount flags.
pub static FSMOUNT: FlagSet = FlagSet {
    name: "fsmount flags",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[(0x1, "FSMOUNT_CLOEXEC")],
};
