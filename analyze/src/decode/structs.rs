//! Structures behind pointers, from the layouts in `schema`.

use super::{
    Call,
    memory::{self, Target},
    sockaddr, text, value,
};
use schema::{
    flags::{self, FlagSet},
    kind::{Kind, Len, When},
    layouts::{self, Field, Layout, Member, Pointee},
};

/// A structure in memory, or several of them.
pub(super) struct Memory<'a> {
    /// Name of the structure, as in the system call table; brackets say that there are several.
    pub(super) name: &'static str,
    /// How its length is known.
    pub(super) len: Len,
    pub(super) bytes: &'a [u8],
    /// The same before the kernel changed it.
    pub(super) before: Option<&'a [u8]>,
    /// There was more.
    pub(super) truncated: bool,
    /// The pointer.
    pub(super) target: Target,
}

impl Memory<'_> {
    /// Writes it as strace does; `false`, and nothing, if there is no layout for it.
    pub(super) fn render(&self, call: &Call<'_>, out: &mut String) -> bool {
        let (base, arch) = (self.name.split('[').next().unwrap_or_default(), call.layouts());
        let most = call.notation.strings.max(1);
        if let Some((size, signed)) = layouts::scalar(base, arch) {
            out.push('[');
            for (i, bytes) in self.bytes.chunks_exact(size).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                if i >= most {
                    out.push_str("...]");
                    return true;
                }
                if signed {
                    value::signed(out, signed_number(bytes));
                } else {
                    value::unsigned(out, number(bytes));
                }
            }
            out.push_str(if self.truncated { ", ...]" } else { "]" });
            return true;
        }
        let Some((layout, several)) = layouts::of_pointer(self.name, self.len, arch) else { return false };
        let shown = |out: &mut String, bytes: &[u8], before: Option<&[u8]>, first: u16| {
            let scope = Scope { layout, bytes, before, outer: None };
            let mut part = first;
            one(call, out, &scope, self.target.arg, &mut part);
        };
        if !several {
            // What the first version of a structure has and the program does not give is 0.
            let least = layout.shape(arch).least;
            if self.bytes.len() < least && !self.truncated {
                let mut extended = self.bytes.to_vec();
                extended.resize(least, 0);
                shown(out, &extended, self.before, 1);
            } else {
                shown(out, self.bytes, self.before, 1);
            }
            // A program that is newer than we are gives more, or says so of memory that is not there.
            let more = self.bytes.get(layout.size(arch)..).unwrap_or_default();
            if matches!(self.len, Len::Arg(_, 1)) && out.ends_with('}') {
                let start = out.len() - 1;
                if more.iter().any(|b| *b != 0) {
                    out.truncate(start);
                    out.push_str(", ");
                    text::limited(out, more, self.truncated, call.notation.strings);
                    out.push('}');
                } else if self.truncated && self.bytes.len() >= layout.size(arch) {
                    out.truncate(start);
                    out.push_str(", ???}");
                }
            }
            return true;
        }
        let step: u16 = layouts::pointees(layout, arch).iter().map(|p| u16::from(Pointee::parts(p.kind))).sum();
        out.push('[');
        for (i, bytes) in self.bytes.chunks_exact(layout.size(arch).max(1)).enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            if i >= most {
                out.push_str("...]");
                return true;
            }
            shown(out, bytes, None, (i as u16).saturating_mul(step).saturating_add(1));
        }
        out.push_str(if self.truncated { ", ...]" } else { "]" });
        true
    }
}

/// A structure being written, and the one it is a member of.
struct Scope<'a> {
    layout: &'static Layout,
    bytes: &'a [u8],
    before: Option<&'a [u8]>,
    outer: Option<&'a Scope<'a>>,
}

impl Scope<'_> {
    /// The bytes of a member, here or further out.
    fn member(&self, call: &Call<'_>, name: &str) -> Option<u64> {
        match self.layout.place(name, call.layouts()) {
            Some((at, size)) => self.bytes.get(at..at + size).map(number),
            None => self.outer?.member(call, name),
        }
    }
}

/// Writes a structure. `part` is the number of the capture of its next pointer.
fn one(call: &Call<'_>, out: &mut String, scope: &Scope<'_>, arg: u16, part: &mut u16) {
    // A structure of one member is that member.
    if let [only] = scope.layout.members {
        let bytes = only.field.size(call.layouts()).min(scope.bytes.len());
        match only.name {
            "plain" => return field(call, out, only.field, &scope.bytes[..bytes], scope, (arg, part)),
            "value" => {
                out.push('[');
                field(call, out, only.field, &scope.bytes[..bytes], scope, (arg, part));
                out.push(']');
                return;
            }
            _ => {}
        }
    }
    out.push('{');
    let start = out.len();
    let first = *part;
    let complete = members(call, out, scope, arg, part);
    if !complete {
        out.push_str(if out.len() > start { ", ..." } else { "..." });
    }
    out.push('}');
    filled_in(call, out, scope, arg, first);
}

/// Writes the members, separated by commas. Whether that was all.
fn members(call: &Call<'_>, out: &mut String, scope: &Scope<'_>, arg: u16, part: &mut u16) -> bool {
    let (layout, arch) = (scope.layout, call.layouts());
    let short = !layout.short.is_empty() && !call.notation.verbose;
    let start = out.len();
    let mut complete = !short;
    let shape = layout.shape(arch);
    let mut show = |member: &Member, (at, size): (usize, usize), part: &mut u16| {
        // What a program leaves out of a structure that can grow is 0, and what the kernel does not know is not there.
        let Some(bytes) = scope.bytes.get(at..at + size) else {
            complete = complete && at >= scope.bytes.len();
            return;
        };
        let before = out.len();
        if before > start {
            out.push_str(", ");
        }
        if !named(call, out, member, bytes, scope, arg, part) {
            out.truncate(before);
        }
    };
    if layout.order.is_empty() {
        for (i, member) in layout.members.iter().enumerate() {
            if short && !shape.short[i] {
                skip(member.field, part);
            } else {
                show(member, shape.places[i], part);
            }
        }
    } else {
        // No structure with an order of its own has pointers.
        for name in layout.order {
            let found = layout.members.iter().find(|m| m.name == *name);
            if let (Some(member), Some(place)) = (found, layout.place(name, arch)) {
                show(member, place, part);
            }
        }
    }
    complete
}

/// Goes past the captures of a member that is not shown.
fn skip(field: Field, part: &mut u16) {
    let field = if let Field::If(_, _, _, inner) = field { *inner } else { field };
    if let Field::To(_, kind) = field {
        *part += u16::from(Pointee::parts(kind));
    }
}

/// `name=value`; `false` if the member is not shown.
fn named(
    call: &Call<'_>,
    out: &mut String,
    member: &Member,
    bytes: &[u8],
    scope: &Scope<'_>,
    arg: u16,
    part: &mut u16,
) -> bool {
    let inner = match member.field {
        Field::Pad(_) => return false,
        Field::If(name, mask, values, inner) => {
            let value = scope.member(call, name).unwrap_or_default() & mask;
            if values.is_empty() && value == 0 || !values.is_empty() && !values.contains(&value) {
                skip(member.field, part);
                return false;
            }
            *inner
        }
        inner => inner,
    };
    if let Field::Bits(_, parts) = inner {
        return bits(out, number(bytes), parts);
    }
    if matches!(inner, Field::Rest(_)) && number(bytes) == 0 {
        return false;
    }
    if member.name == "inline" {
        let before = out.len();
        if let Field::Choose(name, rows, other, _) = inner
            && let Some(layout) = chosen(call, scope, name, rows, other)
        {
            let scope = Scope { layout, bytes, before: None, outer: Some(scope) };
            members(call, out, &scope, arg, part);
        }
        return out.len() > before;
    }
    out.push_str(member.name.trim_end_matches('_'));
    out.push('=');
    field(call, out, inner, bytes, scope, (arg, part));
    true
}

/// `pinned=1, precise_ip=0`: numbers of a few bits each. Whether there were any.
fn bits(out: &mut String, all: u64, parts: &[(&str, u8, u8)]) -> bool {
    const ALWAYS: u8 = 0x80;
    let start = out.len();
    for (name, first, width) in parts {
        let part = all >> first & ((1 << (width & !ALWAYS)) - 1);
        if part != 0 || width & ALWAYS != 0 {
            out.push_str(if out.len() > start { ", " } else { "" });
            out.push_str(name);
            out.push('=');
            value::unsigned(out, part);
        }
    }
    out.len() > start
}

fn chosen(
    call: &Call<'_>,
    scope: &Scope<'_>,
    name: &str,
    rows: &[(u64, &'static str)],
    other: &'static str,
) -> Option<&'static Layout> {
    let value = scope.member(call, name).unwrap_or_default();
    let row = rows.iter().find(|row| row.0 == value).map_or(other, |row| row.1);
    layouts::nested(row, call.layouts())
}

/// ` => {parent_tid=[7]}`: what the kernel filled in behind the pointers of a structure.
fn filled_in(call: &Call<'_>, out: &mut String, scope: &Scope<'_>, arg: u16, first: u16) {
    let mut part = first;
    let start = out.len();
    for member in scope.layout.members {
        let (shown, kind) = match member.field {
            Field::To(_, kind) => (true, kind),
            Field::If(name, mask, _, Field::To(_, kind)) => {
                (scope.member(call, name).unwrap_or_default() & mask != 0, *kind)
            }
            _ => continue,
        };
        if shown
            && call.succeeded()
            && let Kind::Struct(_, When::Exit, _) = kind
            && call.capture_at(arg, part, true).is_some()
        {
            out.push_str(if out.len() > start { ", " } else { " => {" });
            out.push_str(member.name);
            out.push('=');
            memory::render(call, out, Target { arg, part, raw: 1 }, kind);
        }
        part += u16::from(Pointee::parts(kind));
    }
    if out.len() > start {
        out.push('}');
    }
}

/// Writes a member of no structure.
pub(super) fn single(call: &Call<'_>, out: &mut String, what: Field, bytes: &[u8]) {
    static NONE: Layout =
        Layout { name: "", arches: &[], members: &[], short: &[], order: &[], shapes: layouts::shapes() };
    let scope = Scope { layout: &NONE, bytes, before: None, outer: None };
    field(call, out, what, bytes, &scope, (0, &mut 1));
}

/// Writes a structure whose bytes are part of something else.
pub(super) fn whole(call: &Call<'_>, out: &mut String, name: &'static str, bytes: &[u8]) {
    let target = Target { arg: 0, part: 0, raw: 1 };
    Memory { name, len: Len::Whole, bytes, before: None, truncated: false, target }.render(call, out);
}

/// A number in the byte order of the ABIs that are known, all of which have the lowest byte first.
pub(super) fn number(bytes: &[u8]) -> u64 {
    match bytes.len() {
        8.. => u64::from_le_bytes(bytes[..8].try_into().unwrap_or_default()),
        4 => u64::from(u32::from_le_bytes(bytes.try_into().unwrap_or_default())),
        _ => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// The same, with a sign.
pub(super) fn signed_number(bytes: &[u8]) -> i64 {
    let unused = 64 - 8 * bytes.len().clamp(1, 8) as u32;
    (number(bytes) << unused) as i64 >> unused
}

fn field(call: &Call<'_>, out: &mut String, field_: Field, bytes: &[u8], scope: &Scope<'_>, place: (u16, &mut u16)) {
    let value = number(bytes);
    let (arg, part) = place;
    match field_ {
        Field::Int(_) => value::signed(out, signed_number(bytes)),
        Field::Uint(_) => value::unsigned(out, value),
        Field::Extended(_) => value::unsigned(out, signed_number(bytes) as u64),
        Field::Changed(_) => {
            let at = scope.bytes.len() - scope.bytes.len().min(scope_offset(scope, bytes));
            let before = scope.before.and_then(|before| before.get(at..at + bytes.len())).map(number);
            if let Some(before) = before.filter(|before| *before != value) {
                value::unsigned(out, before);
                out.push_str(" => ");
            }
            value::unsigned(out, value);
        }
        Field::Rest(_) => value::hex(out, value),
        Field::Bits(_, parts) => {
            bits(out, value, parts);
        }
        Field::Outcome(_) => match signed_number(bytes) {
            error if error < 0 && schema::errno::name(-error as i32).is_some() => {
                out.push('-');
                out.push_str(schema::errno::name(-error as i32).unwrap_or_default());
            }
            number => value::signed(out, number),
        },
        Field::Fd(_) => value::signed(out, (value as i32).into()),
        Field::Hex(_) => value::hex(out, value),
        Field::Digits(n) => text::digits(out, value, n),
        Field::Octal(_) => value::octal(out, value),
        Field::Ptr(_) => value::address(out, value),
        Field::Handler(_) => value::handler(out, value),
        Field::Mode(_) => text::mode(out, value),
        Field::Dev(_) => text::device(out, value),
        Field::Flags(_, set) => set.write_flags(out, value),
        Field::Enum(_, set) => set.write_enum(out, value),
        Field::Signal(_) => text::signal_name(out, signed_number(bytes) as i32),
        Field::SigSet(n) => text::signal_set(out, value, u32::from(n) * 8),
        Field::SplitSigSet(n) => {
            let upper = bytes.get(usize::from(n).saturating_sub(4)..).map(number).unwrap_or_default();
            text::signal_set(out, value & 0xffff_ffff | upper << 32, 64);
        }
        Field::Limit(n, infinity) => limit(out, value, n, infinity),
        Field::Text(n) => {
            let end = bytes.iter().position(|b| *b == 0);
            // A name that fills its member has no end there.
            text::limited(out, &bytes[..end.unwrap_or(bytes.len())], end.is_none() && n > 16, usize::MAX);
        }
        Field::Bytes(_) => text::quoted(out, bytes, false),
        Field::Port(_) => {
            out.push_str("htons(");
            value::unsigned(out, u16::from_be(value as u16).into());
            out.push(')');
        }
        Field::Inet(_) => sockaddr::inet(out, bytes),
        Field::Inet6(_) => sockaddr::inet6(out, bytes),
        Field::Interface(_) if value == 0 => out.push('0'),
        Field::Interface(_) => {
            out.push_str("if_nametoindex(");
            value::unsigned(out, value);
            out.push(')');
        }
        Field::Errno(_) => match schema::errno::name(value as i32) {
            Some(name) => out.push_str(name),
            None => value::signed(out, (value as i32).into()),
        },
        Field::Sockaddr(_) => sockaddr::render(out, bytes, 0),
        Field::Mac(_) => text::mac(out, bytes),
        Field::KernelVersion(_) => {
            out.push_str("KERNEL_VERSION(");
            for (i, part) in [value >> 16, value >> 8 & 0xff, value & 0xff].into_iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                value::unsigned(out, part);
            }
            out.push(')');
        }
        Field::SigVal(_) => {
            out.push_str("{sival_int=");
            value::signed(out, (value as i32).into());
            out.push_str(", sival_ptr=");
            value::address(out, value);
            out.push('}');
        }
        Field::Queued(_) => {
            value::signed(out, (value as i32).into());
            out.push_str(", si_ptr=");
            value::address(out, value);
        }
        Field::EpollData(_) => {
            out.push_str("{u32=");
            value::unsigned(out, (value as u32).into());
            out.push_str(", u64=");
            value::unsigned(out, value);
            out.push('}');
        }
        Field::Capabilities(_) => {
            // The upper halves of the three sets follow behind the lower.
            let at = scope.bytes.len() - scope.bytes.len().min(scope_offset(scope, bytes));
            let upper = scope.bytes.get(at + 12..at + 16).map(number).unwrap_or_default();
            shifted(out, value | upper << 32, &flags::CAPABILITY);
        }
        Field::Nested(name) => {
            if let Some(layout) = layouts::nested(name, call.layouts()) {
                one(call, out, &Scope { layout, bytes, before: None, outer: Some(scope) }, arg, part);
            }
        }
        Field::Choose(name, rows, other, _) => {
            if let Some(layout) = chosen(call, scope, name, rows, other) {
                one(call, out, &Scope { layout, bytes, before: None, outer: Some(scope) }, arg, part);
            }
        }
        Field::Array(n, inner) => {
            out.push('[');
            for (i, bytes) in bytes.chunks_exact((bytes.len() / usize::from(n.max(1))).max(1)).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                field(call, out, *inner, bytes, scope, (arg, &mut *part));
            }
            out.push(']');
        }
        Field::To(_, kind) => {
            let target = Target { arg, part: *part, raw: value };
            *part += u16::from(Pointee::parts(kind));
            // What the kernel fills in is shown behind the structure.
            if matches!(kind, Kind::Struct(_, When::Exit, _)) {
                value::address(out, value);
            // A filter of no instructions is none, and its address is all there is.
            } else if value != 0
                && let Kind::Struct(name, _, Len::Member(count, _)) = kind
                && name != "sock_filter"
                && scope.member(call, count) == Some(0)
            {
                out.push_str("[]");
            } else {
                memory::render(call, out, target, kind);
            }
        }
        Field::If(_, _, _, inner) => field(call, out, *inner, bytes, scope, (arg, part)),
        Field::Pad(_) => {}
    }
}

/// How far from the end of the structure a member begins.
fn scope_offset(scope: &Scope<'_>, member: &[u8]) -> usize {
    (scope.bytes.as_ptr() as usize + scope.bytes.len()).wrapping_sub(member.as_ptr() as usize)
}

/// `1<<CAP_CHOWN|1<<CAP_KILL`.
fn shifted(out: &mut String, bits: u64, set: &FlagSet) {
    if bits == 0 {
        out.push('0');
        return;
    }
    let mut rest = bits;
    let start = out.len();
    for bit in 0..64 {
        if bits >> bit & 1 != 0
            && let Some(name) = set.name(bit)
        {
            out.push_str(if out.len() > start { "|1<<" } else { "1<<" });
            out.push_str(name);
            rest &= !(1 << bit);
        }
    }
    if rest != 0 {
        out.push_str(if out.len() > start { "|" } else { "" });
        value::hex(out, rest);
    }
}

fn limit(out: &mut String, value: u64, bytes: u8, infinity: &str) {
    let infinite = if bytes == 4 { u64::from(u32::MAX) } else { u64::MAX };
    match value {
        value if value == infinite => out.push_str(infinity),
        value if value > 1024 && value.is_multiple_of(1024) => {
            value::unsigned(out, value / 1024);
            out.push_str("*1024");
        }
        value => value::unsigned(out, value),
    }
}
