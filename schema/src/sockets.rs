//! Names of socket protocols, as strace(1) shows them with -yy.

use crate::{
    arch::Arch,
    flags::{NETLINK, SOCKET_DOMAIN},
    kind::Kind,
    layouts::{self, Pointee},
};
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

/// The call that makes a socket listen.
pub const LISTEN: &str = "listen";
/// The call that asks for a connection.
pub const CONNECT: &str = "connect";
/// Errors of [`CONNECT`] that say that the connection is under way (connect(2)).
pub const UNDER_WAY: [&str; 2] = ["EINPROGRESS", "EALREADY"];
/// How the address of a name server ends (RFC 1035, 4.2).
pub const DNS: &str = ":53";

/// What the name of a socket in column `fd_path` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends<'a> {
    /// As [`name`] gives it.
    pub protocol: &'a str,
    /// Its own address; empty if it is not known.
    pub local: &'a str,
    /// That of its peer, if it has one.
    pub remote: Option<&'a str>,
}

/// Reads such a name: `TCP:[127.0.0.1:5000->127.0.0.1:80]`.
pub fn ends(fd_path: &str) -> Option<Ends<'_>> {
    let (protocol, rest) = fd_path.split_once(":[")?;
    if !protocol.as_bytes().first()?.is_ascii_uppercase() {
        return None;
    }
    let addresses = rest.strip_suffix(']')?;
    Some(match addresses.split_once("->") {
        Some((local, remote)) => Ends { protocol, local, remote: Some(remote) },
        None => Ends { protocol, local: addresses, remote: None },
    })
}

/// Bits of a socket's type that are flags (SOCK_NONBLOCK, SOCK_CLOEXEC) lie above these.
pub const TYPE_MASK: u32 = 0xf;

/// What a netlink socket is for: `ROUTE`, `AUDIT`; of others the number.
pub fn netlink(protocol: u32) -> Cow<'static, str> {
    let name = NETLINK.name(protocol.into()).and_then(|name| name.strip_prefix("NETLINK_"));
    name.map_or_else(|| protocol.to_string().into(), Cow::Borrowed)
}

/// The part of a `struct msghdr` argument's captures that holds the control messages; of an array of `struct mmsghdr`, that of
/// its element `index`. `None` if there is no such part.
pub fn control_part(arch: Arch, index: usize) -> Option<u8> {
    let pointees = layouts::nested("msghdr", arch).map(|layout| layouts::pointees(layout, arch)).unwrap_or_default();
    let parts = |pointee: &Pointee| usize::from(Pointee::parts(pointee.kind));
    let each: usize = pointees.iter().map(parts).sum();
    let before = pointees.iter().take_while(|pointee| !matches!(pointee.kind, Kind::Control(_)));
    u8::try_from(index.checked_mul(each)? + before.map(parts).sum::<usize>() + 1).ok()
}

/// The descriptors in control messages (SCM_RIGHTS of unix(7); cmsg(3)).
pub fn rights(control: &[u8], arch: Arch) -> Vec<i32> {
    const SOL_SOCKET: u32 = 1;
    const SCM_RIGHTS: u32 = 1;
    // x32 has the kernel's own `struct cmsghdr`.
    let word = if arch == Arch::I386 { 4 } else { 8 };
    let mut fds = Vec::new();
    let mut rest = control;
    while let Some(head) = rest.get(..word + 8) {
        let number = |at: usize| u32::from_ne_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let len = number(0) as usize;
        let Some(data) = rest.get(word + 8..len) else { break };
        if (number(word), number(word + 4)) == (SOL_SOCKET, SCM_RIGHTS) {
            fds.extend(data.chunks_exact(4).map(|fd| i32::from_ne_bytes([fd[0], fd[1], fd[2], fd[3]])));
        }
        rest = rest.get(len.next_multiple_of(word)..).unwrap_or_default();
    }
    fds
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn descriptors_are_found_among_control_messages() {
        let message = |len: u64, level: u32, kind: u32, data: &[u8]| {
            let mut out = [&len.to_ne_bytes()[..], &level.to_ne_bytes(), &kind.to_ne_bytes(), data].concat();
            out.resize(out.len().next_multiple_of(8), 0);
            out
        };
        let control = [message(28, 1, 2, &[0; 12]), message(24, 1, 1, &[5, 0, 0, 0, 7, 0, 0, 0])].concat();
        assert_eq!(rights(&control, Arch::X86_64), [5, 7]);
        assert_eq!(control_part(Arch::X86_64, 0), Some(4));
        assert_eq!(control_part(Arch::X86_64, 2), Some(12));
        assert_eq!(control_part(Arch::X86_64, usize::MAX), None);
    }

    proptest! {
        #[test]
        fn any_control_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let _ = rights(&bytes, Arch::X86_64);
            let _ = rights(&bytes, Arch::I386);
        }
    }

    #[test]
    fn a_name_tells_both_ends() {
        let ends = |text| ends(text).map(|e| (e.protocol, e.local, e.remote));
        let both = Some(("TCPv6", "[::1]:5", Some("[::1]:6")));
        assert_eq!(ends("TCPv6:[[::1]:5->[::1]:6]"), both);
        assert_eq!(ends("TCP:[->127.0.0.1:80]"), Some(("TCP", "", Some("127.0.0.1:80"))));
        assert_eq!(ends("UNIX-STREAM:[@name]"), Some(("UNIX-STREAM", "@name", None)));
        assert_eq!((ends("pipe:[1]"), ends("/a:[b]"), ends(""), ends("TCP:[")), (None, None, None, None));
    }

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
