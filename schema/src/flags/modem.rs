//! Modem lines: ioctl_tty(2), `include/uapi/asm-generic/termios.h`.

use super::FlagSet;

/// Modem lines.
pub static MODEM: FlagSet = FlagSet {
    name: "modem lines",
    header: "include/uapi/asm/termios.h",
    mask: 0,
    names: &[
        (0x1, "TIOCM_LE"),
        (0x2, "TIOCM_DTR"),
        (0x4, "TIOCM_RTS"),
        (0x8, "TIOCM_ST"),
        (0x10, "TIOCM_SR"),
        (0x20, "TIOCM_CTS"),
        (0x40, "TIOCM_CAR"),
        (0x80, "TIOCM_RNG"),
        (0x100, "TIOCM_DSR"),
        (0x2000, "TIOCM_OUT1"),
        (0x4000, "TIOCM_OUT2"),
        (0x8000, "TIOCM_LOOP"),
    ],
};
