//! Arguments are spelled out as strace spells them, on the same program.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{binary, record, stdout, workload};
use std::process::Command;

/// The calls compared: those of the workload whose arguments are structures. strace shows three more in other words than
/// ours: the union in epoll_ctl's event, openat2's mode only if it is used, and protocol 0 of a socket by name.
const COMPARED: [&str; 12] = [
    "clock_nanosleep",
    "setitimer",
    "prlimit64",
    "rt_sigprocmask",
    "pipe2",
    "timerfd_settime",
    "sched_getparam",
    "newfstatat",
    "uname",
    "utimensat",
    "setsockopt",
    "getsockopt",
];

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "decode::structures_ebpf", skip: no_ebpf.clone(), run: || structures("ebpf") },
        Case { name: "decode::structures_ptrace", skip: None, run: || structures("ptrace") },
    ]
}

/// `name(args) = result` of the compared calls, from the loop's first call on.
fn calls(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some((call, result)) = line.rsplit_once(" = ") else { continue };
        let name = call.split('(').next().unwrap_or_default();
        // What the loader calls before is of no interest; the sleep comes first in the program.
        let begun = !out.is_empty() || name == "clock_nanosleep";
        if !begun || !COMPARED.contains(&name) {
            continue;
        }
        let mut line = format!("{} = {}", call.trim_end(), result.trim_end());
        // strace adds the date that a time means.
        while let (Some(from), Some(to)) = (line.find(" /* "), line.find(" */")) {
            line.replace_range(from..to + 3, "");
        }
        out.push(line);
    }
    out
}

fn structures(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "structs", &[])?;
    let (theirs, trace) = (dir.path().join("strace"), dir.path().join("s.trace"));
    stdout(Command::new("strace").arg("-o").arg(&theirs).arg(&program))?;
    stdout(record()?.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).arg("--").arg(&program))?;
    let ours = stdout(Command::new(binary("analyze")?).arg("print").arg(&trace))?;
    // Time and thread before the call, its duration after.
    let ours: String = ours
        .lines()
        .filter_map(|line| Some(line.splitn(3, ' ').nth(2)?.rsplit_once(" <")?.0.to_owned() + "\n"))
        .collect();
    let (theirs, ours) = (calls(&std::fs::read_to_string(theirs)?), calls(&ours));
    ensure!(theirs.len() >= 14, "strace shows only {theirs:#?}");
    for (a, b) in theirs.iter().zip(&ours) {
        ensure!(a == b, "\nstrace {a}\nrecord {b}");
    }
    ensure!(theirs.len() == ours.len(), "strace {theirs:#?}, record {ours:#?}");
    Ok(())
}
