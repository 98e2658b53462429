//! Socket diagnosis messages: sock_diag(7), `include/uapi/linux/sock_diag.h`.

use super::FlagSet;

/// Socket diagnosis messages.
pub static SOCK_DIAG: FlagSet = FlagSet {
    name: "socket diagnosis messages",
    header: "include/uapi/linux/sock_diag.h, include/uapi/linux/inet_diag.h",
    mask: 0,
    names: &[(20, "SOCK_DIAG_BY_FAMILY"), (21, "SOCK_DESTROY")],
};
