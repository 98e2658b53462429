//! Texts of what runs touch, without what is other each time: numbers of processes, random names, ports that nobody chose.

use schema::{
    Arch,
    kind::Kind,
    roles::{self, Role},
    syscalls,
};
use std::collections::BTreeMap;

/// Ports from here on are given to whoever asks for any (`net.ipv4.ip_local_port_range`).
const ANY_PORT: u32 = 32_768;

/// A path in which numbers and random parts are `#`.
pub fn plain_path(path: &str) -> String {
    path.split('/').map(plain_name).collect::<Vec<_>>().join("/")
}

fn plain_name(name: &str) -> String {
    let random = |part: &str| {
        let has = |of: fn(&u8) -> bool| part.bytes().any(|b| of(&b));
        let kinds = [has(u8::is_ascii_digit), has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase)];
        let mixed = kinds.iter().filter(|kind| **kind).count() > 1 && !has(|b| !b.is_ascii_alphanumeric());
        // As mkstemp makes them, and digests.
        let hex = part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit()) && kinds[0];
        part.len() >= 6 && mixed && (kinds[1] && kinds[2]) || hex
    };
    let mut out = String::new();
    for (at, part) in name.split_inclusive(['.', '-', '_']).enumerate() {
        let (part, end) = match part.char_indices().last() {
            Some((last, c)) if ['.', '-', '_'].contains(&c) => part.split_at(last),
            _ => (part, ""),
        };
        // A word alone is a name that somebody gave.
        if random(part) && (at > 0 || part.len() >= 8) {
            out.push('#');
        } else {
            let mut digits = false;
            for c in part.chars() {
                if !c.is_ascii_digit() {
                    out.push(c);
                } else if !digits {
                    out.push('#');
                }
                digits = c.is_ascii_digit();
            }
        }
        out.push_str(end);
    }
    out
}

/// What a call does with its path, in a word.
pub fn verb(call: &str, writes: bool) -> String {
    match roles::of(call) {
        Some(Role::Open(_) | Role::OpenHow) if !writes => "read ".to_owned(),
        Some(Role::Open(_) | Role::OpenHow | Role::Create | Role::Truncate) => "write ".to_owned(),
        Some(_) => format!("{call} "),
        // Looked at in whatever way.
        None => "see ".to_owned(),
    }
}

/// A peer without a port that nobody chose; that of a connection that was accepted never was.
pub fn plain_peer(call: &str, peer: &str) -> String {
    if peer.starts_with("unix:") {
        return plain_path(peer);
    }
    let accepted = call.starts_with("accept");
    match peer.rsplit_once(':') {
        Some((host, port)) if port.parse::<u32>().is_ok_and(|port| accepted || port >= ANY_PORT) => format!("{host}:#"),
        _ => peer.to_owned(),
    }
}

/// Arguments whose values have names, by their place, and the calls that have one there.
pub fn named_arguments() -> BTreeMap<u8, Vec<&'static str>> {
    let mut all: BTreeMap<u8, Vec<&'static str>> = BTreeMap::new();
    for call in syscalls::all() {
        for (at, arg) in call.args.iter().enumerate() {
            let calls = all.entry(at as u8).or_default();
            if show(arg.kind, 0).is_some() && !calls.contains(&call.name) {
                calls.push(call.name);
            }
        }
    }
    all
}

/// The name of a value of a kind of argument; `None` if they have no names.
fn show(kind: Kind, value: u64) -> Option<String> {
    // The upper half of a register is not looked at where the argument is an int.
    let int = value & 0xffff_ffff;
    match kind {
        Kind::Flags(set) => Some(set.render_flags(int)),
        Kind::LongFlags(set) => Some(set.render_flags(value)),
        Kind::FlagsSignal(set) => Some(set.render_flags(int & !0xff)),
        Kind::Enum(set) => Some(set.render_enum(int)),
        _ => None,
    }
}

/// A call and the value of its argument number `at`, if that has a name.
pub fn argument(arch: &str, call: &str, at: u8, value: u64) -> Option<String> {
    let arch = Arch::from_name(arch).unwrap_or(Arch::X86_64);
    let row = syscalls::lookup(arch, arch.syscall_nr(call)?)?;
    let arg = row.args.get(usize::from(at))?;
    let value = show(arg.kind, value)?;
    Some(format!("{call} {}={value}", arg.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_changes_each_time_is_left_out() {
        for (path, plain) in [
            ("/proc/4711/status", "/proc/#/status"),
            ("/tmp/tmp.a8Fk2Lq0Zz", "/tmp/tmp.#"),
            ("/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x#_#-linux-gnu/libc.so.#"),
            ("/etc/passwd", "/etc/passwd"),
            ("/var/cache/0a1b2c3d4e5f", "/var/cache/#"),
            ("/home/x/README", "/home/x/README"),
            ("", ""),
        ] {
            assert_eq!(plain_path(path), plain);
        }
        assert_eq!(plain_peer("accept4", "10.0.0.1:80"), "10.0.0.1:#");
        assert_eq!(plain_peer("connect", "10.0.0.1:80"), "10.0.0.1:80");
        assert_eq!(plain_peer("connect", "10.0.0.1:40000"), "10.0.0.1:#");
        assert_eq!(plain_peer("connect", "unix:/run/x"), "unix:/run/x");
    }

    #[test]
    fn arguments_have_names() {
        assert_eq!(
            argument("x86_64", "mprotect", 2, 7).as_deref(),
            Some("mprotect prot=PROT_READ|PROT_WRITE|PROT_EXEC")
        );
        assert_eq!(argument("x86_64", "ptrace", 0, 16).as_deref(), Some("ptrace request=PTRACE_ATTACH"));
        assert_eq!(argument("x86_64", "read", 0, 3), None);
        assert!(named_arguments()[&2].contains(&"mprotect"));
    }

    proptest! {
        #[test]
        fn any_path_is_plain_once(path in "[a-zA-Z0-9/._\u{e9}-]{0,40}") {
            let plain = plain_path(&path);
            prop_assert_eq!(plain.matches('/').count(), path.matches('/').count());
        }
    }
}
