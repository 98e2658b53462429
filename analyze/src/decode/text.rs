//! Bytes, strings, signals, modes and devices as strace writes them.

use super::value;
use std::fmt::Write;

/// A C string literal; `...` behind it if there was more.
pub(super) fn quoted(out: &mut String, bytes: &[u8], truncated: bool) {
    out.push('"');
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain =
            rest.iter().position(|b| !matches!(b, b' '..=b'~') || matches!(b, b'"' | b'\\')).unwrap_or(rest.len());
        // Only characters from space to tilde.
        out.push_str(std::str::from_utf8(&rest[..plain]).unwrap_or_default());
        rest = &rest[plain..];
        let Some((byte, after)) = rest.split_first() else { break };
        rest = after;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            0x0b => out.push_str("\\v"),
            0x0c => out.push_str("\\f"),
            // As few digits as cannot be mistaken.
            byte if rest.first().is_some_and(u8::is_ascii_digit) => {
                let _ = write!(out, "\\{byte:03o}");
            }
            byte => {
                let _ = write!(out, "\\{byte:o}");
            }
        }
    }
    out.push('"');
    if truncated {
        out.push_str("...");
    }
}

/// The same, of at most so many bytes.
pub(super) fn limited(out: &mut String, bytes: &[u8], truncated: bool, limit: usize) {
    quoted(out, &bytes[..bytes.len().min(limit)], truncated || bytes.len() > limit);
}

/// `0x` and all digits of a number of so many bytes.
pub(super) fn digits(out: &mut String, number: u64, bytes: u8) {
    let _ = write!(out, "{number:#0width$x}", width = 2 + 2 * usize::from(bytes));
}

/// `S_IFREG|0644` (inode(7)).
pub(super) fn mode(out: &mut String, value: u64) {
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
    out.push_str(kind);
    for (bit, name) in [(0o4000, "S_ISUID|"), (0o2000, "S_ISGID|"), (0o1000, "S_ISVTX|")] {
        if value & bit != 0 {
            out.push_str(name);
        }
    }
    let rest = if kind.is_empty() { value & !0o7777 } else { 0 };
    value::octal(out, value & 0o777 | rest);
}

/// `makedev(0x8, 0x1)` (makedev(3)).
pub(super) fn device(out: &mut String, value: u64) {
    let major = value >> 8 & 0xfff | value >> 32 & !0xfff;
    let minor = value & 0xff | value >> 12 & !0xff & 0xffff_ffff;
    out.push_str("makedev(");
    value::hex(out, major);
    out.push_str(", ");
    value::hex(out, minor);
    out.push(')');
}

/// `00:11:22:33:44:55`.
pub(super) fn mac(out: &mut String, bytes: &[u8]) {
    for (i, byte) in bytes.iter().enumerate() {
        let _ = write!(out, "{}{byte:02x}", if i > 0 { ":" } else { "" });
    }
}

/// Names of signals 1 to 31 (`include/uapi/asm-generic/signal.h`).
const SIGNALS: [&str; 31] = [
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS",
];

/// The name of a signal; real-time signals as `SIGRTMIN` and `SIGRT_n` (counted from 32, the kernel's first), others as the number.
pub fn signal(number: i32) -> String {
    let mut out = String::new();
    signal_name(&mut out, number);
    out
}

/// As [`signal`].
pub(super) fn signal_name(out: &mut String, number: i32) {
    match number {
        1..=31 => out.push_str(SIGNALS[number as usize - 1]),
        32 => out.push_str("SIGRTMIN"),
        33..=64 => {
            out.push_str("SIGRT_");
            value::signed(out, i64::from(number) - 32);
        }
        _ => value::signed(out, number.into()),
    }
}

/// A set of signals: `[INT CHLD]`, or `~[KILL]` if most are in it.
pub(super) fn signal_set(out: &mut String, bits: u64, width: u32) {
    let all = if width >= 64 { u64::MAX } else { (1 << width) - 1 };
    let most = (bits & all).count_ones() >= width * 2 / 3;
    let mut listed = if most { !bits & all } else { bits & all };
    out.push_str(if most { "~[" } else { "[" });
    while listed != 0 {
        let number = listed.trailing_zeros() as i32 + 1;
        let at = out.len();
        signal_name(out, number);
        out.replace_range(at..at + 3, "");
        listed &= listed - 1;
        out.push_str(if listed != 0 { " " } else { "" });
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        let mut out = String::new();
        quoted(&mut out, bytes, false);
        out
    }

    #[test]
    fn bytes_are_escaped_as_in_c() {
        assert_eq!(shown(b"a\"\\\n\t\x0b"), r#""a\"\\\n\t\v""#);
        assert_eq!(shown(b"\x7fELF\x02\x01\x003\xff"), r#""\177ELF\2\1\0003\377""#);
    }

    #[test]
    fn sets_of_signals_name_the_fewer() {
        let set = |bits, width| {
            let mut out = String::new();
            signal_set(&mut out, bits, width);
            out
        };
        assert_eq!((set(1 << 16 | 2, 64).as_str(), set(!(1 << 8), 64).as_str()), ("[INT CHLD]", "~[KILL]"));
        assert_eq!(set(3 << 31, 64), "[RTMIN RT_1]");
    }
}
