//! strace(1) beside us: runs it, reads its text, and compares thread by thread.

use crate::{
    compare,
    trace::{Call, path_args},
};
use anyhow::{Context, Result};
use std::{collections::BTreeMap, path::Path, process::Command};

/// A command that traces into `out`. Strings are printed in hexadecimal, so that they need no unquoting.
pub fn command(out: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-xx", "-s", "65535", "-e", "signal=none", "-o"]).arg(out);
    command
}

/// The calls in strace's output, each thread's in order.
///
/// # Errors
/// When a line cannot be read.
pub fn calls(out: &Path) -> Result<Vec<Call>> {
    lines(out)?.iter().map(|(tid, line)| parse(*tid, line).with_context(|| format!("cannot read: {line}"))).collect()
}

/// The texts of the calls in strace's output, in the order in which they ended; those that did not come last.
///
/// # Errors
/// When the file cannot be read, or a line of it.
pub fn lines(out: &Path) -> Result<Vec<(u32, String)>> {
    let text = std::fs::read_to_string(out).with_context(|| out.display().to_string())?;
    let mut unfinished: BTreeMap<u32, String> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let (tid, rest) = line.split_once(' ').with_context(|| format!("no thread id: {line}"))?;
        let (tid, rest) = (tid.parse::<u32>().with_context(|| line.to_owned())?, rest.trim_start());
        if rest.starts_with("+++") || rest.starts_with("---") {
            continue;
        }
        if let Some(head) = rest.strip_suffix("<unfinished ...>") {
            unfinished.insert(tid, head.trim_end().to_owned());
            continue;
        }
        let whole = match rest.strip_prefix("<... ") {
            Some(resumed) => {
                let (_, tail) = resumed.split_once(" resumed>").with_context(|| line.to_owned())?;
                unfinished.remove(&tid).unwrap_or_default() + tail
            }
            None => rest.to_owned(),
        };
        lines.push((tid, whole));
    }
    lines.extend(unfinished.into_iter().map(|(tid, head)| (tid, format!("{head}) = ?"))));
    Ok(lines)
}

/// Reads `name(args) = ret ERRNO (message)`.
fn parse(tid: u32, line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (args, result) = rest.rsplit_once(" = ")?;
    let args = args.trim_end().strip_suffix(')')?;
    let mut words = result.split_whitespace();
    let value = words.next()?;
    let errno = words.next().filter(|w| w.starts_with('E')).map(str::to_owned);
    let ret = match value {
        "?" => None,
        hex if hex.starts_with("0x") => Some(u64::from_str_radix(&hex[2..], 16).ok()? as i64),
        number => Some(number.parse().ok()?),
    };
    let nr = schema::Arch::X86_64.syscall_nr(name)?;
    let args = split(args);
    let paths = path_args("x86_64", nr).iter().map(|i| args.get(*i).and_then(|arg| string(arg))).collect();
    Some(Call { tid, name: name.to_owned(), ret, errno, paths })
}

/// Arguments at the top level of brackets; hexadecimal strings hold no brackets and no commas.
fn split(args: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (i, c) in args.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(args[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(args[start..].trim());
    out
}

/// The bytes of `"\x2f\x65"`; `None` for an address or NULL.
fn string(arg: &str) -> Option<Vec<u8>> {
    let inner = arg.strip_prefix('"')?.strip_suffix('"')?;
    inner.split("\\x").skip(1).map(|hex| u8::from_str_radix(hex, 16).ok()).collect()
}

/// How far two recordings of a program agree.
#[derive(Debug, Default)]
pub struct Agreement {
    /// Calls compared: the longer of the two sequences of each thread.
    pub calls: usize,
    /// Of these, equal.
    pub equal: usize,
    /// The first differences.
    pub differences: Vec<String>,
}

/// Compares thread by thread. Threads are matched by how they came about: the third child of the second child of the
/// first. Calls named in `ignore` are left out on both sides.
pub fn compare(theirs: &[Call], ours: &[Call], ignore: &[&str]) -> Agreement {
    let (theirs, ours) = (threads(theirs, ignore), threads(ours, ignore));
    let mut agreement = Agreement::default();
    let keys: std::collections::BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
    for key in keys {
        let empty = Vec::new();
        let (a, b) = (theirs.get(key).unwrap_or(&empty), ours.get(key).unwrap_or(&empty));
        agreement.calls += a.len().max(b.len());
        for i in 0..a.len().max(b.len()) {
            if a.get(i) == b.get(i) {
                agreement.equal += 1;
            } else if agreement.differences.len() < 5 {
                let (a, b) = (a.get(i), b.get(i));
                agreement.differences.push(format!("thread {key:?} call {i}: strace {a:?}, record {b:?}"));
            }
        }
    }
    agreement
}

/// Each thread's calls, under the path of its descent, with what differs between two runs taken out.
fn threads(calls: &[Call], ignore: &[&str]) -> BTreeMap<Vec<usize>, Vec<Call>> {
    // The order of lines between threads is not certain, so descent is found first, from the returns of clone.
    let forks = calls.iter().filter_map(|call| match (call.name.as_str(), call.ret) {
        ("clone" | "clone3" | "fork" | "vfork", Some(child)) if child > 0 => Some((call.tid, child as u32)),
        _ => None,
    });
    let Some(root) = calls.first().map(|c| c.tid) else { return BTreeMap::new() };
    let keys = compare::descent(root, forks);
    let mut out: BTreeMap<Vec<usize>, Vec<Call>> = BTreeMap::new();
    for call in calls.iter().filter(|c| !ignore.contains(&c.name.as_str())) {
        let key = keys.get(&call.tid).cloned().unwrap_or_else(|| vec![usize::MAX]);
        out.entry(key).or_default().push(neutral(call));
    }
    out
}

/// Calls that return an address or a process id.
const VARYING: &[&str] = &[
    "brk",
    "mmap",
    "mremap",
    "shmat",
    "clone",
    "clone3",
    "fork",
    "vfork",
    "wait4",
    "getpid",
    "gettid",
    "getppid",
    "getpgrp",
    "getpgid",
    "getsid",
    "setsid",
    "set_tid_address",
    "rt_sigreturn",
];

fn neutral(call: &Call) -> Call {
    let mut call = Call { tid: 0, ..call.clone() };
    if VARYING.contains(&call.name.as_str()) && call.ret.is_some_and(|ret| ret > 0) {
        call.ret = Some(1);
    }
    // strace prints every error as -1 and an interrupted call as "?"; the name says which error it was.
    if call.errno.is_some() {
        call.ret = None;
    }
    call
}
