//! Structures behind pointers, from the layouts in `schema`.

use super::text;
use schema::{
    Arch,
    kind::Len,
    layouts::{self, Field, Layout},
};

/// A structure in memory, or several of them.
pub(super) struct Memory<'a> {
    /// Name of the structure, as in the system call table; brackets say that there are several.
    pub(super) name: &'static str,
    /// How its length is known.
    pub(super) len: Len,
    pub(super) arch: Arch,
    pub(super) bytes: &'a [u8],
    /// There was more.
    pub(super) truncated: bool,
}

impl Memory<'_> {
    /// Writes it as strace does; `false`, and nothing, if there is no layout for it.
    pub(super) fn render(&self, out: &mut String) -> bool {
        let base = self.name.split('[').next().unwrap_or_default();
        if let Some((size, signed)) = layouts::scalar(base, self.arch) {
            let numbers = self
                .bytes
                .chunks_exact(size)
                .map(|bytes| if signed { signed_number(bytes).to_string() } else { number(bytes).to_string() });
            list(out, numbers.collect(), self.truncated);
            return true;
        }
        let Some((layout, several)) = layouts::of_pointer(self.name, self.len, self.arch) else { return false };
        if several {
            let items = self.bytes.chunks_exact(layout.size(self.arch)).map(|bytes| one(layout, self.arch, bytes));
            list(out, items.collect(), self.truncated);
        } else {
            out.push_str(&one(layout, self.arch, self.bytes));
        }
        true
    }
}

/// The longest list shown whole.
const LIST: usize = 32;

fn list(out: &mut String, items: Vec<String>, truncated: bool) {
    out.push('[');
    out.push_str(&items[..items.len().min(LIST)].join(", "));
    out.push_str(if items.len() > LIST || truncated { ", ...]" } else { "]" });
}

fn one(layout: &Layout, arch: Arch, bytes: &[u8]) -> String {
    // A structure of one member is shown as that: sets of signals.
    if let [only] = layout.members
        && let Some(bytes) = bytes.get(..only.field.size(arch))
        && matches!(only.field, Field::SigSet(_) | Field::Int(_))
    {
        return if matches!(only.field, Field::SigSet(_)) {
            field(only.field, arch, bytes)
        } else {
            format!("[{}]", field(only.field, arch, bytes))
        };
    }
    let mut parts = Vec::new();
    let mut rest = bytes;
    let mut cut = false;
    for member in layout.members {
        let size = member.field.size(arch);
        // What a program leaves out of a structure that can grow is 0, and what the kernel does not know is not there.
        let Some(value) = rest.get(..size) else {
            cut = !rest.is_empty();
            break;
        };
        rest = &rest[size..];
        let shown = layout.short.is_empty() || layout.short.contains(&member.name);
        if shown && !matches!(member.field, Field::Pad(_)) {
            parts.push(format!("{}={}", member.name, field(member.field, arch, value)));
        }
    }
    if !layout.short.is_empty() || cut {
        parts.push("...".to_owned());
    }
    format!("{{{}}}", parts.join(", "))
}

/// A number in the byte order of the ABIs that are known, all of which have the lowest byte first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn signed_number(bytes: &[u8]) -> i64 {
    let unused = 64 - 8 * bytes.len().clamp(1, 8) as u32;
    (number(bytes) << unused) as i64 >> unused
}

fn field(field: Field, arch: Arch, bytes: &[u8]) -> String {
    let value = number(bytes);
    match field {
        Field::Int(_) => signed_number(bytes).to_string(),
        Field::Uint(_) => value.to_string(),
        Field::Hex(_) => format!("{value:#x}"),
        Field::Ptr(_) if value == 0 => "NULL".to_owned(),
        Field::Ptr(_) => format!("{value:#x}"),
        Field::Handler(_) => match value {
            0 => "SIG_DFL".to_owned(),
            1 => "SIG_IGN".to_owned(),
            address => format!("{address:#x}"),
        },
        Field::Mode(_) => mode(value),
        Field::Dev(_) => device(value),
        Field::Flags(_, set) => set.render_flags(value),
        Field::Enum(_, set) => set.render_enum(value),
        Field::Signal(_) => text::signal(signed_number(bytes) as i32),
        Field::SigSet(n) => text::signal_set(value, u32::from(n) * 8),
        Field::Limit(n, infinity) => limit(value, n, infinity),
        Field::Text(_) => {
            let mut out = String::new();
            text::quoted(&mut out, bytes.split(|b| *b == 0).next().unwrap_or_default(), false);
            out
        }
        Field::Bytes(_) => {
            let mut out = String::new();
            text::hex(&mut out, bytes, false);
            out
        }
        Field::Nested(name) => match layouts::nested(name, arch) {
            Some(layout) => one(layout, arch, bytes),
            None => String::new(),
        },
        Field::Pad(_) => String::new(),
    }
}

/// `S_IFREG|0644` (inode(7)).
fn mode(value: u64) -> String {
    let kind = match value & 0o170_000 {
        0o140_000 => "S_IFSOCK|",
        0o120_000 => "S_IFLNK|",
        0o100_000 => "S_IFREG|",
        0o060_000 => "S_IFBLK|",
        0o040_000 => "S_IFDIR|",
        0o020_000 => "S_IFCHR|",
        0o010_000 => "S_IFIFO|",
        _ => "",
    };
    let special: String = [(0o4000, "S_ISUID|"), (0o2000, "S_ISGID|"), (0o1000, "S_ISVTX|")]
        .into_iter()
        .filter(|(bit, _)| value & bit != 0)
        .map(|(_, name)| name)
        .collect();
    let rest = if kind.is_empty() { value & !0o7777 } else { 0 };
    format!("{kind}{special}0{:o}", value & 0o777 | rest)
}

/// `makedev(0x8, 0x1)` (makedev(3)).
fn device(value: u64) -> String {
    let major = value >> 8 & 0xfff | value >> 32 & !0xfff;
    let minor = value & 0xff | value >> 12 & !0xff & 0xffff_ffff;
    format!("makedev({major:#x}, {minor:#x})")
}

fn limit(value: u64, bytes: u8, infinity: &str) -> String {
    let infinite = if bytes == 4 { u64::from(u32::MAX) } else { u64::MAX };
    match value {
        value if value == infinite => infinity.to_owned(),
        value if value > 1024 && value.is_multiple_of(1024) => format!("{}*1024", value / 1024),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &'static str, len: Len, bytes: &[u8]) -> String {
        let mut out = String::new();
        assert!(Memory { name, len, arch: Arch::X86_64, bytes, truncated: false }.render(&mut out));
        out
    }

    fn words(words: &[u64]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn structures_look_as_strace_prints_them() {
        assert_eq!(shown("timespec", Len::Fixed(16), &words(&[1, 500])), "{tv_sec=1, tv_nsec=500}");
        assert_eq!(
            shown("itimerval", Len::Fixed(32), &words(&[0, 0, 2, 3])),
            "{it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=2, tv_usec=3}}"
        );
        assert_eq!(
            shown("rlimit64", Len::Fixed(16), &words(&[8 << 20, u64::MAX])),
            "{rlim_cur=8192*1024, rlim_max=RLIM64_INFINITY}"
        );
        assert_eq!(shown("pollfd", Len::Arg(1, 8), &[3, 0, 0, 0, 1, 0, 0, 0]), "[{fd=3, events=POLLIN, revents=0}]");
        assert_eq!(shown("sigset_t", Len::Arg(1, 1), &words(&[1 << 16 | 2])), "[INT CHLD]");
        assert_eq!(shown("sigset_t", Len::Arg(1, 1), &words(&[!(1 << 8)])), "~[KILL]");
        assert_eq!(shown("int[2]", Len::Fixed(8), &[3, 0, 0, 0, 4, 0, 0, 0]), "[3, 4]");
        assert_eq!(
            shown("open_how", Len::Arg(3, 1), &words(&[0o2000000, 0, 8])),
            "{flags=O_RDONLY|O_CLOEXEC, mode=00, resolve=RESOLVE_BENEATH}"
        );
        assert_eq!((mode(0o100644), mode(0o41777)), ("S_IFREG|0644".to_owned(), "S_IFDIR|S_ISVTX|0777".to_owned()));
        assert_eq!(device(0x801), "makedev(0x8, 0x1)");
    }

    #[test]
    fn a_structure_that_ends_early_says_so() {
        assert_eq!(shown("timespec", Len::Fixed(16), &words(&[1])), "{tv_sec=1}");
        assert_eq!(shown("timespec", Len::Fixed(16), &words(&[1, 2])[..12]), "{tv_sec=1, ...}");
    }
}
