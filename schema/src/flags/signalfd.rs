//! Signalfd4 flags: signalfd(2), `include/uapi/linux/signalfd.h`.

use super::FlagSet;

/// Signalfd4 flags.
pub static SIGNALFD: FlagSet = FlagSet {
    name: "signalfd4 flags",
    header: "include/uapi/linux/signalfd.h",
    mask: 0,
    names: &[(0x80000, "SFD_CLOEXEC"), (0x800, "SFD_NONBLOCK")],
};
