//! Attributes of Unix sockets: sock_diag(7), `include/uapi/linux/unix_diag.h`.

use super::FlagSet;

/// Attributes of Unix sockets.
pub static UNIX_DIAG: FlagSet = FlagSet {
    name: "attributes of Unix sockets",
    header: "include/uapi/linux/unix_diag.h",
    mask: 0,
    names: &[
        (0, "UNIX_DIAG_NAME"),
        (1, "UNIX_DIAG_VFS"),
        (2, "UNIX_DIAG_PEER"),
        (3, "UNIX_DIAG_ICONS"),
        (4, "UNIX_DIAG_RQLEN"),
        (5, "UNIX_DIAG_MEMINFO"),
        (6, "UNIX_DIAG_SHUTDOWN"),
        (7, "UNIX_DIAG_UID"),
    ],
};
