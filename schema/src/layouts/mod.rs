//! Layouts of the structures that system calls take and give: the members of each, in order, per ABI.
//!
//! The names are those of [`crate::kind::Kind::Struct`]. A structure without a row is shown as bytes. A file holds the
//! structures of one subject.

mod bpf;
mod device;
mod file;
mod io;
mod kernel;
mod machine;
mod netlink;
mod process;
mod signal;
mod time;
mod words;

use crate::{
    Arch,
    flags::FlagSet,
    kind::{Kind, Len},
};
use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

/// What a member of a structure is. Numbers in brackets are bytes.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// Signed number, decimal.
    Int(u8),
    /// Unsigned number, decimal.
    Uint(u8),
    /// Number with a sign, shown as one of 64 bits without.
    Extended(u8),
    /// Number in hexadecimal.
    Hex(u8),
    /// Address: NULL, or hexadecimal.
    Ptr(u8),
    /// File type and permissions.
    Mode(u8),
    /// Signal handler: SIG_DFL, SIG_IGN, or an address.
    Handler(u8),
    /// Device number as stat(2) gives it.
    Dev(u8),
    /// Bits with names.
    Flags(u8, &'static FlagSet),
    /// What was queued with a signal, `union sigval`: as a number, and behind that as `si_ptr`.
    Queued(u8),
    /// A number out of a set of names.
    Enum(u8, &'static FlagSet),
    /// Signal number.
    Signal(u8),
    /// Set of signals, one bit each.
    SigSet(u8),
    /// Set of signals, whose lower and upper half are the first and the last four bytes.
    SplitSigSet(u16),
    /// A limit: all bits set means that there is none. With the name of that.
    Limit(u8, &'static str),
    /// Text that ends at its NUL, or with the member.
    Text(u16),
    /// Bytes, in hexadecimal.
    Bytes(u16),
    /// Another structure, by name.
    Nested(&'static str),
    /// Pointer to that.
    To(u8, Kind),
    /// So many of the same.
    Array(u16, &'static Field),
    /// Shown only if the member of that name has, of these bits, one of these values; without values, anything but 0.
    If(&'static str, u64, &'static [u64], &'static Field),
    /// One of several structures: the member of that name decides, of all its bits; with the one for other values, and the
    /// bytes of the longest.
    Choose(&'static str, &'static [(u64, &'static str)], &'static str, u16),
    /// `union epoll_data`.
    EpollData(u8),
    /// Port in the byte order of the network.
    Port(u8),
    /// Address of IPv4.
    Inet(u8),
    /// Address of IPv6.
    Inet6(u8),
    /// Index of a network interface.
    Interface(u8),
    /// Number of an error.
    Errno(u8),
    /// Socket address of fixed length.
    Sockaddr(u8),
    /// Hardware address.
    Mac(u8),
    /// Version of a kernel.
    KernelVersion(u8),
    /// `union sigval`.
    SigVal(u8),
    /// Set of capabilities, one bit each.
    Capabilities(u8),
    /// File descriptor.
    Fd(u8),
    /// Unsigned number; if the kernel changed it, with what it was before.
    Changed(u8),
    /// Number in hexadecimal with all its digits.
    Digits(u8),
    /// Mode of a file that is to be made, octal.
    Octal(u8),
    /// Numbers of a few bits each, shown as members of their own: name, first bit, bits. Those that are 0 only if 0x80 is added
    /// to the bits.
    Bits(u8, &'static [(&'static str, u8, u8)]),
    /// Number of an error with a minus, or a number.
    Outcome(u8),
    /// Number in hexadecimal, shown only if it is not 0.
    Rest(u8),
    /// Nothing: alignment, or unused.
    Pad(u16),
}

/// A member.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Name, as in the header.
    pub name: &'static str,
    /// Meaning.
    pub field: Field,
}

/// A structure.
#[derive(Debug)]
pub struct Layout {
    /// Name.
    pub name: &'static str,
    /// ABIs for which it holds. Empty: all.
    pub arches: &'static [Arch],
    /// Members, in order and without gaps.
    pub members: &'static [Member],
    /// Members that a short rendering shows. Empty: all.
    pub short: &'static [&'static str],
    /// The members in the order in which they are shown, if that is another one.
    pub order: &'static [&'static str],
    /// Where its members lie, per ABI; made when it is first asked for.
    pub shapes: Shapes,
}

/// How a structure lies in memory, in bytes.
#[derive(Debug)]
pub struct Shape {
    /// All of it.
    pub size: usize,
    /// Where each member begins, and its size.
    pub places: Vec<(usize, usize)>,
    /// Whether a short rendering shows each member.
    pub short: Vec<bool>,
    /// Where what its first version did not have begins; 0 if it has always been the same.
    pub least: usize,
}

/// The shapes of a structure: by the code of the ABI.
pub type Shapes = [OnceLock<Shape>; Arch::ALL.len()];

/// Shapes that nobody has asked for yet.
pub const fn shapes() -> Shapes {
    [const { OnceLock::new() }; Arch::ALL.len()]
}

macro_rules! layouts {
    ($($(#[$doc:meta])* $name:literal @ $arches:expr => $($member:ident $field:expr),+ $(; short $($short:ident)+)? $(; order $($order:ident)+)?;)+) => {
        pub(super) static LAYOUTS: [Layout; [$($name),+].len()] = [$(Layout {
            name: $name,
            arches: $arches,
            members: &[$(Member { name: stringify!($member), field: $field }),+],
            short: &[$($(stringify!($short)),+)?],
            order: &[$($(stringify!($order)),+)?],
            shapes: $crate::layouts::shapes(),
        }),+];
    };
}
use layouts;

/// Every layout.
pub fn all() -> impl Iterator<Item = &'static Layout> {
    [
        &bpf::LAYOUTS[..],
        &device::LAYOUTS[..],
        &file::LAYOUTS[..],
        &io::LAYOUTS[..],
        &kernel::LAYOUTS[..],
        &machine::LAYOUTS[..],
        &netlink::LAYOUTS[..],
        &process::LAYOUTS[..],
        &signal::LAYOUTS[..],
        &time::LAYOUTS[..],
    ]
    .into_iter()
    .flatten()
}

/// A pointer to numbers without names: their size in bytes, and whether they have a sign. `name` is without brackets.
pub fn scalar(name: &str, arch: Arch) -> Option<(usize, bool)> {
    match name {
        "int" => Some((4, true)),
        "u32" | "gid_t" => Some((4, false)),
        "gid16_t" | "u16" => Some((2, false)),
        "u64" => Some((8, false)),
        "loff_t" => Some((8, true)),
        "off_t" | "time_t" => Some((arch.word(), true)),
        "ulong" => Some((arch.word(), false)),
        _ => None,
    }
}

/// The layout of a structure in programs of an ABI; the one of `size` bytes, if there are several.
fn lookup(name: &str, arch: Arch, size: Option<usize>) -> Option<&'static Layout> {
    // Millions of calls ask.
    static BY_NAME: LazyLock<HashMap<&str, Vec<&'static Layout>>> = LazyLock::new(|| {
        let mut by_name: HashMap<&str, Vec<&'static Layout>> = HashMap::new();
        all().for_each(|layout| by_name.entry(layout.name).or_default().push(layout));
        by_name
    });
    let arch = arch.like();
    let mut found = BY_NAME.get(name)?.iter().copied().filter(|l| l.arches.is_empty() || l.arches.contains(&arch));
    match size {
        None => found.next(),
        Some(size) => found.find(|layout| layout.size(arch) == size),
    }
}

/// A member that is a structure itself.
pub fn nested(name: &str, arch: Arch) -> Option<&'static Layout> {
    lookup(name, arch, None)
}

/// The layout of what a pointer of [`crate::kind::Kind::Struct`] leads to, and whether there may be several: `name[2]`, or as
/// many as an argument says.
pub fn of_pointer(name: &str, len: Len, arch: Arch) -> Option<(&'static Layout, bool)> {
    let (base, count) = match name.split_once('[') {
        Some((base, rest)) => (base, rest.trim_end_matches(']').parse().unwrap_or(1)),
        None => (name, 1),
    };
    match len {
        Len::Whole => lookup(base, arch, None).map(|layout| (layout, base != name)),
        Len::Fixed(bytes) => lookup(base, arch, Some(bytes as usize / count)).map(|layout| (layout, base != name)),
        Len::Arg(_, bytes) | Len::Ret(bytes) | Len::Member(_, bytes) if bytes > 1 => {
            lookup(base, arch, Some(bytes as usize)).map(|layout| (layout, true))
        }
        // The program says how many bytes its version of the structure has.
        _ => lookup(base, arch, None).map(|layout| (layout, base != name)),
    }
}

/// The bytes of what a pointer of [`crate::kind::Kind::Struct`] leads to, if its name says them.
pub fn bytes(name: &str, arch: Arch) -> Option<usize> {
    let (base, count) = match name.split_once('[') {
        Some((base, rest)) => (base, rest.trim_end_matches(']').parse().unwrap_or(1)),
        None => (name, 1),
    };
    let one = scalar(base, arch).map(|(bytes, _)| bytes).or_else(|| nested(base, arch).map(|layout| layout.size(arch)));
    one.map(|bytes| bytes * count)
}

impl Field {
    /// Its size in bytes.
    pub fn size(self, arch: Arch) -> usize {
        match self {
            Field::Int(n)
            | Field::Uint(n)
            | Field::Hex(n)
            | Field::Ptr(n)
            | Field::Handler(n)
            | Field::Mode(n)
            | Field::Dev(n)
            | Field::Flags(n, _)
            | Field::Enum(n, _)
            | Field::Signal(n)
            | Field::SigSet(n)
            | Field::EpollData(n)
            | Field::Port(n)
            | Field::Inet(n)
            | Field::Inet6(n)
            | Field::Interface(n)
            | Field::Errno(n)
            | Field::Sockaddr(n)
            | Field::Mac(n)
            | Field::KernelVersion(n)
            | Field::SigVal(n)
            | Field::Queued(n)
            | Field::Extended(n)
            | Field::Capabilities(n)
            | Field::Fd(n)
            | Field::Digits(n)
            | Field::Changed(n)
            | Field::Octal(n)
            | Field::Bits(n, _)
            | Field::Outcome(n)
            | Field::Rest(n)
            | Field::To(n, _)
            | Field::Limit(n, _) => n.into(),
            Field::Array(n, field) => usize::from(n) * field.size(arch),
            Field::If(_, _, _, field) => field.size(arch),
            Field::Choose(_, _, _, n) => n.into(),
            Field::Text(n) | Field::Bytes(n) | Field::Pad(n) | Field::SplitSigSet(n) => n.into(),
            Field::Nested(name) => nested(name, arch).map_or(0, |layout| layout.size(arch)),
        }
    }
}

impl Layout {
    /// Where its members lie in programs of an ABI.
    pub fn shape(&self, arch: Arch) -> &Shape {
        self.shapes[usize::from(arch.like().code())].get_or_init(|| {
            let mut size = 0;
            let mut place = |member: &Member| {
                let place = (size, member.field.size(arch));
                size += place.1;
                place
            };
            let places: Vec<(usize, usize)> = self.members.iter().map(&mut place).collect();
            let short = self.members.iter().map(|member| self.short.contains(&member.name)).collect();
            let least = self.members.iter().position(|member| member.name == "first").map_or(0, |i| places[i].0);
            Shape { size, places, short, least }
        })
    }

    /// Where a member begins, and its size, in bytes.
    pub fn place(&self, name: &str, arch: Arch) -> Option<(usize, usize)> {
        let member = self.members.iter().position(|member| member.name == name)?;
        Some(self.shape(arch).places[member])
    }

    /// Its size in bytes.
    pub fn size(&self, arch: Arch) -> usize {
        self.shape(arch).size
    }
}

/// A pointer inside a structure.
#[derive(Debug, Clone, Copy)]
pub struct Pointee {
    /// Bytes into the structure.
    pub at: usize,
    /// Bytes of the pointer.
    pub width: u8,
    /// What it leads to.
    pub kind: Kind,
    /// Where the length is, and its bytes; 0 and 0 if the kind needs none.
    pub len: (usize, u8),
}

impl Pointee {
    /// How many parts it takes among the captures: an I/O vector has one for itself and one for what it leads to.
    pub fn parts(kind: Kind) -> u8 {
        if matches!(kind, Kind::Iovec(..)) { 2 } else { 1 }
    }
}

/// The pointers inside a structure, in the order in which their parts are numbered.
pub fn pointees(layout: &Layout, arch: Arch) -> Vec<Pointee> {
    let mut out = Vec::new();
    collect(layout, arch, 0, &mut out);
    out
}

fn collect(layout: &Layout, arch: Arch, base: usize, out: &mut Vec<Pointee>) {
    let mut at = base;
    for member in layout.members {
        let field = match member.field {
            Field::If(_, _, _, field) => *field,
            field => field,
        };
        match field {
            Field::To(width, kind) => {
                let len = length(kind).and_then(|name| layout.place(name, arch)).unwrap_or_default();
                out.push(Pointee { at, width, kind, len: (if len.1 > 0 { base + len.0 } else { 0 }, len.1 as u8) });
            }
            Field::Nested(name) => {
                if let Some(inner) = nested(name, arch) {
                    collect(inner, arch, at, out);
                }
            }
            _ => {}
        }
        at += member.field.size(arch);
    }
}

/// The member that says how much a pointer leads to.
fn length(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Payload(_, Len::Member(name, _))
        | Kind::Struct(_, _, Len::Member(name, _))
        | Kind::Sockaddr(_, Len::Member(name, _))
        | Kind::Iovec(_, Len::Member(name, _))
        | Kind::Control(Len::Member(name, _)) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table says how many bytes to capture; the layout of the same structure must agree with it.
    #[test]
    fn sizes_are_those_of_the_system_call_table() {
        for arch in Arch::ALL {
            for row in crate::syscalls::all().filter(|row| row.arches.is_empty() || row.arches.contains(&arch)) {
                if arch.syscall_nr(row.name).is_none() {
                    continue;
                }
                for arg in row.args {
                    let Kind::Struct(name, _, len) = arg.kind else { continue };
                    let base = name.split('[').next().unwrap_or(name);
                    let known = all().any(|layout| layout.name == base);
                    assert!(
                        !known || of_pointer(name, len, arch).is_some(),
                        "{name} of {} on {}: the table says {len:?}, no layout has that size",
                        row.name,
                        arch.name()
                    );
                }
            }
        }
    }

    #[test]
    fn members_that_are_named_exist() {
        for layout in all() {
            for short in layout.short.iter().chain(layout.order) {
                assert!(layout.members.iter().any(|m| m.name == *short), "{}: {short}", layout.name);
            }
            for member in layout.members {
                let arches = if layout.arches.is_empty() { &Arch::ALL[..] } else { layout.arches };
                let known = |name: &str| arches.iter().all(|arch| nested(name, *arch).is_some());
                match member.field {
                    Field::Nested(name) => assert!(known(name), "{}: {name}", layout.name),
                    Field::Choose(_, rows, other, size) => {
                        for name in rows.iter().map(|row| row.1).chain([other]) {
                            let fits = |arch: &Arch| nested(name, *arch).is_some_and(|l| l.size(*arch) <= size.into());
                            assert!(arches.iter().all(fits), "{}: {name}", layout.name);
                        }
                    }
                    Field::To(_, kind) => {
                        if let Some(name) = length(kind) {
                            assert!(layout.members.iter().any(|m| m.name == name), "{}: {name}", layout.name);
                        }
                    }
                    Field::If(name, ..) => {
                        assert!(layout.members.iter().any(|m| m.name == name), "{}: {name}", layout.name)
                    }
                    _ => {}
                }
            }
        }
    }
}
