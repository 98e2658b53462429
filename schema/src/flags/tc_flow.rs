//! Flow of a terminal: ioctl_tty(2), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Flow of a terminal.
pub static TC_FLOW: FlagSet = FlagSet {
    name: "flow of a terminal",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[(0, "TCOOFF"), (1, "TCOON"), (2, "TCIOFF"), (3, "TCION")],
};
