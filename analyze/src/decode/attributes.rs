//! Attributes of netlink messages: a length, a type, and what the table in `schema` says of it.

use super::{Call, sockaddr, structs, text, value};
use schema::{
    flags::NLATTR_FLAGS,
    layouts::{self, Field},
    netlink::{Attributes, Value},
};

/// Bytes of `struct nlattr`.
const HEADER: usize = 4;
/// Bits of a type that are flags.
const FLAGS: u16 = 0xc000;
/// Attributes inside attributes at most.
const DEPTH: u8 = 8;
const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;

/// `[[{nla_len=8, nla_type=IFLA_MTU}, 1500], {nla_len=4, nla_type=IFLA_XDP}]`; a single one without the outer brackets. `family`
/// is that of addresses.
pub(super) fn render(call: &Call<'_>, out: &mut String, set: &Attributes, bytes: &[u8], family: u8) {
    several(call, out, (set, None), bytes, (family, DEPTH));
}

fn several(
    call: &Call<'_>,
    out: &mut String,
    what: (&Attributes, Option<Value>),
    bytes: &[u8],
    (family, depth): (u8, u8),
) {
    let length = |head: &[u8]| usize::from(u16::from_le_bytes([head[0], head[1]]));
    let several = bytes.len() > HEADER && length(bytes).next_multiple_of(4) < bytes.len();
    let mut rest = bytes;
    out.push_str(if several { "[" } else { "" });
    let start = out.len();
    while !rest.is_empty() {
        out.push_str(if out.len() > start { ", " } else { "" });
        let Some(head) = rest.get(..HEADER).filter(|head| length(head) >= HEADER) else {
            text::limited(out, rest, false, call.notation.strings);
            break;
        };
        let len = length(head);
        let body = &rest[HEADER..len.min(rest.len())];
        one(call, out, what, (head, body), (family, depth));
        rest = rest.get(len.next_multiple_of(4)..).unwrap_or_default();
    }
    out.push_str(if several { "]" } else { "" });
}

fn one(
    call: &Call<'_>,
    out: &mut String,
    (set, each): (&Attributes, Option<Value>),
    (head, body): (&[u8], &[u8]),
    (family, depth): (u8, u8),
) {
    let kind = u16::from_le_bytes([head[2], head[3]]);
    out.push_str(if body.is_empty() { "{nla_len=" } else { "[{nla_len=" });
    value::unsigned(out, structs::number(&head[..2]));
    out.push_str(", nla_type=");
    if kind & FLAGS != 0 {
        NLATTR_FLAGS.write_flags(out, (kind & FLAGS).into());
        out.push('|');
    }
    set.names.write_enum(out, (kind & !FLAGS).into());
    out.push('}');
    if !body.is_empty() {
        out.push_str(", ");
        held(call, out, each.unwrap_or_else(|| set.value(kind & !FLAGS)), body, (family, depth));
        out.push(']');
    }
}

/// What an attribute holds.
fn held(call: &Call<'_>, out: &mut String, what: Value, body: &[u8], (family, depth): (u8, u8)) {
    let one = |out: &mut String, field: Field| {
        let size = field.size(call.layouts());
        body.get(..size).map(|bytes| structs::single(call, out, field, bytes))
    };
    let done = match what {
        Value::Text => {
            let end = body.iter().position(|b| *b == 0);
            text::quoted(out, &body[..end.unwrap_or(body.len())], end.is_none());
            Some(())
        }
        Value::One(field) => one(out, field),
        Value::Many(field) => {
            out.push('[');
            let size = field.size(call.layouts()).max(1);
            for (i, bytes) in body.chunks_exact(size).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                if i >= call.notation.strings.max(1) {
                    out.push_str("...");
                    break;
                }
                structs::single(call, out, field, bytes);
            }
            out.push(']');
            Some(())
        }
        Value::Struct(name) => layouts::nested(name, call.layouts()).map(|_| structs::whole(call, out, name, body)),
        Value::Set(set) if depth > 0 => {
            several(call, out, (set, None), body, (family, depth - 1));
            Some(())
        }
        Value::Each(each) if depth > 0 => {
            several(call, out, (schema::netlink::unknown(), Some(*each)), body, (family, depth - 1));
            Some(())
        }
        Value::Address if family == AF_INET => one(out, Field::Inet(4)),
        Value::Address if family == AF_INET6 => one(out, Field::Inet6(16)),
        Value::ByLength => {
            match body.len() {
                4 => sockaddr::inet(out, body),
                16 => sockaddr::inet6(out, body),
                _ => text::mac(out, body),
            }
            Some(())
        }
        _ => None,
    };
    if done.is_none() {
        text::limited(out, body, false, call.notation.strings);
    }
}
