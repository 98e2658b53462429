//! Local modes of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Local modes of terminals.
pub static C_LFLAG: FlagSet = FlagSet {
    name: "local modes of terminals",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[
        (0x1, "ISIG"),
        (0x2, "ICANON"),
        (0x4, "XCASE"),
        (0x8, "ECHO"),
        (0x10, "ECHOE"),
        (0x20, "ECHOK"),
        (0x8000, "IEXTEN"),
        (0x40, "ECHONL"),
        (0x80, "NOFLSH"),
        (0x100, "TOSTOP"),
        (0x200, "ECHOCTL"),
        (0x400, "ECHOPRT"),
        (0x800, "ECHOKE"),
        (0x1000, "FLUSHO"),
        (0x4000, "PENDIN"),
        (0x10000, "EXTPROC"),
    ],
};
