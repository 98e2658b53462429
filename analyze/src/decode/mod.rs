//! What raw arguments and captured bytes mean, in strace's notation. Knows no system call by name: what an argument is, the
//! table in `schema` says.

mod captures;
mod sockaddr;
mod structs;
mod text;

pub use captures::Captures;
pub use text::signal;

use schema::{
    Arch, errno,
    flags::FlagSet,
    kind::{Kind, Len, Ret},
    syscalls,
};
use std::fmt::Write;

/// A captured piece of memory.
#[derive(Debug, Clone, Default)]
pub struct Capture {
    /// Index of the argument.
    pub arg: u16,
    /// `ok`, `truncated` or `fault`.
    pub status: String,
    /// The bytes kept.
    pub bytes: Vec<u8>,
}

/// A row of `syscalls`, as far as it is shown.
#[derive(Debug, Clone)]
pub struct Call {
    /// ABI; `None` if this version knows no such ABI.
    pub arch: Option<Arch>,
    /// Number.
    pub nr: i32,
    /// Raw arguments.
    pub args: [u64; 6],
    /// Value returned.
    pub ret: Option<i64>,
    /// Captures.
    pub captures: Vec<Capture>,
}

/// `AT_FDCWD` of `include/uapi/linux/fcntl.h`.
const AT_FDCWD: i32 = -100;

impl Call {
    fn row(&self) -> Option<&'static schema::kind::Syscall> {
        syscalls::lookup(self.arch?, self.nr)
    }

    /// The arguments, separated by commas. A call without a row shows all six registers.
    pub fn arguments(&self) -> String {
        let mut out = String::new();
        match self.row() {
            Some(row) => {
                for (i, arg) in row.args.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    self.argument(&mut out, i, arg.kind);
                }
            }
            None => {
                for (i, value) in self.args.iter().enumerate() {
                    let _ = write!(out, "{}{value:#x}", if i > 0 { ", " } else { "" });
                }
            }
        }
        out
    }

    /// The result: `3`, `-1 ENOENT (No such file or directory)`, `0x7f...`, or `?` if there is none.
    pub fn result(&self) -> String {
        let Some(ret) = self.ret else { return "?".to_owned() };
        match errno::of_return(ret) {
            // A call that will be restarted has no result yet.
            Some(number) if number >= 512 => {
                format!("? {} ({})", errno::display(number), errno::message(number).unwrap_or("unknown error"))
            }
            Some(number) => {
                format!("-1 {} ({})", errno::display(number), errno::message(number).unwrap_or("unknown error"))
            }
            None if self.row().is_some_and(|row| row.ret == Ret::Hex) => format!("{ret:#x}"),
            None => ret.to_string(),
        }
    }

    /// Whether the call does not return when it succeeds, so that having no result is no mishap.
    pub fn never_returns(&self) -> bool {
        self.row().is_some_and(|row| row.ret == Ret::Never)
    }

    /// The best capture of an argument: what could be read, the first time it could be.
    fn capture(&self, arg: usize) -> Option<&Capture> {
        self.captures.iter().find(|c| usize::from(c.arg) == arg && c.status != "fault")
    }

    fn argument(&self, out: &mut String, i: usize, kind: Kind) {
        let raw = self.args.get(i).copied().unwrap_or_default();
        let word = self.arch.map_or(8, Arch::word);
        let long = if word == 4 { i64::from(raw as i32) } else { raw as i64 };
        let _ = match kind {
            Kind::Int | Kind::Fd | Kind::Pid => write!(out, "{}", raw as i32),
            Kind::DirFd if raw as i32 == AT_FDCWD => write!(out, "AT_FDCWD"),
            Kind::DirFd => write!(out, "{}", raw as i32),
            Kind::Uint => write!(out, "{}", raw as u32),
            Kind::Long | Kind::Offset => write!(out, "{long}"),
            Kind::Size => write!(out, "{raw}"),
            Kind::Hex => write!(out, "{raw:#x}"),
            Kind::Mode => write!(out, "0{:o}", raw as u32),
            Kind::Uid | Kind::Gid if raw as u32 == u32::MAX => write!(out, "-1"),
            Kind::Uid | Kind::Gid => write!(out, "{}", raw as u32),
            Kind::Dev => write!(out, "{raw:#x}"),
            Kind::Signal => write!(out, "{}", text::signal(raw as i32)),
            Kind::Enum(set) => write!(out, "{}", set.render_enum(in_width(raw, set))),
            Kind::SockOpt(level) => {
                let level = self.args.get(usize::from(level)).copied().unwrap_or_default();
                match schema::kind::socket_options(u64::from(level as u32)) {
                    Some(set) => write!(out, "{}", set.render_enum(u64::from(raw as u32))),
                    None => write!(out, "{}", raw as i32),
                }
            }
            Kind::Flags(set) => write!(out, "{}", set.render_flags(in_width(raw, set))),
            _ if raw == 0 => write!(out, "NULL"),
            _ => match self.capture(i) {
                Some(capture) => {
                    memory(out, kind, capture, self.arch.unwrap_or(Arch::X86_64));
                    Ok(())
                }
                None => write!(out, "{raw:#x}"),
            },
        };
    }
}

/// Most sets belong to arguments of 32 bits, whose upper half is whatever was in the register.
fn in_width(raw: u64, set: &FlagSet) -> u64 {
    if set.names.iter().any(|(value, _)| *value > u64::from(u32::MAX)) { raw } else { u64::from(raw as u32) }
}

fn memory(out: &mut String, kind: Kind, capture: &Capture, arch: Arch) {
    let truncated = capture.status == "truncated";
    match kind {
        Kind::Path | Kind::Str | Kind::Struct("char[]" | "xattr", ..) => text::quoted(out, &capture.bytes, truncated),
        Kind::StrVec => {
            out.push('[');
            let whole = capture.bytes.strip_suffix(b"\0").unwrap_or(&capture.bytes);
            if !whole.is_empty() || !capture.bytes.is_empty() {
                for (i, string) in whole.split(|b| *b == 0).enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    text::quoted(out, string, false);
                }
            }
            out.push_str(if truncated { ", ...]" } else { "]" });
        }
        Kind::Sockaddr(..) => sockaddr::render(out, &capture.bytes),
        // Most socket options are one number.
        Kind::Struct("sockopt", ..) if capture.bytes.len() == 4 => {
            structs::Memory { name: "int", len: Len::Fixed(4), arch, bytes: &capture.bytes, truncated }.render(out);
        }
        Kind::Struct(name, _, len) => {
            if !(structs::Memory { name, len, arch, bytes: &capture.bytes, truncated }).render(out) {
                text::hex(out, &capture.bytes, truncated);
            }
        }
        _ => text::hex(out, &capture.bytes, truncated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn call(name: &str, args: [u64; 6], ret: i64, captures: Vec<(u16, &[u8])>) -> Call {
        let captures =
            captures.into_iter().map(|(arg, bytes)| Capture { arg, status: "ok".to_owned(), bytes: bytes.to_vec() });
        let nr = Arch::X86_64.syscall_nr(name).unwrap();
        Call { arch: Some(Arch::X86_64), nr, args, ret: Some(ret), captures: captures.collect() }
    }

    #[test]
    fn calls_look_as_strace_prints_them() {
        let open = call("openat", [-100i64 as u64, 1, 0o2000000, 0, 0, 0], -2, vec![(1, b"/etc/x\n")]);
        assert!(open.arguments().starts_with("AT_FDCWD, \"/etc/x\\n\", O_RDONLY|O_CLOEXEC"), "{}", open.arguments());
        assert_eq!(open.result(), "-1 ENOENT (No such file or directory)");
        let exec = call("execve", [1, 2, 3, 0, 0, 0], 0, vec![(0, b"/bin/ls"), (1, b"ls\0-l\0")]);
        assert_eq!(exec.arguments(), "\"/bin/ls\", [\"ls\", \"-l\"], 0x3");
        let none = Call { arch: Some(Arch::X86_64), nr: 9999, args: [1, 0, 0, 0, 0, 6], ret: None, captures: vec![] };
        assert_eq!((none.arguments().as_str(), none.result().as_str()), ("0x1, 0x0, 0x0, 0x0, 0x0, 0x6", "?"));
    }

    proptest! {
        #[test]
        fn any_registers_and_bytes_are_shown_on_one_line(
            arch in 0u8..5, nr in -1i32..520, args: [u64; 6], ret: Option<i64>, pieces: Vec<(u16, u8, Vec<u8>)>,
        ) {
            let status = |n: u8| ["ok", "truncated", "fault"][usize::from(n) % 3].to_owned();
            let captures = pieces.into_iter()
                .map(|(arg, n, bytes)| Capture { arg: arg % 8, status: status(n), bytes })
                .collect();
            let call = Call { arch: Arch::from_code(arch), nr, args, ret, captures };
            let text = format!("{}{}", call.arguments(), call.result());
            prop_assert!(!text.chars().any(schema::text::is_harmful), "{text:?}");
        }
    }
}
