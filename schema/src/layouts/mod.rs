//! Layouts of the structures that system calls take and give: the members of each, in order, per ABI.
//!
//! The names are those of [`crate::kind::Kind::Struct`]. A structure without a row is shown as bytes. A file holds the
//! structures of one subject.

mod file;
mod io;
mod kernel;
mod process;
mod signal;
mod time;
mod words;

use crate::{Arch, flags::FlagSet, kind::Len};

/// What a member of a structure is. Numbers in brackets are bytes.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// Signed number, decimal.
    Int(u8),
    /// Unsigned number, decimal.
    Uint(u8),
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
    /// A number out of a set of names.
    Enum(u8, &'static FlagSet),
    /// Signal number.
    Signal(u8),
    /// Set of signals, one bit each.
    SigSet(u8),
    /// A limit: all bits set means that there is none. With the name of that.
    Limit(u8, &'static str),
    /// Text that ends at its NUL, or with the member.
    Text(u16),
    /// Bytes, in hexadecimal.
    Bytes(u16),
    /// Another structure, by name.
    Nested(&'static str),
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
}

macro_rules! layouts {
    ($($(#[$doc:meta])* $name:literal @ $arches:expr => $($member:ident $field:expr),+ $(; short $($short:ident)+)?;)+) => {
        pub(super) static LAYOUTS: &[Layout] = &[$(Layout {
            name: $name,
            arches: $arches,
            members: &[$(Member { name: stringify!($member), field: $field }),+],
            short: &[$($(stringify!($short)),+)?],
        }),+];
    };
}
use layouts;

/// Every layout.
pub fn all() -> impl Iterator<Item = &'static Layout> {
    [file::LAYOUTS, io::LAYOUTS, kernel::LAYOUTS, process::LAYOUTS, signal::LAYOUTS, time::LAYOUTS]
        .into_iter()
        .flatten()
}

/// A pointer to numbers without names: their size in bytes, and whether they have a sign. `name` is without brackets.
pub fn scalar(name: &str, arch: Arch) -> Option<(usize, bool)> {
    match name {
        "int" => Some((4, true)),
        "u32" | "gid_t" => Some((4, false)),
        "gid16_t" => Some((2, false)),
        "u64" => Some((8, false)),
        "loff_t" => Some((8, true)),
        "off_t" | "time_t" => Some((arch.word(), true)),
        "aio_context_t" => Some((arch.word(), false)),
        _ => None,
    }
}

/// The layout of a structure in programs of an ABI; the one of `size` bytes, if there are several.
fn lookup(name: &str, arch: Arch, size: Option<usize>) -> Option<&'static Layout> {
    let arch = arch.like();
    let mut found = all().filter(|l| l.name == name && (l.arches.is_empty() || l.arches.contains(&arch)));
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
        Len::Fixed(bytes) => lookup(base, arch, Some(bytes as usize / count)).map(|layout| (layout, base != name)),
        Len::Arg(_, bytes) | Len::Ret(bytes) if bytes > 1 => {
            lookup(base, arch, Some(bytes as usize)).map(|layout| (layout, true))
        }
        // The program says how many bytes its version of the structure has.
        _ => lookup(base, arch, None).map(|layout| (layout, base != name)),
    }
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
            | Field::Limit(n, _) => n.into(),
            Field::Text(n) | Field::Bytes(n) | Field::Pad(n) => n.into(),
            Field::Nested(name) => nested(name, arch).map_or(0, |layout| layout.size(arch)),
        }
    }
}

impl Layout {
    /// Its size in bytes.
    pub fn size(&self, arch: Arch) -> usize {
        self.members.iter().map(|member| member.field.size(arch)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

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
            for short in layout.short {
                assert!(layout.members.iter().any(|m| m.name == *short), "{}: {short}", layout.name);
            }
            for member in layout.members {
                if let Field::Nested(name) = member.field {
                    let arches = if layout.arches.is_empty() { &Arch::ALL[..] } else { layout.arches };
                    assert!(arches.iter().all(|arch| nested(name, *arch).is_some()), "{}: {name}", layout.name);
                }
            }
        }
    }
}
