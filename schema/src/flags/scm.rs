//! Control messages of sockets: cmsg(3), `include/linux/socket.h`.

use super::FlagSet;

/// Control messages of sockets.
pub static SCM: FlagSet = FlagSet {
    name: "control messages of sockets",
    header: "",
    mask: 0,
    names: &[
        (1, "SCM_RIGHTS"),
        (2, "SCM_CREDENTIALS"),
        (3, "SCM_SECURITY"),
        (4, "SCM_PIDFD"),
        (29, "SO_TIMESTAMP_OLD"),
        (35, "SO_TIMESTAMPNS_OLD"),
        (37, "SO_TIMESTAMPING_OLD"),
        (63, "SO_TIMESTAMP_NEW"),
        (64, "SO_TIMESTAMPNS_NEW"),
        (65, "SO_TIMESTAMPING_NEW"),
    ],
};
