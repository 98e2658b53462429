//! The log of auditd (auditd.conf(5), log_format RAW or ENRICHED): an event is the lines with the same `msg=audit(TIME:SERIAL)`. SYSCALL
//! tells the call, CWD, PATH, SOCKADDR and EXECVE what its arguments led to. Values that are no plain text are in hexadecimal.

use super::{
    Bad, Told as Source,
    rows::Rows,
    threads::{Threads, Told},
};
use crate::error::Error;
use schema::{Arch, text::escape};
use std::collections::BTreeMap;

/// An event being gathered.
#[derive(Default)]
struct Event {
    id: String,
    line: u64,
    ts: i64,
    call: Option<BTreeMap<String, String>>,
    cwd: Option<Vec<u8>>,
    paths: Vec<(Vec<u8>, String)>,
    address: Option<Vec<u8>>,
    argv: BTreeMap<usize, Vec<u8>>,
}

/// The ABI of `arch=`, an AUDIT_ARCH of linux/audit.h: the ELF machine and bits for its width and order.
fn arch(text: &str) -> Option<Arch> {
    match text {
        "c000003e" | "x86_64" => Some(Arch::X86_64),
        "40000003" | "i386" => Some(Arch::I386),
        "c00000b7" | "aarch64" => Some(Arch::Aarch64),
        _ => None,
    }
}

/// Whether this is a line of an audit log.
pub fn is_line(text: &str) -> bool {
    text.contains("type=") && text.contains(" msg=audit(")
}

/// The type, id and time of a line, and its fields.
fn parse(text: &str) -> Option<(&str, &str, i64, &str)> {
    // `node=NAME` may come first.
    let text = &text[text.find("type=")? + 5..];
    let (kind, rest) = text.split_once(" msg=audit(")?;
    let (id, fields) = rest.split_once(')')?;
    let (time, _) = id.split_once(':')?;
    let (seconds, fraction) = time.split_once('.')?;
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<9}").parse().ok()?;
    let ts = seconds.parse::<u32>().ok().map(i64::from)? * 1_000_000_000 + fraction;
    // What an enriched log adds comes behind this sign.
    let fields = fields.split('\x1d').next().unwrap_or_default();
    Some((kind, id, ts, fields.trim_start_matches(':').trim()))
}

/// `name=value name="value" ...`.
fn fields(text: &str) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let end = match after.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(after.len(), |at| at + 2),
            None => after.find(' ').unwrap_or(after.len()),
        };
        let (value, next) = after.split_at(end);
        fields.insert(name.trim().to_owned(), value.to_owned());
        rest = next.trim_start();
    }
    fields
}

/// The bytes of a value: in quotes as it is, or else in hexadecimal.
fn bytes(value: &str) -> Option<Vec<u8>> {
    if let Some(plain) = value.strip_prefix('"') {
        return Some(plain.strip_suffix('"').unwrap_or(plain).as_bytes().to_owned());
    }
    if value == "(null)" || value.is_empty() {
        return None;
    }
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let pairs = value.as_bytes().chunks(2).map(|pair| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8));
    // A short word without a sign that must be quoted may stand as it is.
    Some(pairs.collect::<Option<Vec<u8>>>().unwrap_or_else(|| value.as_bytes().to_owned()))
}

/// Reads the log.
///
/// # Errors
/// When it cannot be read, or a line is not understood and that is to be an error.
pub fn read(
    lines: impl Iterator<Item = Result<(u64, Vec<u8>), Error>>,
    arch: Arch,
    rows: &mut Rows,
    bad: &mut Bad,
) -> Result<Source, Error> {
    let mut threads = Threads::new(arch);
    let mut event = Event::default();
    for read in lines {
        let (number, line) = read?;
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() || text.starts_with("----") {
            continue;
        }
        let Some((kind, id, ts, rest)) = parse(&text) else {
            bad.line(number, "is no line of an audit log")?;
            continue;
        };
        if id != event.id {
            finish(std::mem::take(&mut event), &mut threads, rows, bad)?;
            event = Event { id: id.to_owned(), ts, line: number, ..Event::default() };
        }
        let fields = fields(rest);
        let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        match kind {
            "SYSCALL" => (event.call, event.line) = (Some(fields), number),
            "CWD" => event.cwd = bytes(get("cwd")),
            "PATH" => {
                if let Some(name) = bytes(get("name")) {
                    event.paths.push((name, get("nametype").to_owned()));
                }
            }
            "SOCKADDR" => event.address = bytes(get("saddr")),
            "EXECVE" => {
                for (name, value) in &fields {
                    // Long ones come in parts: a1[0], a1[1].
                    let place = name.strip_prefix('a').map(|rest| rest.split('[').next().unwrap_or_default());
                    if let Some(place) =
                        place.and_then(|place| place.parse::<usize>().ok()).filter(|place| *place < 1 << 16)
                    {
                        event.argv.entry(place).or_default().extend(bytes(value).unwrap_or_default());
                    }
                }
            }
            _ => {}
        }
    }
    finish(event, &mut threads, rows, bad)?;
    Ok(Source {
        command: threads.command(),
        limits: vec![
            "durations: auditd tells one time, and no call has a duration".to_owned(),
            "only calls that an audit rule asked for; their first four arguments".to_owned(),
            "threads: the log names processes and threads alike; data, environments, descriptors' names; cpu is 0"
                .to_owned(),
        ],
        timed: true,
    })
}

fn finish(event: Event, threads: &mut Threads, rows: &mut Rows, bad: &mut Bad) -> Result<(), Error> {
    // Logins and other events that are no calls.
    let Some(call) = event.call else { return Ok(()) };
    let get = |name: &str| call.get(name).map(String::as_str);
    let number = |name: &str| get(name).and_then(|text| text.parse::<u32>().ok());
    let of = get("arch").and_then(arch);
    let name = get("syscall").and_then(|text| match text.parse::<i32>() {
        Ok(nr) => of.map(|of| of.display_name(nr).into_owned()),
        Err(_) => Some(text.to_owned()),
    });
    let (Some(name), Some(pid)) = (name, number("pid")) else {
        return bad.line(event.line, "a call without a number, ABI or process that is known");
    };
    let mut registers = [0; 6];
    for (i, register) in registers.iter_mut().enumerate().take(4) {
        *register = get(&format!("a{i}")).and_then(|text| u64::from_str_radix(text, 16).ok()).unwrap_or_default();
    }
    // The folder of what is made or removed is listed too.
    let paths = event.paths.into_iter().filter(|(_, kind)| kind != "PARENT").map(|(path, _)| {
        let absolute = match (path.starts_with(b"/"), &event.cwd) {
            (true, _) => Some(path.clone()),
            (false, Some(cwd)) if registers[0] as i32 == schema::effects::AT_FDCWD || !name.ends_with("at") => {
                Some([cwd.as_slice(), b"/", path.strip_prefix(b"./").unwrap_or(&path)].concat())
            }
            _ => None,
        };
        (path, absolute)
    });
    // Of an execve its interpreters follow.
    let paths: Vec<_> = paths.take(if name.starts_with("execve") { 1 } else { 2 }).collect();
    let text = |name: &str| get(name).and_then(bytes).map(|text| escape(&text).into_owned());
    let comm = get("comm").and_then(bytes).map(|text| String::from_utf8_lossy(&text).into_owned());
    let argv = (!event.argv.is_empty()).then(|| event.argv.values().map(|arg| escape(arg).into_owned()).collect());
    let told = Told {
        tid: pid,
        ppid: number("ppid"),
        ts: event.ts,
        comm: comm.as_deref(),
        exe: text("exe"),
        name: &name,
        registers,
        ret: get("exit").and_then(|text| text.parse().ok()),
        paths,
        peer: event.address.as_deref().and_then(schema::sockaddr::display),
        argv,
        ..Told::default()
    };
    let path = bad.path.clone();
    threads.call(of, told, rows).map_err(|e| super::refused(&path, e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_of_auditd_are_taken_apart() {
        let text = "node=h type=SYSCALL msg=audit(1700000000.123:456): arch=c000003e syscall=257 exit=3 comm=\"a b\" key=(null)\x1dARCH=x86_64";
        let (kind, id, ts, rest) = parse(text).unwrap();
        assert_eq!((kind, id, ts), ("SYSCALL", "1700000000.123:456", 1_700_000_000_123_000_000));
        let fields = fields(rest);
        assert_eq!((fields["comm"].as_str(), fields["exit"].as_str(), fields.len()), ("\"a b\"", "3", 5));
        assert_eq!(bytes("2F746D702F612062").as_deref(), Some(&b"/tmp/a b"[..]));
        assert_eq!(bytes("\"/etc/x\"").as_deref(), Some(&b"/etc/x"[..]));
        assert_eq!(bytes("(null)"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,60}", nearly in "type=[A-Z]{0,8} msg=audit\\([0-9.:]{0,20}\\)?:?( [a-z0-9]{0,5}=\"?[A-F0-9a-z]{0,8}\"?){0,6}") {
            for text in [text, nearly] {
                let _ = parse(&text).map(|(_, _, _, rest)| fields(rest).values().filter_map(|value| bytes(value)).count());
            }
        }
    }
}
