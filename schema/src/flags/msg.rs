//! Message flags: send(2), recv(2), `include/linux/socket.h`.

use super::FlagSet;

/// Message flags.
pub static MSG: FlagSet = FlagSet {
    name: "message flags",
    header: "include/linux/socket.h",
    mask: 0,
    names: &[
        (0x1, "MSG_OOB"),
        (0x2, "MSG_PEEK"),
        (0x4, "MSG_DONTROUTE"),
        (0x8, "MSG_CTRUNC"),
        (0x10, "MSG_PROBE"),
        (0x20, "MSG_TRUNC"),
        (0x40, "MSG_DONTWAIT"),
        (0x80, "MSG_EOR"),
        (0x100, "MSG_WAITALL"),
        (0x200, "MSG_FIN"),
        (0x400, "MSG_SYN"),
        (0x800, "MSG_CONFIRM"),
        (0x1000, "MSG_RST"),
        (0x2000, "MSG_ERRQUEUE"),
        (0x4000, "MSG_NOSIGNAL"),
        (0x8000, "MSG_MORE"),
        (0x10000, "MSG_WAITFORONE"),
        (0x40000, "MSG_BATCH"),
        (0x2000000, "MSG_SOCK_DEVMEM"),
        (0x4000000, "MSG_ZEROCOPY"),
        (0x8000000, "MSG_SPLICE_PAGES"),
        (0x20000000, "MSG_FASTOPEN"),
        (0x40000000, "MSG_CMSG_CLOEXEC"),
    ],
};
