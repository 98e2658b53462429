//! ptrace and eBPF on the programs of `corpus/`, column by column. The eBPF recorder watches the ptrace recorder at its work, so
//! both see the very same run, and every value must be the same.
//!
//! `CORPUS=NAME,NAME` takes only these programs.

use crate::{Case, corpus};
use anyhow::{Context, Result, ensure};
use e2e::{binary, stdout};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsStr,
    path::Path,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![Case { name: "columns::equal_through_both_backends", skip: no_ebpf.clone(), run: equal }]
}

/// The columns that both backends know; `cpu` and `cgroup` are eBPF's alone, and times are each recorder's own.
const COLUMNS: [&str; 20] = [
    "arch",
    "nr",
    "name",
    "a0",
    "a1",
    "a2",
    "a3",
    "a4",
    "a5",
    "ret",
    "errno",
    "path",
    "path2",
    "path_abs",
    "path2_abs",
    "fd_path",
    "peer",
    "ns_tgid",
    "comm",
    "data",
];

/// Where they differ, and why.
const KNOWN: [(&str, &str); 2] = [
    // Who kills himself has no stop at the end of his call.
    ("'kill'", "ret"),
    // eBPF keeps strings up to 4096 bytes, whatever --snaplen is.
    ("'fgetxattr'", "data"),
];

/// The rows of each thread, in order.
type Threads = HashMap<u32, Vec<Vec<String>>>;

fn threads(trace: &Path) -> Result<Threads> {
    let db = Connection::open(trace)?;
    let columns = COLUMNS.map(|name| format!("quote({name})")).join(", ");
    let sql = format!(
        "SELECT tid, {columns} FROM syscalls WHERE arch <> 'io_uring' AND name <> 'waitid' ORDER BY tid, ts, seq"
    );
    let mut threads = Threads::new();
    let mut query = db.prepare(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let values = (1..=COLUMNS.len()).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
        threads.entry(row.get(0)?).or_default().push(values);
    }
    Ok(threads)
}

/// A value without the numbers that a recorder gives to pipes and pairs of sockets.
fn unnumbered(value: &str) -> String {
    let marks = ["pipe:[#", "[pair "];
    let end = marks.iter().find_map(|mark| value.find(mark).map(|at| at + mark.len()));
    end.map_or_else(
        || value.to_owned(),
        |end| value[..end].to_owned() + value[end..].trim_start_matches(|c: char| c.is_ascii_digit()),
    )
}

fn equal() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let dir = dir.path().canonicalize()?;
    std::fs::create_dir(dir.join("bin"))?;
    let names = corpus::programs(&dir.join("bin"))?;
    let recorder = binary("record")?;
    let traces = ["ebpf", "ptrace"].map(|backend| dir.join(format!("{backend}.sqlite")));
    // What the other recorder does above all is to wait.
    let keep = ["--syscalls", "!waitid"];
    let mut before: Vec<&OsStr> = Vec::new();
    for (backend, trace) in ["ebpf", "ptrace"].iter().zip(&traces) {
        before.push(recorder.as_os_str());
        before.extend(
            ["run", "--quiet", "--payload", "all", "--snaplen", "512", "--backend", backend, "-o"].map(OsStr::new),
        );
        before.push(trace.as_os_str());
        before.extend(keep.iter().map(OsStr::new));
        before.push(OsStr::new("--"));
    }
    stdout(&mut corpus::script(&dir, &before, "", &names))?;
    let (ours, theirs) = (threads(&traces[0])?, threads(&traces[1])?);
    ensure!(!theirs.is_empty(), "ptrace recorded nothing");
    let (mut compared, mut equal) = (0, 0);
    // By call and column: how often they differ, and the first time.
    let mut differing: BTreeMap<(String, &str), (u32, String)> = BTreeMap::new();
    for (tid, theirs) in &theirs {
        let ours = ours.get(tid).with_context(|| format!("thread {tid} is not in the trace of eBPF"))?;
        // eBPF also saw it before it was the target.
        let skip = ours.len().checked_sub(theirs.len());
        let ours =
            &ours[skip.with_context(|| format!("thread {tid}: {} rows, {} of ptrace", ours.len(), theirs.len()))?..];
        for (one, other) in ours.iter().zip(theirs) {
            ensure!(one[..3] == other[..3], "thread {tid}: {:?} of eBPF, {:?} of ptrace", &one[..10], &other[..10]);
            let name = &one[2];
            for ((column, one), other) in COLUMNS.iter().zip(one).zip(other) {
                compared += 1;
                if one == other || unnumbered(one) == unnumbered(other) || KNOWN.contains(&(name.as_str(), *column)) {
                    equal += 1;
                } else {
                    let first = || (0, format!("eBPF {one}, ptrace {other}"));
                    differing.entry((name.clone(), column)).or_insert_with(first).0 += 1;
                }
            }
        }
    }
    println!("{equal} of {compared} values equal");
    let lines =
        differing.iter().map(|((name, column), (times, first))| format!("{name} {column}, {times} times: {first}"));
    let lines: Vec<String> = lines.collect();
    ensure!(lines.is_empty(), "{} of {compared} values differ:\n{}", compared - equal, lines.join("\n"));
    Ok(())
}
