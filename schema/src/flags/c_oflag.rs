//! Output modes of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Output modes of terminals.
pub static C_OFLAG: FlagSet = FlagSet {
    name: "output modes of terminals",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[
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
