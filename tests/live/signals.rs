//! Signals and ends of processes, beside strace on the same program.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, record, stdout, workload};
use rusqlite::Connection;
use std::{path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "signals::as_strace_says_ebpf", skip: no_ebpf.clone(), run: || compare("ebpf") },
        Case { name: "signals::as_strace_says_ptrace", skip: None, run: || compare("ptrace") },
    ]
}

/// Number, code, sender (as the how-manieth of the processes), and whether there is a handler.
type Signal = (i32, i32, Option<usize>);

/// Names of the signals and codes that the workload brings about, and their numbers (signal(7), sigaction(2)).
const NAMES: [(&str, i32); 12] = [
    ("SIGUSR1", 10),
    ("SIGSEGV", 11),
    ("SIGUSR2", 12),
    ("SIGALRM", 14),
    ("SIGCHLD", 17),
    ("SI_TKILL", -6),
    ("SI_QUEUE", -1),
    ("SI_KERNEL", 128),
    ("CLD_EXITED", 1),
    ("CLD_KILLED", 2),
    ("CLD_DUMPED", 3),
    ("SEGV_MAPERR", 1),
];

fn compare(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "signals", &["-Wno-array-bounds"])?;
    let log = dir.path().join("strace");
    stdout(Command::new("strace").args(["-f", "-e", "trace=fork,clone", "-o"]).arg(&log).arg(&program))?;
    let log = std::fs::read_to_string(log)?;
    let theirs = strace(&log)?;
    let trace = dir.path().join("s.sqlite");
    stdout(record()?.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).arg("--").arg(&program))?;
    let ours = ours(&trace)?;
    ensure!(theirs.len() == 7, "strace shows {theirs:?}");
    ensure!(ours == theirs, "strace {theirs:?}\n{backend} {ours:?}");
    let shown = stdout(Command::new(binary("analyze")?).arg("print").arg(&trace))?;
    let (theirs, ours) = (between_calls(&log), between_calls(&shown));
    ensure!(ours == theirs, "strace {theirs:#?}\nanalyze print {ours:#?}");
    let db = Connection::open(trace)?;
    let ends: Vec<(Option<i32>, Option<i32>)> = db
        .prepare("SELECT exit_code, exit_signal FROM processes WHERE event = 'exit' ORDER BY ts")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    ensure!(ends == [(Some(7), None), (None, Some(11)), (None, Some(9)), (Some(0), None)], "{ends:?}");
    Ok(())
}

/// The lines about signals that are acted on, and about ends, without what differs between runs. A tracer by ptrace is
/// not told of SIGKILL.
fn between_calls(text: &str) -> Vec<String> {
    let marks = ["--- ", "+++ "];
    let found = text.lines().filter_map(|line| marks.iter().find_map(|mark| line.find(mark)).map(|at| &line[at..]));
    let acted_on = |line: &&str| !["SIGURG", "SIGCONT", "SIGKILL"].iter().any(|name| line[4..].starts_with(name));
    let normal = |line: &str| {
        let words = line.split_inclusive([',', '}', ' ']).map(|word| match word.split_once('=') {
            Some((name @ ("si_pid" | "si_utime" | "si_stime"), value)) => {
                format!("{name}={}", value.trim_start_matches(|c: char| c.is_ascii_digit()))
            }
            _ => word.to_owned(),
        });
        words.collect()
    };
    let mut lines: Vec<String> = found.filter(acted_on).map(normal).collect();
    // What a child does and what its parent is told of it come in any order.
    lines.sort();
    lines
}

/// `PID --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=PID, ...} ---`, of signals that are acted on: those without a
/// handler are only SIGURG and SIGCONT, which nobody keeps if nobody traces.
fn strace(text: &str) -> Result<Vec<Signal>> {
    let mut pids: Vec<&str> = Vec::new();
    for pid in text.lines().filter_map(|line| line.split(' ').next()) {
        if !pids.contains(&pid) {
            pids.push(pid);
        }
    }
    let mut out = Vec::new();
    for line in text.lines() {
        let (_, rest) = line.split_once(' ').context("no process id")?;
        let Some(rest) = rest.trim_start().strip_prefix("--- ") else { continue };
        let number = |name: &str| NAMES.iter().find(|(n, _)| *n == name).map(|(_, number)| *number);
        let member = |name: &str| rest.split(name).nth(1).and_then(|value| value.split([',', '}']).next());
        let signal = rest.split(' ').next().unwrap_or_default();
        let Some(signal) = number(signal) else {
            ensure!(["SIGURG", "SIGCONT"].contains(&signal), "{line}");
            continue;
        };
        let code = member("si_code=").and_then(number).with_context(|| line.to_owned())?;
        let sender = member("si_pid=").and_then(|pid| pids.iter().position(|known| *known == pid));
        out.push((signal, code, sender));
    }
    Ok(out)
}

fn ours(trace: &Path) -> Result<Vec<Signal>> {
    let db = Connection::open(trace)?;
    let mut pids: Vec<u32> = Vec::new();
    let mut out = Vec::new();
    let mut query = db.prepare(
        "SELECT event, tgid, ns_tgid, signal, signal_code, sender, siginfo, action FROM processes
         WHERE event IN ('exec', 'fork', 'signal') AND signal IS NOT 9 ORDER BY ts",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (event, id): (String, Option<u32>) = (row.get(0)?, row.get(2)?);
        if event != "signal" {
            pids.extend(id);
            continue;
        }
        let (signal, code, sender): (i32, i32, Option<u32>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let (info, action): (String, String) = (row.get(6)?, row.get(7)?);
        // The address of the fault stands behind signal, errno, code and four bytes of nothing.
        ensure!(signal != 11 || info[32..48] == format!("{:016x}", 16u64.swap_bytes()), "{info}");
        ensure!((action == "default") == (signal == 11), "{signal}: {action}");
        out.push((signal, code, sender.and_then(|pid| pids.iter().position(|known| *known == pid))));
    }
    Ok(out)
}
