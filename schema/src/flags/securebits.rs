//! Secure bits: capabilities(7), `include/uapi/linux/securebits.h`.

use super::FlagSet;

/// Secure bits.
pub static SECUREBITS: FlagSet = FlagSet {
    name: "secure bits",
    header: "include/uapi/linux/securebits.h",
    mask: 0,
    names: &[
        (0x1, "SECBIT_NOROOT"),
        (0x2, "SECBIT_NOROOT_LOCKED"),
        (0x4, "SECBIT_NO_SETUID_FIXUP"),
        (0x8, "SECBIT_NO_SETUID_FIXUP_LOCKED"),
        (0x10, "SECBIT_KEEP_CAPS"),
        (0x20, "SECBIT_KEEP_CAPS_LOCKED"),
        (0x40, "SECBIT_NO_CAP_AMBIENT_RAISE"),
        (0x80, "SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED"),
    ],
};
