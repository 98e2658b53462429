//! Input modes of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Input modes of terminals.
pub static C_IFLAG: FlagSet = FlagSet {
    name: "input modes of terminals",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[
        (0x1, "IGNBRK"),
        (0x2, "BRKINT"),
        (0x4, "IGNPAR"),
        (0x8, "PARMRK"),
        (0x10, "INPCK"),
        (0x20, "ISTRIP"),
        (0x40, "INLCR"),
        (0x80, "IGNCR"),
        (0x100, "ICRNL"),
        (0x200, "IUCLC"),
        (0x400, "IXON"),
        (0x800, "IXANY"),
        (0x1000, "IXOFF"),
        (0x2000, "IMAXBEL"),
        (0x4000, "IUTF8"),
    ],
};
