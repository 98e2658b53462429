//! Attributes of requests for IP sockets: sock_diag(7), `include/uapi/linux/inet_diag.h`.

use super::FlagSet;

/// Attributes of requests for IP sockets.
pub static INET_DIAG_REQ: FlagSet = FlagSet {
    name: "attributes of requests for IP sockets",
    header: "include/uapi/linux/inet_diag.h",
    mask: 0,
    names: &[
        (0, "INET_DIAG_REQ_NONE"),
        (1, "INET_DIAG_REQ_BYTECODE"),
        (2, "INET_DIAG_REQ_SK_BPF_STORAGES"),
        (3, "INET_DIAG_REQ_PROTOCOL"),
    ],
};
