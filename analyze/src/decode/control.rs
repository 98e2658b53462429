//! Control messages of sockets (cmsg(3)).

use super::{Call, structs, text, value};
use schema::{
    Arch,
    flags::{SCM, SO_IP, SO_IPV6, SOL},
};

const SOL_IP: u64 = 0;
const SOL_SOCKET: u64 = 1;
const SOL_IPV6: u64 = 41;
const SCM_RIGHTS: u64 = 1;

/// `[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[4]}]`.
pub(super) fn render(call: &Call<'_>, out: &mut String, bytes: &[u8], raw: u64) {
    // `struct cmsghdr`: a length of the ABI's word, level, type.
    let word = if call.layouts() == Arch::I386 { 4 } else { 8 };
    let mut rest = bytes;
    let start = out.len();
    while let Some(head) = rest.get(..word + 8) {
        let len = structs::number(&head[..word]);
        let (level, kind) = (structs::number(&head[word..word + 4]), structs::number(&head[word + 4..]));
        out.push_str(if out.len() > start { ", {cmsg_len=" } else { "[{cmsg_len=" });
        value::unsigned(out, len);
        out.push_str(", cmsg_level=");
        SOL.write_enum(out, level);
        out.push_str(", cmsg_type=");
        match level {
            SOL_SOCKET => SCM.write_enum(out, kind),
            SOL_IP => SO_IP.write_enum(out, kind),
            SOL_IPV6 => SO_IPV6.write_enum(out, kind),
            _ => value::hex(out, kind),
        }
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        let body = rest.get(word + 8..len.min(rest.len())).unwrap_or_default();
        // Less than one descriptor is none.
        let least = if (level, kind) == (SOL_SOCKET, SCM_RIGHTS) { 4 } else { 1 };
        if body.len() >= least {
            out.push_str(", cmsg_data=");
            data(call, out, (level, kind), body);
            if len > rest.len() && out.ends_with(']') {
                out.truncate(out.len() - 1);
                out.push_str(", ...]");
            }
        }
        out.push('}');
        let next = len.checked_next_multiple_of(word).unwrap_or(usize::MAX);
        if len < word + 8 {
            // It says nothing of where the next one is.
            rest = &rest[word + 8..];
            break;
        }
        rest = rest.get(next..).unwrap_or_default();
    }
    if out.len() == start {
        // Too little for a header.
        value::address(out, raw);
    } else {
        out.push_str(if rest.is_empty() { "]" } else { ", ...]" });
    }
}

fn data(call: &Call<'_>, out: &mut String, key: (u64, u64), body: &[u8]) {
    let number = |at: usize| body.get(at..at + 4).map(structs::signed_number).unwrap_or_default();
    match key {
        (SOL_SOCKET, SCM_RIGHTS) => {
            out.push('[');
            for (i, fd) in body.chunks_exact(4).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                value::signed(out, structs::signed_number(fd));
            }
            out.push(']');
        }
        // SCM_CREDENTIALS.
        (SOL_SOCKET, 2) if body.len() >= 12 => {
            for (i, name) in ["{pid=", ", uid=", ", gid="].into_iter().enumerate() {
                out.push_str(name);
                value::signed(out, number(4 * i));
            }
            out.push('}');
        }
        // SCM_TIMESTAMP and SCM_TIMESTAMPNS.
        (SOL_SOCKET, 29 | 35 | 63 | 64) if body.len() >= 16 => {
            out.push_str("{tv_sec=");
            value::signed(out, structs::signed_number(&body[..8]));
            out.push_str(if matches!(key.1, 29 | 63) { ", tv_usec=" } else { ", tv_nsec=" });
            value::signed(out, structs::signed_number(&body[8..16]));
            out.push('}');
        }
        // IP_TTL; IP_TOS is one byte.
        (SOL_IP, 2) if body.len() == 4 => {
            out.push('[');
            value::signed(out, number(0));
            out.push(']');
        }
        (SOL_IP, 1) if body.len() == 1 => {
            out.push('[');
            value::hex(out, body[0].into());
            out.push(']');
        }
        // IP_PKTINFO.
        (SOL_IP, 8) if body.len() >= 12 => {
            out.push_str("{ipi_ifindex=");
            value::signed(out, number(0));
            out.push_str(", ipi_spec_dst=");
            super::sockaddr::inet(out, &body[4..8]);
            out.push_str(", ipi_addr=");
            super::sockaddr::inet(out, &body[8..12]);
            out.push('}');
        }
        _ => text::limited(out, body, false, call.notation.strings),
    }
}
