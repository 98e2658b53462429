//! `kill -9` of a recorder, in every mode and at any moment: nobody is left stopped, held or traced, and who was there before
//! goes on.

use crate::Case;
use anyhow::{Context, Result, bail, ensure};
use e2e::{record, stdout, workload};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("killed::run_ebpf", || run(&["--backend", "ebpf"], true)),
        ebpf("killed::run_ebpf_that_waits", || {
            run(&["--backend", "ebpf", "--on-pressure", "block", "--buffer", "1"], true)
        }),
        ptrace("killed::run_ptrace", || run(&["--backend", "ptrace"], true)),
        // Without the recorder its filter would fail its calls: docs/record.md, "ptrace".
        ptrace("killed::run_ptrace_of_three", || {
            run(&["--backend", "ptrace", "--syscalls", "openat,connect,execve"], false)
        }),
        ptrace("killed::run_ptrace_of_three_that_goes_on", || {
            run(&["--backend", "ptrace", "--syscalls", "openat,connect,execve", "--then", "detach"], true)
        }),
        ebpf("killed::host", host),
        ebpf("killed::started_ebpf", || started("ebpf")),
        ptrace("killed::started_ptrace", || started("ptrace")),
    ]
}

/// When, after its start, a recorder is killed, ms; and once when it has begun to record.
const MOMENTS: [u64; 6] = [3, 20, 60, 120, 300, 0];

/// Waits for the moment; 0: until the recorder records, and somewhat longer.
fn wait(moment: u64, trace: &Path) -> Result<()> {
    if moment == 0 {
        e2e::begun(trace)?;
    }
    std::thread::sleep(Duration::from_millis(if moment == 0 { 400 } else { moment }));
    Ok(())
}

/// A process whose command line names something of the test's folder.
#[derive(Debug)]
struct Left {
    pid: u32,
    words: Vec<String>,
    state: char,
    tracer: u32,
    ticks: u64,
}

fn left(mark: &Path) -> Vec<Left> {
    let all = procfs::process::all_processes().into_iter().flatten().flatten();
    let found = all.filter_map(|process| {
        let words = process.cmdline().ok()?;
        let ours = words.iter().any(|word| word.contains(&*mark.to_string_lossy()));
        let (stat, status) = (process.stat().ok()?, process.status().ok()?);
        let (state, ticks) = (stat.state, stat.utime + stat.stime);
        let tracer = status.tracerpid.try_into().unwrap_or_default();
        (ours && state != 'Z').then_some(Left { pid: process.pid as u32, words, state, tracer, ticks })
    });
    found.collect()
}

/// Waits until what is left of the target is nothing, or runs as if there had been no recorder; how many processes that are.
fn settled(mark: &Path) -> Result<usize> {
    let start = Instant::now();
    loop {
        let before = left(mark);
        std::thread::sleep(Duration::from_millis(60));
        let now = left(mark);
        let free = |left: &Left| {
            !matches!(left.state, 'T' | 't') && left.tracer == 0 && !left.words.iter().any(|w| w == "hold")
        };
        let works = |left: &Left| before.iter().any(|then| then.pid == left.pid && then.ticks < left.ticks);
        if now.iter().all(|left| free(left) && works(left)) {
            return Ok(now.len());
        }
        ensure!(start.elapsed() < Duration::from_secs(20), "{now:?}");
    }
}

fn kill(pid: u32) -> Result<()> {
    stdout(Command::new("kill").args(["-KILL", &pid.to_string()])).map(drop)
}

fn end(mark: &Path) {
    for left in left(mark) {
        let _ = kill(left.pid);
    }
}

fn program(dir: &Path) -> Result<PathBuf> {
    workload(dir, "loops", &[])
}

fn run(options: &[&str], goes_on: bool) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = program(dir.path())?;
    let mut most = 0;
    for after in MOMENTS {
        let trace = dir.path().join(format!("{after}.trace"));
        let mut recorder = record()?;
        recorder.args(["run", "--quiet"]).args(options).arg("-o").arg(&trace).arg("--").arg(&loops);
        let quiet = recorder.args(["fstatat", "1000000000"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = quiet.spawn()?;
        let moment = wait(after, &trace);
        child.kill()?;
        child.wait()?;
        moment?;
        let running = settled(&loops).with_context(|| format!("after {after} ms"));
        end(&loops);
        most = most.max(running?);
    }
    ensure!((most > 0) == goes_on, "{most} processes went on");
    Ok(())
}

/// A loop that runs by itself.
fn victim(dir: &Path) -> Result<crate::attach::Victim> {
    let mut command = Command::new(program(dir)?);
    Ok(crate::attach::Victim(command.args(["fstatat", "1000000000"]).stdin(Stdio::null()).spawn()?))
}

fn host() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let _victim = victim(dir.path())?;
    for after in MOMENTS {
        let trace = dir.path().join(format!("{after}.trace"));
        let mut child = record()?.args(["host", "--quiet", "-o"]).arg(&trace).spawn()?;
        let moment = wait(after, &trace);
        child.kill()?;
        child.wait()?;
        moment?;
        let running = settled(&dir.path().join("loops")).with_context(|| format!("after {after} ms"))?;
        ensure!(running == 1, "{running} processes");
    }
    Ok(())
}

/// The recorder that `record start` leaves behind is killed; `record status` then says so.
fn started(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = program(dir.path())?;
    let state = dir.path().join("state");
    std::fs::create_dir(&state)?;
    let ask = |args: &[&str]| -> Result<Command> {
        let mut record = record()?;
        record.args(args).env("XDG_RUNTIME_DIR", &state).current_dir(dir.path());
        Ok(record)
    };
    let words = ["start", "--name", "k", "run", "--backend", backend, "-o", "k.trace", "--"];
    let mut start = ask(&words)?;
    let out = start.arg(&loops).args(["fstatat", "1000000000"]).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    ensure!(out.success(), "{out}");
    let rows = || -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&stdout(&mut ask(&["status", "k", "--format", "json"])?)?)?)
    };
    let pid = rows()?[0]["pid"].as_u64().context("no pid")?;
    std::thread::sleep(Duration::from_millis(200));
    kill(pid as u32)?;
    let running = settled(&loops);
    let said = rows();
    end(&loops);
    ensure!(running? == 1, "the target has ended");
    match said {
        Ok(rows) if rows[0]["state"] != "recording" => Ok(()),
        other => bail!("{other:?}"),
    }
}
