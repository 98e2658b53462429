//! Extensions asked of IP sockets: sock_diag(7), `include/uapi/linux/inet_diag.h`.

use super::FlagSet;

/// Extensions asked of IP sockets.
pub static INET_DIAG_EXT: FlagSet = FlagSet {
    name: "extensions asked of IP sockets",
    header: "include/uapi/linux/inet_diag.h",
    mask: 0,
    names: &[
        (0x1, "1<<(INET_DIAG_MEMINFO-1)"),
        (0x2, "1<<(INET_DIAG_INFO-1)"),
        (0x4, "1<<(INET_DIAG_VEGASINFO-1)"),
        (0x8, "1<<(INET_DIAG_CONG-1)"),
        (0x10, "1<<(INET_DIAG_TOS-1)"),
        (0x20, "1<<(INET_DIAG_TCLASS-1)"),
        (0x40, "1<<(INET_DIAG_SKMEMINFO-1)"),
        (0x80, "1<<(INET_DIAG_SHUTDOWN-1)"),
    ],
};
