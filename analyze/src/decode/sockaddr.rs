//! Socket addresses as strace writes them (`include/uapi/linux/in.h`, `in6.h`, `un.h`, `netlink.h`, `if_packet.h`,
//! `vm_sockets.h`).

use super::{text, value};
use schema::flags::{ARPHRD, ETH_P, PACKET_TYPE, SOCKET_DOMAIN, VSOCK_CID};
use std::{
    fmt::Write,
    net::{Ipv4Addr, Ipv6Addr},
};

const AF_UNIX: u16 = 1;
const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;
const AF_NETLINK: u16 = 16;
const AF_PACKET: u16 = 17;
const AF_X25: u16 = 9;
const AF_ALG: u16 = 38;
const AF_VSOCK: u16 = 40;
const AF_QIPCRTR: u16 = 42;

/// `{sa_family=AF_INET, ...}`; of too few bytes the address.
pub(super) fn render(out: &mut String, bytes: &[u8], raw: u64) {
    let start = out.len();
    if spell(out, bytes).is_none() {
        out.truncate(start);
        if bytes.len() < 2 {
            value::address(out, raw);
        } else {
            family(out, bytes);
            out.push_str(", sa_data=");
            text::quoted(out, &bytes[2..], false);
            out.push('}');
        }
    }
}

/// `inet_addr("127.0.0.1")`.
pub(super) fn inet(out: &mut String, bytes: &[u8]) {
    let bytes: [u8; 4] = bytes.try_into().unwrap_or_default();
    let _ = write!(out, "inet_addr(\"{}\")", Ipv4Addr::from(bytes));
}

/// `inet_pton(AF_INET6, "::1")`.
pub(super) fn inet6(out: &mut String, bytes: &[u8]) {
    let bytes: [u8; 16] = bytes.try_into().unwrap_or_default();
    let _ = write!(out, "inet_pton(AF_INET6, \"{}\")", Ipv6Addr::from(bytes));
}

fn family(out: &mut String, bytes: &[u8]) {
    out.push_str("{sa_family=");
    SOCKET_DOMAIN.write_enum(out, u64::from(u16::from_ne_bytes([bytes[0], bytes[1]])));
}

fn port(out: &mut String, name: &str, bytes: &[u8]) -> Option<()> {
    let port = u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?);
    let _ = write!(out, ", {name}=htons({port})");
    Some(())
}

fn until_nul(out: &mut String, bytes: &[u8]) {
    text::quoted(out, bytes.split(|b| *b == 0).next().unwrap_or_default(), false);
}

fn spell(out: &mut String, bytes: &[u8]) -> Option<()> {
    let number = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let half = |at: usize| Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let kind = half(0)?;
    family(out, bytes);
    match kind {
        AF_INET => {
            port(out, "sin_port", bytes)?;
            out.push_str(", sin_addr=");
            inet(out, bytes.get(4..8)?);
        }
        AF_INET6 => {
            port(out, "sin6_port", bytes)?;
            let flow = u32::from_be_bytes(bytes.get(4..8)?.try_into().ok()?);
            let address: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
            out.push_str(", sin6_flowinfo=htonl(");
            value::unsigned(out, flow.into());
            let _ = write!(out, "), inet_pton(AF_INET6, \"{}\", &sin6_addr)", Ipv6Addr::from(address));
            if let Some(scope) = number(24) {
                let _ = write!(out, ", sin6_scope_id={scope}");
            }
        }
        AF_UNIX if bytes.len() > 2 => {
            let path = &bytes[2..];
            let (at, path) = match path.split_first() {
                Some((0, name)) => ("@", name),
                _ => ("", path.split(|b| *b == 0).next().unwrap_or_default()),
            };
            let _ = write!(out, ", sun_path={at}");
            text::quoted(out, path, false);
        }
        AF_UNIX => {}
        AF_NETLINK => {
            let _ = write!(out, ", nl_pid={}, nl_groups={:08x}", number(4)? as i32, number(8)?);
            let end = out.len() - 8;
            out.insert_str(end, "0x");
            if number(8)? == 0 {
                out.truncate(end);
                out.push_str("00000000");
            }
        }
        AF_PACKET => {
            out.push_str(", sll_protocol=htons(");
            ETH_P.write_enum(out, u16::from_be(half(2)?).into());
            let _ = write!(out, "), sll_ifindex={}, sll_hatype=", number(4)? as i32);
            ARPHRD.write_enum(out, half(8)?.into());
            out.push_str(", sll_pkttype=");
            PACKET_TYPE.write_enum(out, (*bytes.get(10)?).into());
            let len = *bytes.get(11)?;
            let _ = write!(out, ", sll_halen={len}");
            if len > 0 {
                out.push_str(", sll_addr=[");
                for (i, byte) in bytes.iter().skip(12).take(len.min(8).into()).enumerate() {
                    let _ = write!(out, "{}{byte:#x}", if i > 0 { ", " } else { "" });
                }
                out.push(']');
            }
        }
        AF_VSOCK => {
            out.push_str(", svm_cid=");
            VSOCK_CID.write_enum(out, number(8)?.into());
            out.push_str(", svm_port=");
            match number(4)? {
                u32::MAX => out.push_str("VMADDR_PORT_ANY"),
                port => value::hex(out, port.into()),
            }
            out.push_str(", svm_flags=");
            value::hex(out, (*bytes.get(12)?).into());
        }
        AF_X25 => {
            out.push_str(", sx25_addr={x25_addr=");
            until_nul(out, bytes.get(2..18)?);
            out.push('}');
        }
        AF_ALG => {
            out.push_str(", salg_type=");
            until_nul(out, bytes.get(2..16)?);
            out.push_str(", salg_feat=");
            value::hex(out, number(16)?.into());
            out.push_str(", salg_mask=");
            value::hex(out, number(20)?.into());
            out.push_str(", salg_name=");
            until_nul(out, bytes.get(24..)?);
        }
        AF_QIPCRTR => {
            out.push_str(", sq_node=");
            value::hex(out, number(4)?.into());
            out.push_str(", sq_port=");
            value::hex(out, number(8)?.into());
        }
        _ if bytes.len() == 2 => {}
        _ => {
            out.push_str(", sa_data=");
            text::quoted(out, &bytes[2..], false);
        }
    }
    out.push('}');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        let mut out = String::new();
        render(&mut out, bytes, 0x10);
        out
    }

    #[test]
    fn families_are_spelled_out() {
        let inet = [&2u16.to_ne_bytes()[..], &[0, 80, 127, 0, 0, 1], &[0; 8]].concat();
        assert_eq!(shown(&inet), "{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}");
        let abstract_ = [&1u16.to_ne_bytes()[..], b"\0abc"].concat();
        assert_eq!(shown(&abstract_), "{sa_family=AF_UNIX, sun_path=@\"abc\"}");
        let netlink = [&16u16.to_ne_bytes()[..], &[0; 10]].concat();
        assert_eq!(shown(&netlink), "{sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}");
        assert_eq!(shown(&[1]), "0x10");
    }
}
