//! Messages of netlink sockets (netlink(7)): their headers, and behind them what the protocol says, from the table in `schema`.

use super::{Call, attributes, structs, text, value};
use schema::{
    flags::{
        AUDIT_TYPE, NFNL_MSG, NFNL_SUBSYS, NFT_MSG, NLM_F, NLM_F_ACK, NLM_F_GET, NLM_F_NEW, NLMSG, RTM, SOCK_DIAG,
    },
    netlink::{self, Protocol},
};

/// Bytes of `struct nlmsghdr`.
const HEADER: usize = 16;
/// The first type that a protocol gives a meaning (NLMSG_MIN_TYPE).
const OWN_TYPES: u64 = 16;
const NLM_F_REQUEST: u64 = 1;
const NLMSG_ERROR: u64 = 2;
const NLMSG_DONE: u64 = 3;
/// Subsystem of netfilter in the upper byte of a type.
const NFNL_SUBSYS_NFTABLES: u64 = 10;
/// Messages inside an error.
const DEPTH: u8 = 2;

/// Whether the call is about a netlink socket and the bytes begin with a header. Events of devices have none.
pub(super) fn is_message(call: &Call<'_>, bytes: &[u8]) -> bool {
    let is_netlink = |path: &str| path.starts_with("NETLINK") && !path.contains("KOBJECT_UEVENT");
    bytes.len() >= HEADER && call.fd_path.is_some_and(is_netlink)
}

/// `[{nlmsg_len=20, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP, nlmsg_seq=1, nlmsg_pid=0}, {...}]`.
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
        message(call, out, head, body, DEPTH);
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

fn message(call: &Call<'_>, out: &mut String, head: &[u8], body: &[u8], depth: u8) {
    let protocol = call.fd_path.and_then(netlink::protocol);
    let (kind, flags) = (structs::number(&head[4..6]), structs::number(&head[6..8]));
    if !body.is_empty() {
        out.push('[');
    }
    out.push_str("{nlmsg_len=");
    value::unsigned(out, structs::number(&head[..4]));
    out.push_str(", nlmsg_type=");
    type_of(out, protocol, kind);
    out.push_str(", nlmsg_flags=");
    // The upper bits depend on what the message asks for: in a routing message its last two bits say.
    let types = protocol.and_then(|protocol| protocol.types);
    let is = |set| types.is_some_and(|types| std::ptr::eq(types, set));
    let upper = match kind {
        0..OWN_TYPES => &NLM_F_ACK,
        _ if is(&RTM) && kind & 3 == 2 => &NLM_F_GET,
        _ if is(&RTM) && kind & 3 == 0 => &NLM_F_NEW,
        _ if is(&AUDIT_TYPE) || is(&SOCK_DIAG) => &NLM_F_GET,
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
        match kind {
            NLMSG_ERROR if body.len() >= 4 => error(call, out, body, depth),
            NLMSG_DONE if body.len() >= 4 => value::signed(out, structs::signed_number(&body[..4])),
            _ => payload(call, out, protocol, (kind, flags), body),
        }
        out.push(']');
    }
}

fn type_of(out: &mut String, protocol: Option<&Protocol>, kind: u64) {
    if kind < OWN_TYPES {
        return NLMSG.write_enum(out, kind);
    }
    match protocol {
        Some(protocol) if protocol.name == "NETFILTER" && kind > u8::MAX.into() => {
            NFNL_SUBSYS.write_enum(out, kind >> 8);
            out.push_str("<<8|");
            match kind >> 8 {
                NFNL_SUBSYS_NFTABLES => NFT_MSG.write_enum(out, kind & 0xff),
                _ => value::hex(out, kind & 0xff),
            }
        }
        Some(protocol) if protocol.name == "NETFILTER" => NFNL_MSG.write_enum(out, kind),
        protocol => match protocol.and_then(|protocol| protocol.types) {
            Some(types) => types.write_enum(out, kind),
            None => NLMSG.write_enum(out, kind),
        },
    }
}

/// `{error=-EPERM, msg={...}}`: the message that was refused, or confirmed.
fn error(call: &Call<'_>, out: &mut String, body: &[u8], depth: u8) {
    let start = out.len();
    let mut left: &[u8] = &[];
    out.push_str("{error=");
    structs::single(call, out, schema::layouts::Field::Outcome(4), &body[..4]);
    if let Some((head, rest)) = body[4..].split_at_checked(HEADER)
        && depth > 0
    {
        out.push_str(", msg=");
        let len = usize::try_from(structs::number(&head[..4])).unwrap_or(usize::MAX);
        let inner;
        (inner, left) = rest.split_at(len.saturating_sub(HEADER).min(rest.len()));
        message(call, out, head, inner, depth - 1);
    } else if body.len() > 4 {
        out.push_str(", msg=");
        text::limited(out, &body[4..], false, call.notation.strings);
    }
    out.push('}');
    if !left.is_empty() {
        out.insert(start, '[');
        out.push_str(", ");
        text::limited(out, left, false, call.notation.strings);
        out.push(']');
    }
}

fn payload(call: &Call<'_>, out: &mut String, protocol: Option<&Protocol>, (kind, flags): (u64, u64), body: &[u8]) {
    let family = body.first().copied().unwrap_or_default();
    let message = protocol.and_then(|protocol| protocol.message(kind, family, flags & NLM_F_REQUEST != 0));
    let layout = message.and_then(|message| schema::layouts::nested(message.head, call.layouts()));
    let (Some(message), Some(layout)) = (message, layout) else {
        return text::limited(out, body, false, call.notation.strings);
    };
    let size = layout.size(call.layouts());
    // A request may be shorter than the head of its answer.
    let first = layout.members.first().map_or(0, |member| member.field.size(call.layouts()));
    let (head, short) = if body.len() < size { (&body[..first.min(body.len())], true) } else { (&body[..size], false) };
    structs::whole(call, out, message.head, head);
    if short {
        if out.ends_with('}') && body.len() > first {
            out.truncate(out.len() - 1);
            out.push_str(", ...}");
        }
        return;
    }
    let rest = body.get(size.next_multiple_of(4)..).unwrap_or_default();
    if !rest.is_empty() {
        out.push_str(", ");
        match message.attributes {
            Some(attributes) => attributes::render(call, out, attributes, rest, family),
            None => text::limited(out, rest, false, call.notation.strings),
        }
    }
}
