//! The text of sysdig, in its usual form: `87 14:28:34.506542365 0 cat (1234.1234) > openat dirfd=-100(AT_FDCWD) name=/etc/x flags=1(O_RDONLY)`,
//! a line where a call begins (`>`) and one where it ends (`<`). Later versions tell only the end.

use super::{
    Bad, Told as Source,
    rows::Rows,
    threads::{Threads, Told, Value},
};
use crate::error::Error;
use schema::{Arch, effects::AT_FDCWD, errno};
use std::collections::BTreeMap;

/// A line, taken apart.
struct Line<'a> {
    ts: i64,
    comm: &'a str,
    tgid: u32,
    tid: u32,
    begins: bool,
    name: &'a str,
    info: &'a str,
}

fn parse(text: &str) -> Option<Line<'_>> {
    let mut words = text.trim_start().splitn(4, ' ');
    let _number: u64 = words.next()?.parse().ok()?;
    let ts = time(words.next()?)?;
    let _cpu: u16 = words.next()?.parse().ok()?;
    let rest = words.next()?;
    let at = [") > ", ") < "].iter().filter_map(|sign| rest.find(sign)).min()?;
    let (task, after) = (&rest[..at], &rest[at + 2..]);
    let (comm, ids) = task.rsplit_once('(')?;
    let (tgid, tid) = ids.split_once('.').unwrap_or((ids, ids));
    let (name, info) = after[2..].split_once(' ').unwrap_or((&after[2..], ""));
    Some(Line {
        ts,
        comm: comm.trim_end(),
        tgid: tgid.parse().ok()?,
        tid: tid.parse().ok()?,
        begins: after.starts_with('>'),
        name: name.trim(),
        info: info.trim(),
    })
}

/// `14:28:34.506542365`, or seconds since 1970 or the begin (`-t a`, `-t r`), as ns.
fn time(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    if fraction.len() > 9 || fraction.is_empty() {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<9}").parse().ok()?;
    let seconds = whole
        .split(':')
        .try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(i64::from(part.parse::<u32>().ok()?)))?;
    seconds.checked_mul(1_000_000_000)?.checked_add(fraction)
}

/// Whether this is a line of sysdig.
pub fn is_line(text: &str) -> bool {
    parse(text).is_some()
}

/// Names of events that are not those of the calls they stand for.
fn call_name(event: &str) -> &str {
    match event {
        "procexit" => "exit_group",
        "pread" => "pread64",
        "pwrite" => "pwrite64",
        "nanosleep" => "clock_nanosleep",
        "fstatat" => "newfstatat",
        other => other,
    }
}

/// `name=value name=value`, where values may hold spaces: the name of the next is a word before a `=`.
fn fields(info: &str) -> Vec<(&str, &str)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, _) in info.match_indices('=') {
        let name = info[..at].rfind(' ').map_or(0, |space| space + 1);
        let word = &info[name..at];
        let free = starts.last().is_none_or(|(_, sign)| *sign < name);
        if free && !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            starts.push((name, at));
        }
    }
    let ends = starts.iter().skip(1).map(|(name, _)| *name).chain([info.len()]);
    starts.iter().zip(ends).map(|((name, at), end)| (&info[*name..*at], info[at + 1..end].trim_end())).collect()
}

/// A number with what it stands for: `3(<f>/etc/x)`, `-2(ENOENT)`, `-100(AT_FDCWD)`, `1024`.
fn number(text: &str) -> Option<(i64, Option<&str>)> {
    let (number, about) = match text.split_once('(') {
        Some((number, about)) => (number, Some(about.strip_suffix(')').unwrap_or(about))),
        None => (text, None),
    };
    let number = match number.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok()? as i64,
        None => number.parse().ok()?,
    };
    Some((number, about))
}

/// Reads the text.
///
/// # Errors
/// When it cannot be read, or a line is not understood and that is to be an error.
pub fn read(
    lines: impl Iterator<Item = Result<(u64, Vec<u8>), Error>>,
    arch: Arch,
    rows: &mut Rows,
    bad: &mut Bad,
) -> Result<Source, Error> {
    let path = bad.path.clone();
    let refused = |e| super::refused(&path, e);
    let mut threads = Threads::new(arch);
    let mut begun: BTreeMap<u32, (i64, String, String)> = BTreeMap::new();
    let mut ends_only = false;
    for read in lines {
        let (line_number, bytes) = read?;
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() {
            continue;
        }
        let Some(line) = parse(&text) else {
            bad.line(line_number, "is no line of sysdig")?;
            continue;
        };
        let name = call_name(line.name);
        // Switches of processors, signals and the like are no calls.
        if !threads.is_call(name) {
            continue;
        }
        let never_ends = matches!(name, "exit" | "exit_group");
        if line.begins && !never_ends {
            begun.insert(line.tid, (line.ts, name.to_owned(), line.info.to_owned()));
            continue;
        }
        let (ts, dur, before) = match begun.remove(&line.tid) {
            Some((ts, begun, info)) if begun == name => (ts, Some(line.ts.saturating_sub(ts)), info),
            _ => (line.ts, None, String::new()),
        };
        ends_only |= dur.is_none() && !never_ends;
        let all: Vec<(&str, &str)> = fields(&before).into_iter().chain(fields(line.info)).collect();
        let get = |name: &str| all.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let opens = matches!(
            name,
            "open"
                | "openat"
                | "openat2"
                | "creat"
                | "socket"
                | "accept"
                | "accept4"
                | "dup"
                | "dup2"
                | "dup3"
                | "epoll_create1"
                | "eventfd2"
                | "memfd_create"
        );
        let result = get("res").or_else(|| get("fd").filter(|_| opens)).and_then(number);
        let ret = result.map(|(value, about)| match about.and_then(errno::number) {
            Some(errno) if value < 0 => i64::from(-errno),
            _ => value,
        });
        let args: Vec<(&str, Value)> = all
            .iter()
            .filter(|(name, _)| *name != "res" && !(*name == "fd" && opens))
            .filter_map(|(name, value)| Some((*name, value_of(name, value)?)))
            .collect();
        let argv = get("args").map(|args| {
            // Its points end each argument.
            let exe = get("exe").into_iter();
            exe.chain(args.split('.').filter(|arg| !arg.is_empty()))
                .map(|arg| schema::text::escape(arg.as_bytes()).into_owned())
                .collect()
        });
        let mut registers = [0; 6];
        if never_ends {
            registers[0] = get("status").or_else(|| get("ret")).and_then(number).map_or(0, |(n, _)| n as u64);
        }
        let told = Told {
            tid: line.tid,
            tgid: Some(line.tgid),
            ppid: get("ptid").and_then(number).and_then(|(n, _)| u32::try_from(n).ok()),
            ts,
            dur: dur.filter(|_| ret.is_some()),
            comm: Some(line.comm),
            exe: get("exe").map(str::to_owned),
            name,
            registers,
            args,
            ret,
            peer: get("tuple").or_else(|| get("addr")).and_then(peer),
            argv,
            ..Told::default()
        };
        threads.call(None, told, rows).map_err(refused)?;
    }
    let mut limits = vec![
        "arguments that sysdig names otherwise than the manual pages, or shows by other words, are 0".to_owned(),
        "the day: times are those of a clock on the first day of 1970".to_owned(),
        "cgroup and namespaces are unknown; cpu is 0".to_owned(),
    ];
    if ends_only {
        limits.push(
            "durations: of calls without a line where they begin (versions from 0.36 on) ts is the end".to_owned(),
        );
    }
    Ok(Source { command: threads.command(), limits, timed: true })
}

fn value_of(name: &str, value: &str) -> Option<Value> {
    // A path may look like a number.
    if matches!(name, "name" | "path" | "pathname" | "oldpath" | "newpath" | "target" | "linkpath" | "filename") {
        // Relative ones are followed by what they are in full: `x(/a/x)`.
        let given = value.split_once('(').filter(|(_, rest)| rest.ends_with(')')).map_or(value, |(given, _)| given);
        return Some(Value::Text(given.as_bytes().to_owned(), false));
    }
    if name == "data" {
        return Some(Value::Text(value.as_bytes().to_owned(), value.len() >= 80));
    }
    let (number, about) = number(value)?;
    // sysdig has numbers of its own for flags.
    if let Some(words) = about.filter(|about| {
        *about != "AT_FDCWD"
            && about.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'|'))
    }) {
        return Some(Value::Words(words.to_owned()));
    }
    let path = about.and_then(|about| about.strip_prefix('<')).and_then(|about| Some(about.split_once('>')?.1));
    let number = if about == Some("AT_FDCWD") { i64::from(AT_FDCWD) } else { number };
    Some(Value::Number(number as u64, path.map(|path| path.as_bytes().to_owned())))
}

/// The other end of `10.0.0.1:5000->10.0.0.2:80`.
fn peer(tuple: &str) -> Option<String> {
    let (_, to) = tuple.rsplit_once("->")?;
    (!to.is_empty()).then(|| schema::text::escape(to.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_of_sysdig_are_taken_apart() {
        let line = parse("87 14:28:34.506542365 0 my prog (1234.1235) < openat fd=3(<f>/etc/x y) dirfd=-100(AT_FDCWD) name=/etc/x y flags=1(O_RDONLY)").unwrap();
        assert_eq!((line.comm, line.tgid, line.tid, line.begins, line.name), ("my prog", 1234, 1235, false, "openat"));
        assert_eq!(line.ts, (14 * 3600 + 28 * 60 + 34) * 1_000_000_000 + 506_542_365);
        let fields = fields(line.info);
        assert_eq!(fields[2], ("name", "/etc/x y"));
        assert_eq!(number(fields[0].1), Some((3, Some("<f>/etc/x y"))));
        assert_eq!(number("-2(ENOENT)"), Some((-2, Some("ENOENT"))));
        assert_eq!(parse("1 1.5 0 a (7) > close fd=3").map(|line| (line.tgid, line.tid)), Some((7, 7)));
        assert_eq!(peer("10.0.0.1:5000->10.0.0.2:80").as_deref(), Some("10.0.0.2:80"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,60}", nearly in "[0-9]{1,3} [0-9:.]{0,14} [0-9] [a-z( ]{0,6}\\([0-9.]{0,9}\\) [<>] [a-z0-9]{0,8}( ?[a-z=(<)/>]{0,9}){0,5}") {
            for text in [text, nearly] {
                let _ = parse(&text).map(|line| fields(line.info).iter().filter_map(|(name, value)| value_of(name, value)).count());
            }
        }
    }
}
