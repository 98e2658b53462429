//! The text of `perf trace`: `  0.476 ( 0.011 ms): sh/12 openat(dfd: CWD, filename: "/etc/x") = 4`.
//!
//! Times are ms since perf began, unless its `-T` gave those of the boot clock. Arguments that are 0 are left out, texts are only there if
//! perf could read them, and a thread's process is not told.

use super::{
    Bad, Told as Source,
    rows::Rows,
    strace::{args, line},
    threads::{Threads, Told, Value},
};
use crate::error::Error;
use schema::{Arch, effects::AT_FDCWD, errno};
use std::collections::BTreeMap;

/// A line, taken apart.
struct Line<'a> {
    /// ns since perf began.
    ts: Option<i64>,
    dur: Option<i64>,
    comm: &'a str,
    tid: u32,
    /// From the name on.
    rest: &'a str,
}

fn head(text: &str) -> Option<Line<'_>> {
    let text = text.trim_start();
    let (stamp, rest) = text.split_once(" (")?;
    let (dur, rest) = rest.split_once("):")?;
    let ts = match stamp.trim() {
        "?" => None,
        stamp => Some(milliseconds(stamp)?),
    };
    let dur = match dur.trim() {
        "" => None,
        dur => Some(milliseconds(dur.strip_suffix("ms")?.trim())?),
    };
    let rest = rest.trim_start();
    // A name may hold spaces and slashes; the number of the thread is before the call.
    let task = match rest.find(" ... [continued]: ") {
        Some(at) => rest[..at].trim_end(),
        None => rest[..rest.find('(')?].trim_end().rsplit_once(' ')?.0.trim_end(),
    };
    let (comm, tid) = task.rsplit_once('/')?;
    Some(Line { ts, dur, comm, tid: tid.trim().parse().ok()?, rest: rest[task.len()..].trim_start() })
}

fn milliseconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.len() > 6 || whole.len() > 12 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction)
}

/// Whether this is a line of perf trace.
pub fn is_line(text: &str) -> bool {
    head(text).is_some()
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
    let mut threads = Threads::new(arch);
    // What a thread had begun when another's line came between.
    let mut begun: BTreeMap<u32, (i64, String)> = BTreeMap::new();
    for read in lines {
        let (number, bytes) = read?;
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() || text.starts_with("LOST ") {
            continue;
        }
        let Some(line) = head(&text) else {
            bad.line(number, "is no line of perf trace")?;
            continue;
        };
        let continued = line.rest.strip_prefix("... [continued]: ");
        let (whole, ts) = match (continued, line.rest.trim_end().strip_suffix("...")) {
            (None, Some(open)) => {
                begun.insert(line.tid, (line.ts.unwrap_or_default(), open.trim_end().trim_end_matches(')').to_owned()));
                continue;
            }
            (Some(tail), _) => match begun.remove(&line.tid) {
                // `wait4()) = 12`: only the name again.
                Some((ts, open)) => (format!("{open}){}", tail.split_once("))").map_or("", |(_, result)| result)), ts),
                None => (tail.replacen("))", ")", 1), line.ts.unwrap_or_default()),
            },
            (None, None) => (line.rest.to_owned(), line.ts.unwrap_or_default()),
        };
        let Some((name, texts, result)) = call(&whole) else {
            bad.line(number, "the arguments of a call are not understood")?;
            continue;
        };
        let args = texts.iter().filter_map(|text| argument(text)).collect();
        let ret = self::result(result);
        let dur = line.dur.filter(|_| ret.is_some());
        // A name of perf's that is not the kernel's.
        let name = name.strip_prefix("sys_").unwrap_or(name);
        let told = Told { tid: line.tid, comm: Some(line.comm), ts, dur, name, args, ret, ..Told::default() };
        threads.call(None, told, rows).map_err(|e| super::refused(&path, e))?;
    }
    Ok(Source {
        command: threads.command(),
        limits: vec![
            "the time of day: ts is since perf trace began".to_owned(),
            "processes: each thread stands as one of its own".to_owned(),
            "arguments that are 0, or that perf names otherwise than the manual pages, are 0; paths are known only where perf printed them"
                .to_owned(),
            "data, environments, descriptors' names unless perf printed them; cpu is 0, cgroup and namespaces are unknown".to_owned(),
        ],
        timed: true,
    })
}

/// Name, arguments and result of `name(args) = result`.
fn call(text: &str) -> Option<(&str, Vec<&str>, &str)> {
    let (name, rest) = text.split_once('(')?;
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let at = rest.rfind(" = ").or_else(|| rest.strip_suffix(" =").map(str::len)).or_else(|| rest.rfind(')'))?;
    let head = rest[..at].trim_end();
    let head = head.strip_suffix(')').unwrap_or(head);
    let parts = args::split(head.as_bytes())?;
    let parts = parts.into_iter().map(|part| std::str::from_utf8(part).ok()).collect::<Option<_>>()?;
    Some((name, parts, rest.get(at..).unwrap_or_default().trim_start_matches([')', ' ', '='])))
}

fn argument(text: &str) -> Option<(&str, Value)> {
    let (name, value) = text.split_once(": ")?;
    let value = value.trim();
    if let Some((bytes, cut)) = args::string(value.as_bytes()) {
        return Some((name, Value::Text(bytes, cut)));
    }
    let (number, stands_for) = match value.split_once('<') {
        Some((number, path)) => (number, path.strip_suffix('>').map(|path| path.as_bytes().to_owned())),
        None => (value, None),
    };
    Some((
        name,
        match number {
            "CWD" => Value::Number(i64::from(AT_FDCWD) as u64, None),
            number => match line::integer(number) {
                Some(number) => Value::Number(number, stands_for),
                None => Value::Words(number.to_owned()),
            },
        },
    ))
}

/// `-1 ENOENT (No such file or directory)`, `0x7f...`, `12 (sh)`, `?`; nothing if it is none.
fn result(text: &str) -> Option<i64> {
    let mut words = text.split_whitespace();
    let value = line::integer(words.next()?.split('<').next()?)? as i64;
    let failed = words.next().filter(|_| value == -1).and_then(errno::number);
    Some(failed.map_or(value, |errno| i64::from(-errno)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_of_perf_are_taken_apart() {
        let line =
            head("     0.476 ( 0.011 ms): a b/6653 newfstatat(dfd: 4</x>, filename: \"/y\", flag: 4096) = 0").unwrap();
        assert_eq!((line.ts, line.dur, line.comm, line.tid), (Some(476_000), Some(11_000), "a b", 6653));
        let (name, args, result) = call(line.rest).unwrap();
        assert_eq!((name, args.len(), self::result(result)), ("newfstatat", 3, Some(0)));
        let line =
            head("    22.204 (55.116 ms): sh/6653  ... [continued]: wait4())              = 6656 (sleep)").unwrap();
        assert_eq!((line.tid, line.rest.starts_with("... [continued]: wait4")), (6653, true));
        assert_eq!(
            head("         ? (         ): sh/6653  ... [continued]: execve())   = 0").map(|l| l.tid),
            Some(6653)
        );
        let (_, _, result) = call("openat(dfd: CWD) = -1 ENOENT (No such file or directory)").unwrap();
        assert_eq!(self::result(result), Some(-2));
        assert_eq!(call("getppid()    = ").map(|(_, _, result)| self::result(result)), Some(None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,80}", nearly in " *[0-9.?]{0,9} \\([ 0-9.ms]{0,9}\\): [a-z/0-9 .]{0,12}[(:\\[\\]a-z)]{0,20}[=0-9a-zA-Z \"<>]{0,30}") {
            for text in [text, nearly] {
                let _ = head(&text).map(|line| call(line.rest).map(|(_, args, result)| (args.iter().filter_map(|a| argument(a)).count(), self::result(result))));
            }
        }
    }
}
