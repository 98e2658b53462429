//! What goes wrong around a recording: nothing hangs, the target is not left stopped, and the loss is exact.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, record, refused, stdout, workload};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let mounts = no_ebpf.clone().or_else(|| Mount::new("size=1m").err().map(|e| format!("no tmpfs: {e:#}")));
    vec![
        Case { name: "faults::disk_full_folder", skip: mounts.clone(), run: || disk_full("x.trace") },
        Case { name: "faults::disk_full_sqlite", skip: mounts.clone(), run: || disk_full("x.sqlite") },
        Case { name: "faults::disk_that_hangs", skip: no_loop(&mounts), run: hanging_disk },
        Case { name: "faults::read_only_folder", skip: mounts, run: read_only },
        ebpf("faults::killed_at_any_moment", killed),
        ebpf("faults::stubborn_target_and_sigterm", || stubborn("ebpf", &["TERM"])),
        ebpf("faults::stubborn_target_and_ctrl_c_twice", || stubborn("ebpf", &["INT", "INT"])),
        Case { name: "faults::stubborn_target_and_sigterm_ptrace", skip: None, run: || stubborn("ptrace", &["TERM"]) },
        ebpf("faults::duration_ends_the_recording", || limit(&["--duration", "500ms"], "--duration")),
        ebpf("faults::max_events_ends_the_recording", || limit(&["--max-events", "100"], "--max-events")),
        ebpf("faults::max_size_ends_the_recording", max_size),
        ebpf("faults::then_kill_ends_the_target", then_kill),
        ebpf("faults::last_keeps_the_newest", last),
    ]
}

/// A small file system of its own, unmounted at the end.
pub struct Mount(pub tempfile::TempDir);

impl Mount {
    pub fn new(options: &str) -> Result<Mount> {
        let dir = tempfile::tempdir()?;
        stdout(Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(dir.path()))?;
        Ok(Mount(dir))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// Why a file system of our own cannot be made to hang; `None` if it can.
fn no_loop(before: &Option<String>) -> Option<String> {
    before.clone().or_else(|| Disk::new().err().map(|e| format!("no file system in a file: {e:#}")))
}

/// A file system in a file, which can be frozen: writing to it then waits.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Result<Disk> {
        let dir = tempfile::tempdir()?;
        let image = dir.path().join("image");
        std::fs::File::create(&image)?.set_len(200 << 20)?;
        stdout(Command::new("mkfs.ext4").arg("-q").arg(&image))?;
        std::fs::create_dir(dir.path().join("disk"))?;
        stdout(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(dir.path().join("disk")))?;
        let disk = Disk(dir);
        disk.freeze(true)?;
        disk.freeze(false)?;
        Ok(disk)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("disk")
    }

    fn freeze(&self, on: bool) -> Result<()> {
        stdout(Command::new("fsfreeze").arg(if on { "-f" } else { "-u" }).arg(self.path())).map(drop)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("fsfreeze").arg("-u").arg(self.path()).stderr(Stdio::null()).status();
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

/// While the disk does not answer, the recorder's memory stays bounded and the target waits; nothing is lost.
fn hanging_disk() -> Result<()> {
    let disk = Disk::new()?;
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let trace = disk.path().join("h.trace");
    let command = [&*loops.to_string_lossy(), "getppid", "12000000"];
    let running = Running::start(&trace, &["--quiet", "--on-pressure", "block"], &command)?;
    e2e::begun(&trace)?;
    std::thread::sleep(Duration::from_millis(300));
    disk.freeze(true)?;
    std::thread::sleep(Duration::from_millis(2500));
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.child.id()))?;
    disk.freeze(false)?;
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse()?;
    ensure!(peak < 512 << 10, "{peak} KiB");
    let out = running.wait(Duration::from_secs(60))?;
    ensure!(out.status.success(), "{out:?}");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let c = &info["completeness"];
    ensure!(c["verdict"] == "exact" && number(&c["recorded"]) > 12_000_000 && number(&c["held"]) > 0, "{c}");
    Ok(())
}

/// A recorder that runs. What it says goes to a file: a target that lives longer would keep a pipe open.
struct Running {
    child: Child,
    said: tempfile::NamedTempFile,
}

impl Running {
    fn start(trace: &Path, options: &[&str], command: &[&str]) -> Result<Running> {
        let said = tempfile::NamedTempFile::new()?;
        let mut record = record()?;
        record.arg("run").arg("-o").arg(trace).args(options).arg("--").args(command);
        Ok(Running { child: record.stdout(Stdio::null()).stderr(said.reopen()?).spawn()?, said })
    }

    /// Waits for its end, which must come by itself.
    fn wait(mut self, most: Duration) -> Result<Output> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Output { status, stdout: Vec::new(), stderr: std::fs::read(self.said.path())? });
            }
            if start.elapsed() > most {
                self.child.kill()?;
                anyhow::bail!("record still runs after {most:?}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// The trace ends where the disk did, opens, and says how many calls are not in it.
fn disk_full(name: &str) -> Result<()> {
    let mount = Mount::new("size=2m")?;
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let (trace, done, enough) = (mount.0.path().join(name), dir.path().join("done"), dir.path().join("enough"));
    // However small the rows are, and however many are lost, the disk is full before the target ends.
    let (loops, over) = (loops.display(), enough.display());
    let script = format!("until [ -e {over} ]; do {loops} fstatat 200000; done; touch {}", done.display());
    let out = Running::start(&trace, &["--quiet"], &["sh", "-c", &script])?.wait(Duration::from_secs(120));
    std::fs::write(&enough, [])?;
    let out = out?;
    refused(&out, 125, &["No space left on device", "x."]).or_else(|_| refused(&out, 125, &["disk is full", "x."]))?;
    // The target is neither stopped nor killed.
    let end = Instant::now() + Duration::from_secs(30);
    while !done.exists() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    ensure!(done.exists(), "the target did not run to its end");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let c = &info["completeness"];
    ensure!(c["verdict"] == "bounded" && number(&c["lost"]) > 0, "{c}");
    ensure!(number(&c["recorded"]) + number(&c["lost"]) == number(&c["expected"]), "{c}");
    let report = analyze(&["frequency", "--where", "true", &trace.to_string_lossy()])?;
    let rows: u64 = report["tables"][0]["rows"].as_array().into_iter().flatten().map(|r| number(&r["calls"])).sum();
    ensure!(rows == number(&c["recorded"]), "{rows} rows, {c}");
    Ok(())
}

/// Nothing is started if nothing can be written.
fn read_only() -> Result<()> {
    let mount = Mount::new("size=1m,ro")?;
    let dir = tempfile::tempdir()?;
    let mark = dir.path().join("mark");
    let trace = mount.0.path().join("x.trace");
    let mark = mark.to_string_lossy().into_owned();
    let out = Running::start(&trace, &[], &["touch", &mark])?.wait(Duration::from_secs(20))?;
    refused(&out, 125, &["Read-only file system", "x.trace"])?;
    ensure!(!Path::new(&mark).exists(), "the target ran unrecorded");
    Ok(())
}

/// Whenever a recorder is killed, there is no trace yet, or one that opens and is called incomplete.
fn killed() -> Result<()> {
    for after in [5, 60, 130, 180, 240, 700, 1200] {
        let dir = tempfile::tempdir()?;
        let loops = workload(dir.path(), "loops", &[])?;
        let trace = dir.path().join("k.trace");
        let command = [&*loops.to_string_lossy(), "getppid", "100000000"];
        let mut running = Running::start(&trace, &["--quiet"], &command)?;
        std::thread::sleep(Duration::from_millis(after));
        running.child.kill()?;
        running.child.wait()?;
        Command::new("pkill").args(["-KILL", "-f", &*loops.to_string_lossy()]).status()?;
        if trace.join("manifest.json").exists() {
            let info = analyze(&["info", &trace.to_string_lossy()])?;
            ensure!(info["completeness"]["verdict"] == "unknown", "after {after} ms: {}", info["completeness"]);
            let report = analyze(&["frequency", &trace.to_string_lossy()])?;
            ensure!(report["tables"][0]["rows"].is_array());
        }
    }
    Ok(())
}

/// The process that was recorded, if it lives: its state as in /proc/PID/stat.
fn state(trace: &Path) -> Result<(u64, Option<char>)> {
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let pid = number(&info["manifest"]["target"]["pid"]);
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok();
    Ok((pid, stat.and_then(|text| text.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()))))
}

fn stubborn(backend: &str, signals: &[&str]) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "lives", &["-pthread"])?;
    let trace = dir.path().join("s.trace");
    let running = Running::start(&trace, &["--backend", backend], &[&program.to_string_lossy(), "stubborn"])?;
    e2e::begun(&trace)?;
    std::thread::sleep(Duration::from_millis(700));
    for signal in signals {
        Command::new("kill").args([&format!("-{signal}"), &running.child.id().to_string()]).status()?;
        std::thread::sleep(Duration::from_millis(100));
    }
    let out = running.wait(Duration::from_secs(10))?;
    let expected = if signals[0] == "TERM" { 143 } else { 130 };
    ensure!(out.status.code() == Some(expected), "{out:?}");
    ensure!(String::from_utf8_lossy(&out.stderr).contains("still runs"), "{out:?}");
    let (pid, state) = state(&trace)?;
    Command::new("kill").args(["-KILL", &pid.to_string()]).status()?;
    ensure!(matches!(state, Some('R' | 'S' | 'D')), "the target's state is {state:?}");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(())
}

/// Records a target that never ends, with a limit; the trace.
fn limited(dir: &Path, options: &[&str]) -> Result<(PathBuf, Output)> {
    let program = workload(dir, "lives", &["-pthread"])?;
    let trace = dir.join("l.trace");
    let command = [&*program.to_string_lossy(), "stubborn"];
    let out = Running::start(&trace, options, &command)?.wait(Duration::from_secs(20))?;
    ensure!(out.status.code() == Some(0), "{out:?}");
    Ok((trace, out))
}

fn limit(options: &[&str], name: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (trace, out) = limited(dir.path(), options)?;
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure!(text.contains(&format!("up to {name}")) && text.contains("still runs"), "{text}");
    let (pid, state) = state(&trace)?;
    Command::new("kill").args(["-KILL", &pid.to_string()]).status()?;
    ensure!(matches!(state, Some('R' | 'S' | 'D')), "the target's state is {state:?}");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    ensure!(number(&info["completeness"]["recorded"]) >= 100, "{}", info["completeness"]);
    Ok(())
}

fn then_kill() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (trace, out) = limited(dir.path(), &["--duration", "400ms", "--then", "kill"])?;
    ensure!(!String::from_utf8_lossy(&out.stderr).contains("still runs"), "{out:?}");
    ensure!(state(&trace)?.1.is_none(), "the target lives");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["manifest"]["exit"]["signal"] == 9, "{}", info["manifest"]["exit"]);
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(())
}

fn size(trace: &Path, prefix: &str) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(trace)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            sum += entry.metadata()?.len();
        }
    }
    Ok(sum)
}

fn max_size() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let trace = dir.path().join("m.trace");
    let command = [&*loops.to_string_lossy(), "fstatat", "100000000"];
    let limits = ["--max-size", "2M", "--then", "kill"];
    let out = Running::start(&trace, &limits, &command)?.wait(Duration::from_secs(60))?;
    ensure!(out.status.code() == Some(0), "{out:?}");
    let bytes = size(&trace, "")?;
    // What was on its way when the limit was reached is still written.
    ensure!((2 << 20..24 << 20).contains(&bytes), "{bytes} bytes");
    Ok(())
}

/// A flight recorder: of a long loop the newest calls remain, up to the size, and no call between the first and the last
/// of them is missing.
fn last() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let trace = dir.path().join("l.trace");
    let command = [&*loops.to_string_lossy(), "fstatat", "4000000"];
    let out = Running::start(&trace, &["--last", "2M", "--quiet"], &command)?.wait(Duration::from_secs(60))?;
    ensure!(out.status.code() == Some(0), "{out:?}");
    let bytes = size(&trace, "syscalls-")?;
    ensure!(bytes <= 2 << 20, "{bytes} bytes");
    let report = analyze(&["frequency", &trace.to_string_lossy()])?;
    let c = &report["completeness"];
    ensure!(c["verdict"] == "exact" && number(&c["discarded"]) > 0, "{c}");
    ensure!(number(&c["recorded"]) + number(&c["discarded"]) == number(&c["expected"]), "{c}");
    let rows: u64 =
        report["tables"][0]["rows"].as_array().context("no rows")?.iter().map(|r| number(&r["calls"])).sum();
    ensure!(rows == number(&c["recorded"]), "{rows} rows, {c}");
    // The loop's end is there.
    let end = analyze(&["frequency", "--where", "name = 'exit_group'", &trace.to_string_lossy()])?;
    ensure!(end["tables"][0]["rows"][0]["calls"] == 1, "{end}");
    Ok(())
}
