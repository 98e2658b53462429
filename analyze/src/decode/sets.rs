//! What has a form of its own: descriptor sets, poll arrays, states of children, socket options, lists of names.

use super::{
    Call, Capture, Status, dirents, filter,
    memory::Target,
    structs::{self, Memory},
    text, value,
};
use schema::{
    flags::POLL,
    kind::{Len, When},
    sockopts,
};

/// `[3 5]`: the bits that are set.
pub(super) fn descriptors(out: &mut String, bytes: &[u8]) {
    out.push('[');
    let start = out.len();
    for (i, byte) in bytes.iter().enumerate() {
        for bit in (0..8).filter(|bit| byte >> bit & 1 != 0) {
            out.push_str(if out.len() > start { " " } else { "" });
            value::unsigned(out, i as u64 * 8 + bit);
        }
    }
    out.push(']');
}

/// `[0x00000000000003]`: the words of a set of NUMA nodes.
pub(super) fn nodes(call: &Call<'_>, out: &mut String, bytes: &[u8], truncated: bool) {
    let word = call.word_of_kernel();
    out.push('[');
    for (i, bytes) in bytes.chunks_exact(word).enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        if i >= call.notation.strings.max(1) {
            return out.push_str("...]");
        }
        // As printf has it: the width counts the prefix, which a zero has not.
        match structs::number(bytes) {
            0 => out.extend(std::iter::repeat_n('0', 2 * word)),
            number => text::digits(out, number, word as u8 - 1),
        }
    }
    out.push_str(if truncated { ", ...]" } else { "]" });
}

/// `[{fd=3, events=POLLIN}]`.
pub(super) fn polls(call: &Call<'_>, out: &mut String, bytes: &[u8], truncated: bool) {
    poll_items(call, out, bytes, truncated, |out, fd, events, _| {
        out.push_str("{fd=");
        value::signed(out, fd);
        if fd >= 0 {
            out.push_str(", events=");
            POLL.write_flags(out, events);
        }
        out.push('}');
        true
    });
}

/// `[{fd=3, revents=POLLIN}]`: what happened.
pub(super) fn polled(call: &Call<'_>, out: &mut String, bytes: &[u8], truncated: bool) {
    poll_items(call, out, bytes, truncated, |out, fd, _, revents| {
        if fd < 0 || revents == 0 {
            return false;
        }
        out.push_str("{fd=");
        value::signed(out, fd);
        out.push_str(", revents=");
        POLL.write_flags(out, revents);
        out.push('}');
        true
    });
}

fn poll_items(
    call: &Call<'_>,
    out: &mut String,
    bytes: &[u8],
    truncated: bool,
    mut item: impl FnMut(&mut String, i64, u64, u64) -> bool,
) {
    out.push('[');
    let (mut shown, mut more) = (0, truncated);
    for entry in bytes.chunks_exact(8) {
        let before = out.len();
        if shown >= call.notation.strings.max(1) {
            more = true;
            break;
        }
        out.push_str(if shown > 0 { ", " } else { "" });
        let (fd, events) = (structs::signed_number(&entry[..4]), structs::number(&entry[4..6]));
        if item(out, fd, events, structs::number(&entry[6..8])) {
            shown += 1;
        } else {
            out.truncate(before);
        }
    }
    out.push_str(match (more, shown) {
        (true, 0) => "...]",
        (true, _) => ", ...]",
        _ => "]",
    });
}

/// `[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]` (wait(2)).
pub(super) fn wait_status(out: &mut String, bytes: &[u8]) {
    let status = structs::number(bytes) as u32;
    let (low, high) = (status & 0x7f, status >> 8 & 0xff);
    out.push_str("[{");
    if status == 0xffff {
        out.push_str("WIFCONTINUED(s)");
    } else if low == 0 {
        out.push_str("WIFEXITED(s) && WEXITSTATUS(s) == ");
        value::unsigned(out, high.into());
    } else if low == 0x7f {
        out.push_str("WIFSTOPPED(s) && WSTOPSIG(s) == ");
        text::signal_name(out, (high & 0x7f) as i32);
        if high & 0x80 != 0 {
            out.push_str(" | 0x80");
        }
    } else {
        out.push_str("WIFSIGNALED(s) && WTERMSIG(s) == ");
        text::signal_name(out, low as i32);
        if status & 0x80 != 0 {
            out.push_str(" && WCOREDUMP(s)");
        }
    }
    out.push('}');
    // What ptrace(2) says beside the stop.
    if status >> 16 != 0 && status != 0xffff {
        out.push_str(" | ");
        match schema::flags::PTRACE_EVENT.name((status >> 16).into()) {
            Some(name) => out.push_str(name),
            None => value::hex(out, (status >> 16).into()),
        }
        out.push_str(" << 16");
    }
    out.push(']');
}

/// The value of a socket option: a number, a structure that the table in `schema` names, or bytes.
pub(super) fn option_value(
    call: &Call<'_>,
    out: &mut String,
    (level, option): (u64, u64),
    c: &Capture<'_>,
    when: When,
) {
    let known = sockopts::structure(level, option);
    let truncated = c.status == Status::Truncated;
    if let Some(name) = known {
        let size = schema::layouts::bytes(name, call.layouts()).unwrap_or(usize::MAX);
        if name == "char[]" {
            return text::limited(out, c.bytes, truncated, call.notation.strings);
        }
        if c.bytes.len() >= size {
            let target = Target { arg: c.arg, part: 0, raw: 1 };
            let memory =
                Memory { name, len: Len::Whole, bytes: &c.bytes[..size], before: None, truncated: false, target };
            if memory.render(call, out) {
                return;
            }
        }
    }
    if c.bytes.len() == 4 || when == When::Entry && known.is_none() && c.bytes.len() > 4 && is_number(level, option) {
        out.push('[');
        value::signed(out, structs::signed_number(&c.bytes[..4]));
        out.push(']');
        return;
    }
    text::limited(out, c.bytes, truncated, call.notation.strings);
}

/// Whether the kernel reads only an `int` of the option, however long it is.
fn is_number(level: u64, option: u64) -> bool {
    // SOL_SOCKET.
    level == 1 && schema::kind::socket_options(level).is_some_and(|set| set.name(option).is_some())
}

/// Writes memory that is no structure with members; `false`, and nothing, if it is one.
pub(super) fn special(call: &Call<'_>, out: &mut String, name: &str, capture: &Capture<'_>, raw: u64) -> bool {
    let (bytes, truncated, limit) = (capture.bytes, capture.status == Status::Truncated, call.notation.strings);
    match name {
        "char[]" | "bytes" => text::limited(out, bytes, truncated, limit),
        "xattr" => text::limited(out, bytes.strip_suffix(b"\0").unwrap_or(bytes), truncated, limit),
        "path[]" => text::quoted(out, bytes.strip_suffix(b"\0").unwrap_or(bytes), truncated),
        "cpu_set_t" => cpus(out, bytes),
        "linux_dirent" | "linux_dirent64" => dirents::render(call, out, name == "linux_dirent64", capture, raw),
        "siginfo" if structs::number(bytes.get(..4).unwrap_or_default()) == 0 => out.push_str("{}"),
        "sock_filter" if !call.notation.verbose => value::address(out, raw),
        "sock_filter" => filter::render(out, bytes, truncated),
        _ => return false,
    }
    true
}

/// `[0 1]`: the processors of a set.
fn cpus(out: &mut String, bytes: &[u8]) {
    descriptors(out, bytes);
}
