//! Names of socket protocols, as strace(1) shows them with -yy.

use crate::flags::SOCKET_DOMAIN;
use std::borrow::Cow;

/// Domain, type and protocol (0 stands for any), and what such a socket is called. Values: `include/uapi/linux/in.h`,
/// `include/linux/socket.h`, `include/linux/net.h`.
#[rustfmt::skip]
const NAMES: &[(u32, u32, u32, &str)] = &[
    (1, 1, 0, "UNIX-STREAM"), (1, 2, 0, "UNIX-DGRAM"), (1, 5, 0, "UNIX-SEQPACKET"),
    (2, 1, 132, "SCTP"), (2, 1, 262, "MPTCP"), (2, 1, 0, "TCP"),
    (2, 2, 1, "PING"), (2, 2, 136, "UDP-Lite"), (2, 2, 0, "UDP"), (2, 3, 0, "RAW"),
    (10, 1, 132, "SCTPv6"), (10, 1, 262, "MPTCPv6"), (10, 1, 0, "TCPv6"),
    (10, 2, 58, "PINGv6"), (10, 2, 136, "UDP-Litev6"), (10, 2, 0, "UDPv6"), (10, 3, 0, "RAWv6"),
    (16, 0, 0, "NETLINK"), (17, 0, 0, "PACKET"), (40, 0, 0, "VSOCK"),
];

/// The name of a kind of socket: `TCP`, `UNIX-DGRAM`; of others, their domain: `AF_ALG`.
pub fn name(domain: u32, kind: u32, protocol: u32) -> Cow<'static, str> {
    let found =
        NAMES.iter().find(|(d, k, p, _)| *d == domain && (*k == 0 || *k == kind) && (*p == 0 || *p == protocol));
    found.map_or_else(|| SOCKET_DOMAIN.render_enum(domain.into()).into(), |(.., name)| (*name).into())
}

/// Bits of a socket's type that are flags (SOCK_NONBLOCK, SOCK_CLOEXEC) lie above these.
pub const TYPE_MASK: u32 = 0xf;

/// What NETLINK sockets are for (`include/uapi/linux/netlink.h`), by protocol.
pub const NETLINK: &[&str] = &[
    "ROUTE",
    "UNUSED",
    "USERSOCK",
    "FIREWALL",
    "SOCK_DIAG",
    "NFLOG",
    "XFRM",
    "SELINUX",
    "ISCSI",
    "AUDIT",
    "FIB_LOOKUP",
    "CONNECTOR",
    "NETFILTER",
    "IP6_FW",
    "DNRTMSG",
    "KOBJECT_UEVENT",
    "GENERIC",
    "",
    "SCSITRANSPORT",
    "ECRYPTFS",
    "RDMA",
    "CRYPTO",
    "SMC",
];

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn protocols_have_their_names() {
        assert_eq!(name(2, 1, 6), "TCP");
        assert_eq!(name(2, 1, 0), "TCP");
        assert_eq!(name(10, 2, 17), "UDPv6");
        assert_eq!(name(1, 5, 0), "UNIX-SEQPACKET");
        assert_eq!(name(16, 3, 0), "NETLINK");
        assert_eq!(name(38, 5, 0), "AF_ALG");
    }
}
