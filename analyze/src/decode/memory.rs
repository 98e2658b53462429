//! What pointers lead to, by kind.

use super::{
    Call, Capture, Status, control, netlink, sets, sockaddr,
    structs::{self, Memory},
    text, value,
};
use schema::{
    kind::{Kind, Len, When},
    layouts,
    wire::ARG_STACK,
};

/// A pointer, and where what it leads to is among the captures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// Argument.
    pub(super) arg: u16,
    /// Part.
    pub(super) part: u16,
    /// The address.
    pub(super) raw: u64,
}

/// Writes what a pointer leads to; its address, if that was not captured.
pub(super) fn render(call: &Call<'_>, out: &mut String, target: Target, kind: Kind) {
    let target = if let Kind::Frame(..) = kind { Target { arg: ARG_STACK.into(), part: 0, raw: 1 } } else { target };
    let Target { arg, part, raw } = target;
    // An import may know the memory and not the address.
    if raw == 0 && call.capture(arg, part).is_none() {
        out.push_str("NULL");
        return;
    }
    // What is left of a sleep is only there if a signal ended it.
    if matches!(kind, Kind::Struct(_, When::Failed, _)) && !call.was_interrupted() {
        value::address(out, raw);
        return;
    }
    let latest = matches!(kind, Kind::Struct(_, When::Both, _));
    let found = if latest { call.latest(arg, part) } else { call.capture(arg, part) };
    let cut = if found.is_none() { beginning(call, target, kind) } else { None };
    let Some(capture) = found.or_else(|| nothing(call, kind)).or(cut.as_ref()) else {
        value::address(out, raw);
        return;
    };
    // What was taken out is no structure any more (analyze redact).
    let is_text = matches!(kind, Kind::Path | Kind::Str | Kind::StrVec | Kind::EnvVec | Kind::Payload(..));
    if !is_text && capture.bytes.starts_with(schema::seal::commit::REDACTED.as_bytes()) {
        value::address(out, raw);
        out.push_str(" /* redacted */");
        return;
    }
    let truncated = capture.status == Status::Truncated;
    let limit = call.notation.strings;
    match kind {
        Kind::Path => text::quoted(out, capture.bytes, truncated),
        Kind::Str => text::limited(out, capture.bytes, truncated, limit),
        Kind::StrVec => strings(out, capture, limit),
        Kind::EnvVec if call.notation.verbose => strings(out, capture, limit),
        Kind::EnvVec => {
            value::address(out, raw);
            let count = capture.bytes.iter().filter(|b| **b == 0).count();
            out.push_str(" /* ");
            value::unsigned(out, count as u64);
            out.push_str(match (count, truncated) {
                (_, true) => " or more vars */",
                (1, _) => " var */",
                _ => " vars */",
            });
        }
        Kind::Payload(..) if netlink::is_message(call, capture.bytes) => {
            netlink::render(call, out, capture.bytes, truncated);
        }
        Kind::Payload(..) => text::limited(out, capture.bytes, truncated, limit),
        Kind::Sockaddr(when, _) => {
            // What the kernel had room for need not be all.
            let whole = given_room(call, target, kind).filter(|_| when == When::Exit);
            let bytes = whole.map_or(capture.bytes, |room| &capture.bytes[..room.min(capture.bytes.len())]);
            sockaddr::render(out, bytes, raw);
        }
        Kind::Iovec(when, _) => pieces(call, out, capture, target, when),
        Kind::Control(_) => control::render(call, out, capture.bytes, raw),
        Kind::Frame(name, _) => structure(call, out, target, (name, When::Entry, Len::Whole), capture),
        Kind::Message(..) => message(call, out, capture),
        Kind::NodeMask(..) => sets::nodes(call, out, capture.bytes, truncated),
        // The kernel looks at no set of a negative number of descriptors.
        Kind::FdSet(count) if (value::level_of(call, count) as i32) < 0 => value::address(out, raw),
        Kind::FdSet(_) => sets::descriptors(out, capture.bytes),
        Kind::Polls(_) => sets::polls(call, out, capture.bytes, truncated),
        Kind::Timeout(name) => structure(call, out, target, (name, When::Entry, Len::Whole), capture),
        Kind::WaitStatus => match call.ret {
            Some(ret) if ret > 0 => sets::wait_status(out, capture.bytes),
            _ => value::address(out, raw),
        },
        Kind::SockVal(level, option, when, _) => {
            let key = (value::level_of(call, level), value::level_of(call, option));
            sets::option_value(call, out, key, capture, when);
        }
        Kind::Struct(name, when, len) => structure(call, out, target, (name, when, len), capture),
        _ => value::address(out, raw),
    }
}

/// `{mtype=1, mtext="text"}`: `struct msgbuf`. Without the message, which is payload, its type only.
fn message(call: &Call<'_>, out: &mut String, capture: &Capture<'_>) {
    let Some((kind, body)) = capture.bytes.split_at_checked(call.word_of_kernel()) else {
        return out.push_str("{...}");
    };
    out.push_str("{mtype=");
    value::signed(out, structs::signed_number(kind));
    out.push_str(", mtext=");
    let truncated = capture.status == Status::Truncated;
    if body.is_empty() && !truncated {
        out.push_str("...");
    } else {
        text::limited(out, body, truncated, call.notation.strings);
    }
    out.push('}');
}

/// Of several elements those that could be read, if not all could be.
fn beginning<'a>(call: &Call<'a>, target: Target, kind: Kind) -> Option<Capture<'a>> {
    let is = |c: &&Capture<'a>| {
        (c.arg, c.part) == (target.arg, target.part) && c.status == Status::Fault && !c.bytes.is_empty()
    };
    let found = call.captures.iter().find(is)?;
    let several = match kind {
        Kind::Struct(name, _, len) => {
            let base = name.split('[').next().unwrap_or_default();
            let counted = matches!(len, Len::Arg(_, bytes) | Len::Ret(bytes) | Len::Member(_, bytes) if bytes > 1);
            counted || layouts::scalar(base, call.layouts()).is_some() || known(call, found, (name, len))
        }
        Kind::Sockaddr(When::Exit, Len::ArgPtr(_)) => true,
        Kind::Payload(..) => call.fd_path.is_some_and(|path| path.starts_with("NETLINK")),
        Kind::Iovec(..) | Kind::StrVec | Kind::Polls(_) | Kind::NodeMask(..) => true,
        _ => false,
    };
    several.then_some(Capture { status: Status::Truncated, ..*found })
}

/// Whether all that is known of a structure could be read, where the program says that it has more.
fn known(call: &Call<'_>, found: &Capture<'_>, (name, len): (&'static str, Len)) -> bool {
    let Some((layout, false)) = layouts::of_pointer(name, len, call.layouts()) else { return false };
    matches!(len, Len::Arg(_, 1)) && (1..=found.bytes.len()).contains(&layout.size(call.layouts()))
}

/// An empty capture, where a length of 0 is why there is none.
fn nothing(call: &Call<'_>, kind: Kind) -> Option<&'static Capture<'static>> {
    static NOTHING: Capture<'static> = Capture { arg: 0, part: 0, exit: false, status: Status::Whole, bytes: &[] };
    let (when, len) = match kind {
        Kind::Payload(when, len) | Kind::SockVal(_, _, when, len) | Kind::Iovec(when, len) => (when, len),
        Kind::Struct(_, when, len) => (when, len),
        Kind::Polls(count) => (When::Entry, Len::Arg(count, 1)),
        // The number is one more than that of the bits.
        Kind::NodeMask(_, bits) => {
            let none = call.args.get(usize::from(bits)).is_some_and(|bits| *bits <= 1);
            return none.then_some(&NOTHING);
        }
        _ => return None,
    };
    let empty = match len {
        Len::Arg(arg, _) => call.count(arg) == Some(0) && (when == When::Entry || call.succeeded()),
        Len::Ret(_) => call.ret == Some(0),
        _ => false,
    };
    // A string of no bytes is shown only where the bytes would be.
    let known = !matches!(kind, Kind::Payload(..)) || matches!(len, Len::Arg(..) | Len::Ret(_));
    (empty && known).then_some(&NOTHING)
}

/// The bytes that a socket address had room for, if the length says so before and after.
fn given_room(call: &Call<'_>, target: Target, kind: Kind) -> Option<usize> {
    let Kind::Sockaddr(_, Len::ArgPtr(len)) = kind else { return None };
    let room = call.capture_at(len.into(), 0, false).filter(|_| target.part == 0)?;
    Some(structs::number(room.bytes) as usize)
}

/// `["ls", "-l"]`.
fn strings(out: &mut String, capture: &Capture<'_>, limit: usize) {
    out.push('[');
    let truncated = capture.status == Status::Truncated;
    let whole = capture.bytes.strip_suffix(b"\0").unwrap_or(capture.bytes);
    let mut more = truncated;
    if !capture.bytes.is_empty() {
        for (i, string) in whole.split(|b| *b == 0).enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            if i >= limit.max(1) {
                more = true;
                out.truncate(out.len() - 2);
                break;
            }
            text::limited(out, string, false, limit);
        }
    }
    out.push_str(match (more, capture.bytes.is_empty()) {
        (true, true) => "...]",
        (true, false) => ", ...]",
        _ => "]",
    });
}

/// An I/O vector, and what its pieces lead to if that was captured.
fn pieces(call: &Call<'_>, out: &mut String, vector: &Capture<'_>, target: Target, when: When) {
    let word = if call.layouts().word() == 4 && call.layouts() != schema::Arch::X32 { 4 } else { 8 };
    let data = call.capture(target.arg, target.part + 1);
    let mut rest = data.map_or(&[][..], |data| data.bytes);
    let (mut whole, mut left) = (data.is_some(), u64::MAX);
    if target.part > 0 {
        // The recorder knew how long a message was.
        left = data.filter(|data| data.status == Status::Whole).map_or(u64::MAX, |data| data.bytes.len() as u64);
    } else if when == When::Exit {
        // Only so many bytes were read.
        left = call.ret.and_then(|ret| u64::try_from(ret).ok()).unwrap_or(0);
        whole = whole && call.succeeded();
    }
    let limit = call.notation.strings;
    out.push('[');
    for (i, item) in vector.bytes.chunks_exact(2 * word).enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        if i >= limit.max(1) {
            out.push_str("...]");
            return;
        }
        let (base, len) = (structs::number(&item[..word]), structs::number(&item[word..]));
        out.push_str("{iov_base=");
        let there = len.min(left);
        let (piece, others) = rest.split_at(usize::try_from(there).unwrap_or(usize::MAX).min(rest.len()));
        let complete = piece.len() as u64 == there;
        if base == 0 {
            out.push_str("NULL");
        } else if whole && (complete || !piece.is_empty()) && netlink::is_message(call, piece) {
            netlink::render(call, out, piece, !complete);
        } else if whole && (complete || !piece.is_empty()) {
            text::limited(out, piece, !complete, limit);
        } else {
            value::address(out, base);
        }
        left -= there;
        rest = others;
        out.push_str(", iov_len=");
        value::unsigned(out, len);
        out.push('}');
    }
    out.push_str(if vector.status == Status::Truncated { ", ...]" } else { "]" });
}

fn structure(
    call: &Call<'_>,
    out: &mut String,
    target: Target,
    (name, when, len): (&'static str, When, Len),
    capture: &Capture<'_>,
) {
    let truncated = capture.status == Status::Truncated;
    if sets::special(call, out, name, capture, target.raw) {
        return;
    }
    let base = name.split('[').next().unwrap_or_default();
    // Numbers that the kernel changed are shown with what they were before.
    let before =
        (when == When::Both && capture.exit).then(|| call.capture_at(target.arg, target.part, false)).flatten();
    if let (Some((size, signed)), Some(before)) = (layouts::scalar(base, call.layouts()), before) {
        let number = |bytes: &[u8]| {
            let bytes = bytes.get(..size).unwrap_or(bytes);
            if signed { structs::signed_number(bytes) } else { structs::number(bytes) as i64 }
        };
        out.push('[');
        value::signed(out, number(before.bytes));
        if before.bytes != capture.bytes {
            // An offset is shown as two values, a length as one that changed.
            out.push_str(if base.ends_with("off_t") { "] => [" } else { " => " });
            value::signed(out, number(capture.bytes));
        }
        out.push(']');
        return;
    }
    let memory = Memory { name, len, bytes: capture.bytes, before: before.map(|c| c.bytes), truncated, target };
    if !memory.render(call, out) {
        text::limited(out, capture.bytes, truncated, call.notation.strings);
    }
}
