//! Recording what runs already: nothing of it is lost, and it goes on as if nothing had been.

use crate::Case;
use anyhow::{Context, Result, bail, ensure};
use e2e::{analyze, output, record, refused, stdout, trace::count, workload};
use rusqlite::Connection;
use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("attach::every_call_and_every_name_ebpf", || calls_and_names("ebpf")),
        ptrace("attach::every_call_and_every_name_ptrace", || calls_and_names("ptrace")),
        ebpf("attach::a_call_that_spans_the_recording_ebpf", || sleeper("ebpf")),
        ptrace("attach::a_call_that_spans_the_recording_ptrace", || sleeper("ptrace")),
        ebpf("attach::killed_recorder_leaves_it_running_ebpf", || killed("ebpf")),
        ptrace("attach::killed_recorder_leaves_it_running_ptrace", || killed("ptrace")),
        ebpf("attach::children_of_a_busy_shell_are_whole_ebpf", || forks("ebpf")),
        ptrace("attach::children_of_a_busy_shell_are_whole_ptrace", || forks("ptrace")),
        ebpf("attach::its_end_ends_the_recording_ebpf", || its_end("ebpf")),
        ptrace("attach::its_end_ends_the_recording_ptrace", || its_end("ptrace")),
        ptrace("attach::stopped_stays_stopped", stopped),
        ptrace("attach::then_kill", then_kill),
        ptrace("attach::refusals", refusals),
        ebpf("host::everyone_but_the_recorder", host),
        ptrace("host::refusals", host_refusals),
    ]
}

/// A process that is killed when the test is over.
pub struct Victim(pub Child);

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Victim {
    fn start(command: &mut Command) -> Result<Victim> {
        Ok(Victim(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?))
    }

    fn pid(&self) -> String {
        self.0.id().to_string()
    }

    /// A line of /proc/PID/status.
    fn status(&self, name: &str) -> Result<String> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        Ok(line.with_context(|| format!("no {name}"))?.trim().to_owned())
    }

    /// Clock ticks that it has run for.
    fn time(&self) -> Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let fields: Vec<&str> = stat.rsplit_once(") ").context("no name")?.1.split(' ').collect();
        Ok(fields[11].parse::<u64>()? + fields[12].parse::<u64>()?)
    }

    /// Fails unless it runs on, untraced and unstopped.
    fn runs_on(&self) -> Result<()> {
        within("it does not run on", || {
            Ok(self.status("TracerPid")? == "0" && !self.status("State")?.starts_with(['T', 't', 'Z']))
        })
    }
}

/// Waits until something holds.
fn within(what: &str, mut holds: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if holds()? {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("{what}")
}

/// A recorder of what runs, which has begun.
fn attach(trace: &Path, args: &[&str]) -> Result<Child> {
    let mut child = record()?.args(args).arg("-o").arg(trace).stderr(Stdio::piped()).spawn()?;
    within("no trace", || {
        ensure!(child.try_wait()?.is_none(), "record has ended");
        Ok(trace.exists())
    })?;
    Ok(child)
}

/// Ends a recording as Ctrl-C does; what it said.
fn interrupt(child: Child) -> Result<String> {
    stdout(Command::new("kill").args(["-INT", &child.id().to_string()]))?;
    let out = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure!(out.status.success(), "{}: {text}", out.status);
    Ok(text)
}

fn exact(trace: &Path) -> Result<serde_json::Value> {
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(info)
}

/// The program `attached` in a folder of its own, with three tasks that wait.
struct Attached {
    victim: Victim,
    program: PathBuf,
    folder: tempfile::TempDir,
}

fn attached() -> Result<Attached> {
    let folder = tempfile::tempdir()?;
    let program = workload(folder.path(), "attached", &["-pthread"])?;
    std::fs::write(folder.path().join("data"), "x")?;
    stdout(Command::new("mkfifo").arg(folder.path().join("go")))?;
    let victim = Victim::start(Command::new(&program).arg(folder.path()))?;
    let main = victim.0.id();
    // Its thread is the last to come.
    within("no threads", || Ok(std::fs::read_dir(format!("/proc/{main}/task"))?.count() == 2))?;
    let asleep = |task: &Path| std::fs::read_to_string(task.join("syscall")).is_ok_and(|text| text.starts_with("0 "));
    within("not waiting", || {
        let mut tasks = std::fs::read_dir(format!("/proc/{main}/task"))?.flatten();
        Ok(tasks.all(|task| asleep(&task.path())))
    })?;
    Ok(Attached { victim, program, folder })
}

impl Attached {
    /// Lets the three go, and waits until the first has done its work.
    fn go(&mut self) -> Result<()> {
        std::fs::OpenOptions::new().write(true).open(self.folder.path().join("go"))?.write_all(b"123")?;
        let mut line = String::new();
        BufReader::new(self.victim.0.stdout.as_mut().context("no pipe")?).read_line(&mut line)?;
        ensure!(line == "done\n", "{line:?}");
        // The others have less to do.
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    }
}

fn calls_and_names(backend: &str) -> Result<()> {
    let mut attached = attached()?;
    let trace = attached.folder.path().join("a.sqlite");
    let pid = attached.victim.pid();
    let child = attach(&trace, &["attach", "--backend", backend, "--pid", &pid])?;
    attached.go()?;
    interrupt(child)?;
    attached.victim.runs_on()?;
    let info = exact(&trace)?;
    let db = Connection::open(&trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'getppid'")? == 3000);
    ensure!(count("SELECT count(DISTINCT tid) FROM syscalls WHERE name = 'getppid'")? == 3);
    // What was open and where it was before is known, and not in doubt.
    let folder = attached.folder.path().to_string_lossy();
    ensure!(
        count(&format!("SELECT count(*) FROM syscalls WHERE fd_path = '{folder}/data' AND flags & 1024 = 0"))? == 300
    );
    ensure!(count(&format!("SELECT count(*) FROM syscalls WHERE path_abs = '{folder}/relative' AND ret >= 0"))? == 3);
    // The reads in which they were when the recording began: their ends are rows that say so.
    let reads = format!("FROM syscalls WHERE name = 'read' AND fd_path = '{folder}/go' AND ret = 1");
    ensure!(count(&format!("SELECT count(*) {reads} AND flags & 4096"))? == 3);
    ensure!(count(&format!("SELECT count(*) {reads}"))? == 3);
    // Who was there, what it runs, and what came later.
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'first'")? == 3);
    let program = attached.program.to_string_lossy();
    let first = format!("event = 'first' AND exe = '{program}' AND argv LIKE '%{folder}%' AND env LIKE '%PATH=%'");
    ensure!(count(&format!("SELECT count(*) FROM processes WHERE {first}"))? == 2);
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'exec' AND exe = '/bin/true'")? == 1);
    ensure!(count("SELECT count(*) FROM syscalls WHERE phase <> 'payload' OR ns_tgid IS NULL")? == 0);
    // Every call has a program: of those who were there, what they ran.
    let by_exe = analyze(&["frequency", "--by", "exe", &trace.to_string_lossy()])?;
    let rows = by_exe["tables"][0]["rows"].as_array().context("no rows")?;
    ensure!(rows.len() == 2 && rows.iter().any(|row| row["exe"] == *program), "{rows:?}");
    ensure!(rows.iter().all(|row| row["exe"].is_string()), "{rows:?}");
    let processes = analyze(&["processes", &trace.to_string_lossy()])?;
    let rows = processes["tables"][0]["rows"].as_array().context("no rows")?;
    ensure!(rows.iter().filter(|row| row["exe"] == *program).count() == 2, "{rows:?}");
    let target = &info["manifest"]["target"];
    ensure!(target["kind"] == "attach" && target["pid"] == attached.victim.0.id(), "{target}");
    let main = &target["processes"][0];
    ensure!(main["exe"] == *program && main["cwd"] == *folder && main["comm"] == "attached", "{main}");
    let fds = main["fds"].as_array().context("no fds")?;
    ensure!(fds.iter().any(|open| open["path"] == format!("{folder}/data")), "{main}");
    ensure!(main["code"].to_string().contains("libc.so"), "{main}");
    ensure!(target["processes"].as_array().map(Vec::len) == Some(2), "{target}");
    Ok(())
}

/// Nothing but one call, which neither begins nor ends while it is recorded.
fn sleeper(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let victim = Victim::start(Command::new("sleep").arg("1000"))?;
    within("not asleep", || Ok(victim.status("State")?.starts_with('S')))?;
    let trace = dir.path().join("s.sqlite");
    let args = ["attach", "--quiet", "--backend", backend, "--duration", "300ms", "--pid", &victim.pid()];
    stdout(record()?.args(args).arg("-o").arg(&trace))?;
    victim.runs_on()?;
    exact(&trace)?;
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls")? == 1);
    // unfinished, in_progress, begun_before
    ensure!(
        count(&db, "SELECT count(*) FROM syscalls WHERE flags & 4356 = 4356 AND ret IS NULL AND dur IS NULL")? == 1
    );
    let name: String = db.query_row("SELECT name FROM syscalls", [], |row| row.get(0))?;
    ensure!(["clock_nanosleep", "restart_syscall"].contains(&&*name), "{name}");
    Ok(())
}

/// `kill -9` of a recorder, at several moments.
fn killed(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let victim = Victim::start(Command::new(loops).args(["fstatat", "1000000000"]))?;
    for after in [2, 10, 40, 100, 300, 700] {
        let trace = dir.path().join(format!("{after}.trace"));
        let args = ["attach", "--backend", backend, "--pid", &victim.pid()];
        let mut child = record()?.args(args).arg("-o").arg(&trace).stderr(Stdio::null()).spawn()?;
        std::thread::sleep(Duration::from_millis(after));
        child.kill()?;
        child.wait()?;
        victim.runs_on().with_context(|| format!("after {after} ms"))?;
        let before = victim.time()?;
        within("it does nothing", || Ok(victim.time()? > before))?;
    }
    Ok(())
}

/// A shell that starts one program after the other is recorded in the middle: of every program that was started then, all
/// is there.
fn forks(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let script = format!("while :; do {} getppid 50; done", loops.display());
    for round in 0..3 {
        let victim = Victim::start(Command::new("sh").args(["-c", &script]))?;
        std::thread::sleep(Duration::from_millis(50));
        let trace = dir.path().join(format!("{round}.sqlite"));
        let args = ["attach", "--quiet", "--backend", backend, "--duration", "600ms", "--pid", &victim.pid()];
        stdout(record()?.args(args).arg("-o").arg(&trace))?;
        victim.runs_on()?;
        // The kernel may refuse the memory to follow a task among so many; the certificate then says so.
        let completeness = analyze(&["info", &trace.to_string_lossy()])?["completeness"].to_string();
        if completeness.contains("for lack of kernel memory") {
            continue;
        }
        exact(&trace)?;
        let db = Connection::open(&trace)?;
        // How many calls each program made that both began and ended.
        let lives = "SELECT count(*) AS n FROM syscalls WHERE name = 'getppid' AND tgid IN \
                     (SELECT tgid FROM processes WHERE event = 'fork') AND tgid IN \
                     (SELECT tgid FROM processes WHERE event = 'exit') GROUP BY tgid";
        ensure!(count(&db, &format!("SELECT count(*) FROM ({lives}) WHERE n = 50"))? > 3);
        ensure!(count(&db, &format!("SELECT count(*) FROM ({lives}) WHERE n <> 50"))? == 0);
    }
    Ok(())
}

/// The recording ends with its target, and passes on how it ended.
fn its_end(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let go = dir.path().join("go");
    stdout(Command::new("mkfifo").arg(&go))?;
    let script = format!("read x < {}; exit 7", go.display());
    let mut victim = Victim::start(Command::new("sh").args(["-c", &script]))?;
    let trace = dir.path().join("e.trace");
    let child = attach(&trace, &["attach", "--quiet", "--backend", backend, "--pid", &victim.pid()])?;
    std::fs::write(&go, "\n")?;
    let out = child.wait_with_output()?;
    ensure!(out.status.code() == Some(7), "{out:?}");
    ensure!(victim.0.wait()?.code() == Some(7), "its parent did not get its status");
    let info = exact(&trace)?;
    ensure!(info["manifest"]["exit"]["code"] == 7, "{}", info["manifest"]["exit"]);
    Ok(())
}

/// A process that somebody has stopped is not set going.
fn stopped() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let victim = Victim::start(Command::new(loops).args(["getppid", "1000000000"]))?;
    stdout(Command::new("kill").args(["-STOP", &victim.pid()]))?;
    within("not stopped", || Ok(victim.status("State")?.starts_with('T')))?;
    for (i, backend) in ["ptrace", "auto"].into_iter().enumerate() {
        let args = ["attach", "--quiet", "--backend", backend, "--duration", "300ms", "--pid", &victim.pid()];
        stdout(record()?.args(args).arg("-o").arg(dir.path().join(format!("{i}.trace"))))?;
        ensure!(victim.status("State")?.starts_with('T'), "{backend}: {}", victim.status("State")?);
        ensure!(victim.status("TracerPid")? == "0");
    }
    stdout(Command::new("kill").args(["-CONT", &victim.pid()]))?;
    victim.runs_on()
}

fn then_kill() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut victim = Victim::start(Command::new("sleep").arg("1000"))?;
    let args = ["attach", "--quiet", "--duration", "300ms", "--then", "kill", "--pid", &victim.pid()];
    stdout(record()?.args(args).arg("-o").arg(dir.path().join("k.trace")))?;
    use std::os::unix::process::ExitStatusExt;
    ensure!(victim.0.wait()?.signal() == Some(9));
    Ok(())
}

fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("x.trace");
    let ask = |pid: &str| output(record()?.args(["attach", "--pid", pid, "-o"]).arg(&trace));
    refused(&ask("4194303")?, 125, &["process 4194303", "there is none"])?;
    let zombie = Victim::start(&mut Command::new("true"))?;
    within("no zombie", || Ok(zombie.status("State")?.starts_with('Z')))?;
    refused(&ask(&zombie.pid())?, 125, &["it has ended"])?;
    let attached = attached()?;
    let main = attached.victim.0.id();
    let tasks = std::fs::read_dir(format!("/proc/{main}/task"))?.flatten();
    let threads: Vec<String> = tasks.filter_map(|task| task.file_name().into_string().ok()).collect();
    let thread = threads.iter().find(|tid| **tid != main.to_string()).context("no thread")?;
    refused(&ask(thread)?, 125, &["it is a thread", &format!("--pid {main}")])?;
    ensure!(!trace.exists(), "a trace of nothing was left");
    Ok(())
}

fn host() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let mut attached = attached()?;
    let trace = dir.path().join("h.sqlite");
    // Few calls: what else goes on here is not the test's business.
    let child = attach(&trace, &["host", "--syscalls", "getppid,waitid,wait4,execve"])?;
    let recorder = child.id();
    attached.go()?;
    stdout(Command::new(&loops).args(["getppid", "12345"]))?;
    interrupt(child)?;
    attached.victim.runs_on()?;
    exact(&trace)?;
    let db = Connection::open(&trace)?;
    let count = |sql: &str| count(&db, sql);
    // One that was there and one that came.
    let of = |event: &str, exe: &Path| {
        format!(
            "SELECT count(*) FROM syscalls WHERE name = 'getppid' AND tgid IN \
             (SELECT tgid FROM processes WHERE event = '{event}' AND exe = '{}')",
            exe.display()
        )
    };
    ensure!(count(&of("first", &attached.program))? == 3000);
    ensure!(count(&of("exec", &loops))? == 12345);
    ensure!(count(&format!("SELECT count(*) FROM syscalls WHERE tgid = {recorder}"))? == 0);
    ensure!(count(&format!("SELECT count(*) FROM processes WHERE tgid = {recorder} AND event <> 'signal'"))? == 0);
    // The test itself, which waits for the others.
    ensure!(count(&format!("SELECT count(*) FROM processes WHERE tgid = {}", std::process::id()))? > 0);
    ensure!(count("SELECT count(*) FROM syscalls WHERE phase <> 'payload'")? == 0);
    Ok(())
}

fn host_refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let ask = |args: &[&str]| output(record()?.arg("host").args(args).arg("-o").arg(dir.path().join("x.trace")));
    refused(&ask(&["--backend", "ptrace"])?, 125, &["eBPF alone"])?;
    refused(&ask(&["--on-pressure", "block"])?, 125, &["--on-pressure block", "a host"])?;
    refused(&ask(&["--duration", "1s", "--then", "kill"])?, 125, &["--then kill", "a host"])?;
    Ok(())
}
