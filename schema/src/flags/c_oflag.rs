//! Output modes of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.
//!
//! The delays are one number; of these only the usual ones have a name.

use super::FlagSet;

/// Output modes of terminals.
pub static C_OFLAG: FlagSet = FlagSet {
    name: "output modes of terminals",
    header: "include/uapi/asm-generic/termbits.h",
    mask: 0xff00,
    names: &[
        (0, "NL0|CR0|TAB0|BS0|VT0|FF0"),
        (6144, "NL0|CR0|TAB3|BS0|VT0|FF0"),
        (0x1, "OPOST"),
        (0x2, "OLCUC"),
        (0x4, "ONLCR"),
        (0x8, "OCRNL"),
        (0x10, "ONOCR"),
        (0x20, "ONLRET"),
        (0x40, "OFILL"),
        (0x80, "OFDEL"),
    ],
};
