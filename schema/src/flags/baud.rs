//! Speeds of terminals: termios(3), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Speeds of terminals.
pub static BAUD: FlagSet = FlagSet {
    name: "speeds of terminals",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[
        (0, "B0"),
        (1, "B50"),
        (2, "B75"),
        (3, "B110"),
        (4, "B134"),
        (5, "B150"),
        (6, "B200"),
        (7, "B300"),
        (8, "B600"),
        (9, "B1200"),
        (10, "B1800"),
        (11, "B2400"),
        (12, "B4800"),
        (13, "B9600"),
        (14, "B19200"),
        (15, "B38400"),
        (4097, "B57600"),
        (4098, "B115200"),
        (4099, "B230400"),
        (4100, "B460800"),
        (4101, "B500000"),
        (4102, "B576000"),
        (4103, "B921600"),
        (4104, "B1000000"),
        (4105, "B1152000"),
        (4106, "B1500000"),
        (4107, "B2000000"),
        (4108, "B2500000"),
        (4109, "B3000000"),
        (4110, "B3500000"),
        (4111, "B4000000"),
    ],
};
