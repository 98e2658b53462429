//! Socket addresses as strace writes them (`include/uapi/linux/in.h`, `in6.h`, `un.h`, `netlink.h`).

use super::text;
use schema::flags::SOCKET_DOMAIN;
use std::{
    fmt::Write,
    net::{Ipv4Addr, Ipv6Addr},
};

const AF_UNIX: u16 = 1;
const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;
const AF_NETLINK: u16 = 16;

/// `{sa_family=AF_INET, ...}`; of a family that is not spelled out, or of too few bytes, the bytes.
pub(super) fn render(out: &mut String, bytes: &[u8]) {
    match spell(bytes) {
        Some(text) => out.push_str(&text),
        None => text::hex(out, bytes, false),
    }
}

fn spell(bytes: &[u8]) -> Option<String> {
    let family = u16::from_ne_bytes(bytes.get(..2)?.try_into().ok()?);
    let mut out = format!("{{sa_family={}", SOCKET_DOMAIN.render_enum(family.into()));
    let port = || Some(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?));
    let number = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    match family {
        AF_INET => {
            let address: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
            let _ = write!(out, ", sin_port=htons({}), sin_addr=inet_addr(\"{}\")", port()?, Ipv4Addr::from(address));
        }
        AF_INET6 => {
            let address: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
            let _ = write!(out, ", sin6_port=htons({}), sin6_addr=\"{}\"", port()?, Ipv6Addr::from(address));
        }
        AF_UNIX if bytes.len() > 2 => {
            let path = &bytes[2..];
            let (at, path) = match path.split_first() {
                Some((0, name)) => ("@", name),
                _ => ("", path.split(|b| *b == 0).next().unwrap_or_default()),
            };
            let _ = write!(out, ", sun_path={at}");
            text::quoted(&mut out, path, false);
        }
        AF_UNIX => {}
        AF_NETLINK => {
            let _ = write!(out, ", nl_pid={}, nl_groups={:#010x}", number(4)?, number(8)?);
        }
        _ => {
            out.push_str(", sa_data=");
            text::hex(&mut out, &bytes[2..], false);
        }
    }
    out.push('}');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_spelled_out() {
        let inet = [&2u16.to_ne_bytes()[..], &[0, 80, 127, 0, 0, 1], &[0; 8]].concat();
        let mut out = String::new();
        render(&mut out, &inet);
        assert_eq!(out, "{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}");
        let mut out = String::new();
        render(&mut out, &[&1u16.to_ne_bytes()[..], b"\0abc"].concat());
        assert_eq!(out, "{sa_family=AF_UNIX, sun_path=@\"abc\"}");
    }
}
