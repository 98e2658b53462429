//! Arguments that are numbers.

use super::{Call, text};
use schema::{
    Arch,
    flags::{self, FlagSet},
    kind::Kind,
};
use std::fmt::Write;

/// `AT_FDCWD` of `include/uapi/linux/fcntl.h`.
const AT_FDCWD: i32 = -100;

/// Writes an argument; `false`, and nothing, if it is a pointer.
pub(super) fn render(call: &Call<'_>, out: &mut String, i: usize, kind: Kind, raw: u64) -> bool {
    let word = call.arch.map_or(8, Arch::word);
    let long = if word == 4 { i64::from(raw as i32) } else { raw as i64 };
    match kind {
        Kind::Int | Kind::Pid => signed(out, (raw as i32).into()),
        Kind::DirFd if raw as i32 == AT_FDCWD => {
            out.push_str("AT_FDCWD");
            descriptor(call, out, i);
        }
        Kind::Fd | Kind::DirFd => {
            signed(out, (raw as i32).into());
            descriptor(call, out, i);
        }
        Kind::Uint => unsigned(out, (raw as u32).into()),
        Kind::Long | Kind::Offset => signed(out, long),
        Kind::Size => unsigned(out, raw),
        Kind::Joined(upper) => {
            let upper = call.args.get(usize::from(upper)).copied().unwrap_or_default();
            signed(out, (upper << 32 | raw & 0xffff_ffff) as i64);
        }
        Kind::Named(set) => match set.name(raw & 0xffff_ffff).or_else(|| set.name(long as u64)) {
            Some(name) => out.push_str(name),
            None => signed(out, (raw as i32).into()),
        },
        Kind::Key if raw as u32 == 0 => out.push_str("IPC_PRIVATE"),
        Kind::Key => hex(out, (raw as u32).into()),
        Kind::FlagsMode(set) => {
            const MODE: u64 = 0o777;
            let flags = u64::from(raw as u32) & !MODE;
            if flags != 0 {
                set.write_flags(out, flags);
                out.push('|');
            }
            octal(out, raw & MODE);
        }
        Kind::Handler => handler(out, raw),
        Kind::Id16 if raw as u16 == u16::MAX => out.push_str("-1"),
        Kind::Id16 => unsigned(out, (raw as u16).into()),
        Kind::Errno => match schema::errno::name(raw as i32) {
            Some(name) => out.push_str(name),
            None => signed(out, (raw as i32).into()),
        },
        Kind::FutexOp => futex_op(out, raw as u32),
        Kind::IoPrio => {
            out.push_str("IOPRIO_PRIO_VALUE(");
            flags::IOPRIO_CLASS.write_enum(out, (raw as u32 >> 13).into());
            out.push_str(", ");
            unsigned(out, raw & 0x1fff);
            out.push(')');
        }
        Kind::Hex => hex(out, raw),
        Kind::Hex32 => hex(out, (raw as u32).into()),
        Kind::Addr => address(out, raw),
        Kind::Mode => octal(out, (raw as u16).into()),
        Kind::FileMode => text::mode(out, (raw as u16).into()),
        Kind::Uid | Kind::Gid if raw as u32 == u32::MAX => out.push_str("-1"),
        Kind::Uid | Kind::Gid => unsigned(out, (raw as u32).into()),
        Kind::Dev => text::device(out, raw),
        Kind::Signal => text::signal_name(out, raw as i32),
        Kind::SigSet => text::signal_set(out, raw, word as u32 * 8),
        Kind::Enum(set) => set.write_enum(out, in_width(raw, set)),
        Kind::Flags(set) => set.write_flags(out, in_width(raw, set)),
        Kind::LongFlags(set) => set.write_flags(out, if word == 4 { u64::from(raw as u32) } else { raw }),
        Kind::FlagsSignal(set) => with_signal(out, raw, set),
        Kind::SockOpt(level) => match schema::kind::socket_options(level_of(call, level)) {
            Some(set) => set.write_enum(out, (raw as u32).into()),
            None => signed(out, (raw as i32).into()),
        },
        Kind::Protocol(domain) => match schema::kind::protocols(level_of(call, domain)) {
            Some((set, true)) => {
                let number = u16::from_be(raw as u16);
                out.push_str("htons(");
                set.write_enum(out, number.into());
                out.push(')');
            }
            Some((set, false)) => set.write_enum(out, (raw as u32).into()),
            None => signed(out, (raw as i32).into()),
        },
        Kind::QuotaCmd => {
            out.push_str("QCMD(");
            flags::QUOTA_CMD.write_enum(out, (raw & 0xffff_ff00) >> 8);
            out.push_str(", ");
            flags::QUOTA_TYPE.write_enum(out, raw & 0xff);
            out.push(')');
        }
        Kind::Request(choices) => request(out, raw as u32, choices.find(raw).map(|row| row.name)),
        _ => return false,
    }
    true
}

/// An argument as the lower half of its register.
pub(super) fn level_of(call: &Call<'_>, arg: u8) -> u64 {
    u64::from(call.args.get(usize::from(arg)).copied().unwrap_or_default() as u32)
}

/// Most sets belong to arguments of 32 bits, whose upper half is whatever was in the register.
fn in_width(raw: u64, set: &FlagSet) -> u64 {
    if set.names.iter().any(|(value, _)| *value > u64::from(u32::MAX)) { raw } else { u64::from(raw as u32) }
}

/// `CLONE_VM|SIGCHLD`: flags, and the signal in the lowest byte.
fn with_signal(out: &mut String, raw: u64, set: &FlagSet) {
    let (bits, number) = (raw & !0xff, (raw & 0xff) as i32);
    if bits != 0 || number == 0 {
        set.write_flags(out, bits);
    }
    if number != 0 {
        out.push_str(if bits != 0 { "|" } else { "" });
        text::signal_name(out, number);
    }
}

/// The name of a request of ioctl(2), or its parts (`include/uapi/asm-generic/ioctl.h`).
fn request(out: &mut String, request: u32, name: Option<&str>) {
    if let Some(name) = name.or_else(|| flags::IOCTL.name(request.into())) {
        out.push_str(name);
        return;
    }
    let direction = match request >> 30 {
        0 => "_IOC_NONE",
        1 => "_IOC_WRITE",
        2 => "_IOC_READ",
        _ => "_IOC_READ|_IOC_WRITE",
    };
    let (group, number, size) = (request >> 8 & 0xff, request & 0xff, request >> 16 & 0x3fff);
    let _ = write!(out, "_IOC({direction}, ");
    for (i, part) in [group, number, size].into_iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        hex(out, part.into());
    }
    out.push(')');
}

/// Behind the first descriptor of a call, what it stands for.
fn descriptor(call: &Call<'_>, out: &mut String, i: usize) {
    if call.notation.descriptors == 0 {
        return;
    }
    let first = call.row().and_then(|row| row.args.iter().position(|arg| matches!(arg.kind, Kind::Fd | Kind::DirFd)));
    if first == Some(i)
        && let Some(path) = call.fd_path
    {
        stands_for(out, path, call.notation.descriptors);
    }
}

/// `</etc/passwd>`; of a socket its two ends only if they were asked for.
pub(super) fn stands_for(out: &mut String, path: &str, level: u8) {
    let kind = path.split(":[").next().unwrap_or(path);
    let socket = ["TCP", "UDP", "UNIX", "NETLINK", "RAW"].iter().any(|name| kind.starts_with(name));
    out.push('<');
    out.push_str(if socket && level < 2 { kind } else { path });
    out.push('>');
}

/// A number with a sign, decimal.
pub(super) fn signed(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    unsigned(out, number.unsigned_abs());
}

/// A number, decimal.
pub fn unsigned(out: &mut String, number: u64) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// A number in hexadecimal; 0 as it is.
pub(super) fn hex(out: &mut String, number: u64) {
    if number == 0 {
        out.push('0');
        return;
    }
    let mut digits = [b'0'; 16];
    for (place, digit) in digits.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (60 - 4 * place) & 0xf) as usize];
    }
    out.push_str("0x");
    out.push_str(std::str::from_utf8(&digits[number.leading_zeros() as usize / 4..]).unwrap_or_default());
}

/// `FUTEX_OP_ADD<<28|0x3<<12|FUTEX_OP_CMP_GT<<24|0x4`: what FUTEX_WAKE_OP does and compares
/// (`include/uapi/linux/futex.h`).
fn futex_op(out: &mut String, raw: u32) {
    const SHIFT: u32 = 8;
    let (operation, comparison) = (raw >> 28, raw >> 24 & 0xf);
    if operation & SHIFT != 0 {
        out.push_str("FUTEX_OP_OPARG_SHIFT<<28|");
    }
    flags::FUTEX_OP.write_enum(out, (operation & !SHIFT).into());
    out.push_str("<<28|");
    hex(out, (raw >> 12 & 0xfff).into());
    out.push_str("<<12|");
    flags::FUTEX_OP_CMP.write_enum(out, comparison.into());
    out.push_str("<<24|");
    hex(out, (raw & 0xfff).into());
}

/// What is to be done about a signal.
pub(super) fn handler(out: &mut String, raw: u64) {
    match raw {
        0 => out.push_str("SIG_DFL"),
        1 => out.push_str("SIG_IGN"),
        address => hex(out, address),
    }
}

/// An address that is not followed.
pub(super) fn address(out: &mut String, raw: u64) {
    match raw {
        0 => out.push_str("NULL"),
        raw => hex(out, raw),
    }
}

/// A mode: octal, with a 0 before it, and at least three digits of a mode that is 0.
pub(super) fn octal(out: &mut String, mode: u64) {
    let _ = write!(out, "0{mode:02o}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(write: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn numbers_are_written_as_c_writes_them() {
        for n in [0, 1, 15, 16, 255, 0x7fff_ffff, u64::MAX, 1 << 63] {
            assert_eq!(shown(|out| hex(out, n)), if n == 0 { "0".into() } else { format!("{n:#x}") });
            assert_eq!(shown(|out| unsigned(out, n)), n.to_string());
            assert_eq!(shown(|out| signed(out, n as i64)), (n as i64).to_string());
        }
        assert_eq!(shown(|out| octal(out, 0o644)), "0644");
        assert_eq!(shown(|out| octal(out, 0)), "000");
    }

    #[test]
    fn requests_without_a_name_are_taken_apart() {
        assert_eq!(shown(|out| request(out, 0x8004_5499, None)), "_IOC(_IOC_READ, 0x54, 0x99, 0x4)");
        assert_eq!(shown(|out| request(out, 0, None)), "_IOC(_IOC_NONE, 0, 0, 0)");
    }

    #[test]
    fn clone_has_its_signal_last() {
        assert_eq!(
            shown(|out| with_signal(out, 0x0120_0011, &flags::CLONE3)),
            "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD"
        );
        assert_eq!(shown(|out| with_signal(out, 17, &flags::CLONE3)), "SIGCHLD");
        assert_eq!(shown(|out| with_signal(out, 0, &flags::CLONE3)), "0");
    }
}
