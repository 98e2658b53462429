//! Control modes of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Control modes of terminals.
pub static C_CFLAG: FlagSet = FlagSet {
    name: "control modes of terminals",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[
        (0x40, "CSTOPB"),
        (0x80, "CREAD"),
        (0x100, "PARENB"),
        (0x200, "PARODD"),
        (0x400, "HUPCL"),
        (0x800, "CLOCAL"),
        (0x40000000, "CMSPAR"),
        (0x80000000, "CRTSCTS"),
    ],
};
