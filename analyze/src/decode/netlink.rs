//! Messages of netlink sockets (netlink(7)): their headers, and the text of audit messages.

use super::{Call, structs, text, value};
use schema::flags::{AUDIT_TYPE, NLM_F, NLM_F_ACK, NLM_F_GET, NLM_F_NEW, NLMSG, RTM, SOCK_DIAG};

/// Bytes of `struct nlmsghdr`.
const HEADER: usize = 16;

/// Whether the call is about a netlink socket and the bytes begin with a header.
pub(super) fn is_message(call: &Call<'_>, bytes: &[u8]) -> bool {
    bytes.len() >= HEADER && call.fd_path.is_some_and(|path| path.starts_with("NETLINK"))
}

/// `[{nlmsg_len=20, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP, nlmsg_seq=1, nlmsg_pid=0}, "..."]`.
pub(super) fn render(call: &Call<'_>, out: &mut String, bytes: &[u8], truncated: bool) {
    let mut rest = bytes;
    let start = out.len();
    let several = structs::number(&rest[..4]).next_multiple_of(4) < rest.len() as u64;
    out.push_str(if several { "[" } else { "" });
    let inner = out.len();
    while let Some(head) = rest.get(..HEADER) {
        let len = structs::number(&head[..4]) as usize;
        out.push_str(if out.len() > inner { ", " } else { "" });
        let body = rest.get(HEADER..len.clamp(HEADER, rest.len())).unwrap_or_default();
        message(call, out, head, body);
        let next = len.next_multiple_of(4);
        if len < HEADER || next > rest.len() {
            break;
        }
        rest = &rest[next..];
    }
    if out.len() == start {
        text::limited(out, bytes, truncated, call.notation.strings);
    }
    out.push_str(if several { "]" } else { "" });
}

fn message(call: &Call<'_>, out: &mut String, head: &[u8], body: &[u8]) {
    let path = call.fd_path.unwrap_or_default();
    let (kind, flags) = (structs::number(&head[4..6]), structs::number(&head[6..8]));
    if !body.is_empty() {
        out.push('[');
    }
    out.push_str("{nlmsg_len=");
    value::unsigned(out, structs::number(&head[..4]));
    out.push_str(", nlmsg_type=");
    let family = if path.contains("ROUTE") {
        Some(&RTM)
    } else if path.contains("AUDIT") {
        Some(&AUDIT_TYPE)
    } else if path.contains("DIAG") {
        Some(&SOCK_DIAG)
    } else {
        None
    };
    match family.filter(|_| kind >= 16) {
        Some(set) => set.write_enum(out, kind),
        None => NLMSG.write_enum(out, kind),
    }
    out.push_str(", nlmsg_flags=");
    // The upper bits depend on what the message asks for: in a routing message its last two bits say.
    let upper = match (family.map(|set| std::ptr::eq(set, &RTM)), kind) {
        (_, 0..16) => &NLM_F_ACK,
        (Some(true), kind) if kind & 3 == 2 => &NLM_F_GET,
        (Some(true), kind) if kind & 3 == 0 => &NLM_F_NEW,
        (Some(false), _) => &NLM_F_GET,
        _ => &NLM_F,
    };
    upper.write_flags(out, flags);
    out.push_str(", nlmsg_seq=");
    value::unsigned(out, structs::number(&head[8..12]));
    out.push_str(", nlmsg_pid=");
    value::signed(out, structs::signed_number(&head[12..16]));
    out.push('}');
    if !body.is_empty() {
        out.push_str(", ");
        text::limited(out, body, false, call.notation.strings);
        out.push(']');
    }
}
