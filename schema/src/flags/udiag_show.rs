//! What is asked of Unix sockets: sock_diag(7), `include/uapi/linux/unix_diag.h`.

use super::FlagSet;

/// What is asked of Unix sockets.
pub static UDIAG_SHOW: FlagSet = FlagSet {
    name: "what is asked of Unix sockets",
    header: "include/uapi/linux/unix_diag.h",
    mask: 0,
    names: &[
        (0x1, "UDIAG_SHOW_NAME"),
        (0x2, "UDIAG_SHOW_VFS"),
        (0x4, "UDIAG_SHOW_PEER"),
        (0x8, "UDIAG_SHOW_ICONS"),
        (0x10, "UDIAG_SHOW_RQLEN"),
        (0x20, "UDIAG_SHOW_MEMINFO"),
        (0x40, "UDIAG_SHOW_UID"),
    ],
};
