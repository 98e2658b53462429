//! Attributes of IP sockets: sock_diag(7), `include/uapi/linux/inet_diag.h`.

use super::FlagSet;

/// Attributes of IP sockets.
pub static INET_DIAG: FlagSet = FlagSet {
    name: "attributes of IP sockets",
    header: "include/uapi/linux/inet_diag.h",
    mask: 0,
    names: &[
        (0, "INET_DIAG_NONE"),
        (1, "INET_DIAG_MEMINFO"),
        (2, "INET_DIAG_INFO"),
        (3, "INET_DIAG_VEGASINFO"),
        (4, "INET_DIAG_CONG"),
        (5, "INET_DIAG_TOS"),
        (6, "INET_DIAG_TCLASS"),
        (7, "INET_DIAG_SKMEMINFO"),
        (8, "INET_DIAG_SHUTDOWN"),
        (9, "INET_DIAG_DCTCPINFO"),
        (10, "INET_DIAG_PROTOCOL"),
        (11, "INET_DIAG_SKV6ONLY"),
        (12, "INET_DIAG_LOCALS"),
        (13, "INET_DIAG_PEERS"),
        (14, "INET_DIAG_PAD"),
        (15, "INET_DIAG_MARK"),
        (16, "INET_DIAG_BBRINFO"),
        (17, "INET_DIAG_CLASS_ID"),
        (18, "INET_DIAG_MD5SIG"),
        (19, "INET_DIAG_ULP_INFO"),
        (20, "INET_DIAG_SK_BPF_STORAGES"),
        (21, "INET_DIAG_CGROUP_ID"),
        (22, "INET_DIAG_SOCKOPT"),
    ],
};
