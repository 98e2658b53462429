//! The same container through podman and docker: one that record starts, one that runs already, and whoever joins them.

use crate::{Case, container};
use anyhow::{Context, Result, bail, ensure};
use e2e::{analyze, record, stdout, trace::count};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub fn cases(no_ebpf: &Option<String>, no_podman: &Option<String>) -> Vec<Case> {
    let no_docker = no_docker(no_ebpf);
    let podman = |name, run| Case { name, skip: no_podman.clone(), run };
    let docker = |name, run| Case { name, skip: no_docker.clone(), run };
    vec![
        podman("engines::joined_podman", || with_podman(joined)),
        docker("engines::joined_docker", || with_docker(joined)),
        podman("engines::attach_podman", || with_podman(attach)),
        docker("engines::attach_docker", || with_docker(attach)),
        podman("engines::attach_podman_ptrace", || with_podman(attach_ptrace)),
        podman("engines::pids_of_the_host_podman", || with_podman(pids_of_the_host)),
        docker("engines::pids_of_the_host_docker", || with_docker(pids_of_the_host)),
        podman("engines::oci_hook", || with_podman(oci_hook)),
        docker("engines::docker_needs_ebpf", || with_docker(needs_ebpf)),
    ]
}

const IMAGE: &str = "localhost/sca-test-engines:1";

/// An engine that is ready, with the image.
pub struct Engine {
    pub name: &'static str,
    /// Its options for us.
    global: Vec<String>,
    conf: PathBuf,
    pub dir: tempfile::TempDir,
}

impl Engine {
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.name);
        command.env("CONTAINERS_CONF", &self.conf).args(&self.global).args(args);
        command
    }

    /// `record` with a subcommand, and the options that lead to this engine.
    pub fn record(&self, subcommand: &str, trace: &Path) -> Result<Command> {
        let mut record = record()?;
        record.env("CONTAINERS_CONF", &self.conf).args([subcommand, "--engine", self.name, "-o"]).arg(trace);
        record.args(self.global.iter().map(|option| format!("--engine-arg={option}")));
        Ok(record)
    }

    /// The one container that runs.
    pub fn running(&self) -> Result<String> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            let ids = stdout(&mut self.command(&["ps", "--quiet", "--no-trunc"]))?;
            if let Some(id) = ids.lines().next() {
                return Ok(id.to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("no container runs")
    }

    /// Executes in the container what must have been seen if those who join are recorded: in all ten programs.
    fn exec(&self, id: &str) -> Result<()> {
        let script = "for i in 1 2 3 4 5 6 7 8 9; do ls /nonexistent/joined; done; exit 3";
        let out = e2e::output(&mut self.command(&["exec", id, "sh", "-c", script]))?;
        ensure!(out.status.code() == Some(3), "{out:?}");
        Ok(())
    }
}

fn with_podman(test: fn(&Engine) -> Result<()>) -> Result<()> {
    let engine = podman()?;
    image(&engine)?;
    test(&engine)
}

/// podman, as it is.
pub fn podman() -> Result<Engine> {
    let dir = tempfile::tempdir()?;
    let conf = container::engine(dir.path())?;
    Ok(Engine { name: "podman", global: Vec::new(), conf, dir })
}

fn with_docker(test: fn(&Engine) -> Result<()>) -> Result<()> {
    bare_docker(|engine| image(engine).and_then(|()| test(engine)))
}

/// A docker without images.
pub fn bare_docker(test: impl FnOnce(&Engine) -> Result<()>) -> Result<()> {
    let docker = Docker::start()?;
    let dir = tempfile::tempdir()?;
    test(&Engine { name: "docker", global: vec![docker.host()], conf: PathBuf::new(), dir })
}

/// Why there is no docker here.
pub fn no_docker(no_ebpf: &Option<String>) -> Option<String> {
    no_ebpf.clone().or_else(|| Docker::start().err().map(|e| format!("no docker: {e:#}")))
}

fn image(engine: &Engine) -> Result<()> {
    let tar = container::root(engine.dir.path())?;
    stdout(engine.command(&["import", "--change", "LABEL vendor=acme"]).arg(tar).arg(IMAGE)).map(drop)
}

/// A daemon of our own, without a network, which ends with the test.
struct Docker {
    child: Child,
    dir: tempfile::TempDir,
}

impl Docker {
    fn start() -> Result<Docker> {
        let dir = tempfile::tempdir()?;
        let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
        let log = std::fs::File::create(path("log"))?;
        let child = Command::new("dockerd")
            .args(["--iptables=false", "--ip6tables=false", "--bridge=none", "--userland-proxy=false"])
            .args(["--containerd-namespace=sca-test", "--containerd-plugins-namespace=sca-test-plugins"])
            .args(["--data-root", &path("data"), "--exec-root", &path("exec"), "--pidfile", &path("pid")])
            .args(["--host", &format!("unix://{}", path("socket"))])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("dockerd: apt-get install docker.io")?;
        let mut docker = Docker { child, dir };
        let start = Instant::now();
        loop {
            let answer = Command::new("docker").arg(docker.host()).arg("version").output().context("docker")?;
            if answer.status.success() {
                return Ok(docker);
            }
            if docker.child.try_wait()?.is_some() || start.elapsed() > Duration::from_secs(30) {
                let log = std::fs::read_to_string(docker.dir.path().join("log"))?;
                bail!("dockerd: {}", log.lines().next_back().unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn host(&self) -> String {
        format!("--host=unix://{}/socket", self.dir.path().display())
    }
}

impl Drop for Docker {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        // It ends its containerd and unmounts what it has mounted.
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

/// The rows of a container's trace: those of its own program and of the ten that joined it, and of nobody else.
fn check(trace: &Path, own: &str) -> Result<serde_json::Value> {
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    let db = Connection::open(trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/nonexistent/joined' AND errno = 'ENOENT'")? >= 9);
    ensure!(count("SELECT count(*) FROM processes WHERE exit_code = 3 AND ns_tid <> 1")? == 1, "the shell that joined");
    ensure!(count(&format!("SELECT count(*) FROM syscalls WHERE {own}"))? > 0, "{own}");
    // Nobody but the container's processes, from their programs on.
    ensure!(count("SELECT count(DISTINCT pid_ns) FROM processes WHERE pid_ns IS NOT NULL")? == 1);
    ensure!(count("SELECT count(*) FROM syscalls WHERE phase <> 'payload' OR ns_tgid IS NULL")? == 0);
    let joined = "SELECT name FROM syscalls WHERE tgid = (SELECT tgid FROM processes WHERE exit_code = 3) ORDER BY ts";
    let first: String = db.query_row(joined, [], |row| row.get(0))?;
    ensure!(first == "execve", "the first call of the one who joined is {first}");
    let container = &info["manifest"]["container"];
    ensure!(container["image"] == IMAGE && container["labels"]["vendor"] == "acme", "{container}");
    ensure!(container["network"] == "none" && container["privileged"] == false, "{container}");
    Ok(info)
}

fn joined(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("j.sqlite");
    // Until somebody who joins says so.
    let script = "echo hello; while ! [ -e /tmp/end ]; do sleep 0.2; done; exit 5";
    let mut child = engine
        .record("container", &trace)?
        .args(["--network", "none", "--quiet", "--output-log", IMAGE, "--", "sh", "-c", script])
        .stdout(Stdio::null())
        .spawn()?;
    let id = engine.running()?;
    engine.exec(&id)?;
    stdout(&mut engine.command(&["exec", &id, "sh", "-c", "echo > /tmp/end"]))?;
    let status = child.wait()?;
    ensure!(status.code() == Some(5), "{status}");
    ensure!(stdout(&mut engine.command(&["ps", "--all", "--quiet"]))?.is_empty(), "the container was left behind");
    let info = check(&trace, "path = '/tmp/end' AND errno IS NULL AND ns_tgid = 1")?;
    ensure!(info["manifest"]["container"]["id"] == id && info["manifest"]["container"]["engine"] == engine.name);
    ensure!(info["manifest"]["exit"]["code"] == 5, "{}", info["manifest"]["exit"]);
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT exit_code FROM processes WHERE event = 'exit' AND ns_tid = 1")? == 5);
    let first: String = db.query_row("SELECT name FROM syscalls ORDER BY ts LIMIT 1", [], |row| row.get(0))?;
    ensure!(first == "execve", "the first call is {first}");
    ensure!(count(&db, r"SELECT count(*) FROM output WHERE stream = 'stdout' AND text = 'hello\x0a'")? == 1);
    Ok(())
}

/// A container that runs, removed at the end.
struct Started<'a>(&'a Engine, String);

impl Started<'_> {
    fn new<'a>(engine: &'a Engine, options: &[&str]) -> Result<Started<'a>> {
        let script = "trap 'exit 0' TERM; while :; do ls /nonexistent/own; sleep 0.1; done 2> /dev/null";
        let args = [&["run", "--detach", "--name", "sca-attach"], options, &[IMAGE, "sh", "-c", script]].concat();
        let id = stdout(&mut engine.command(&args))?.trim().to_owned();
        Ok(Started(engine, id))
    }
}

impl Drop for Started<'_> {
    fn drop(&mut self) {
        let _ = self.0.command(&["rm", "--force", &self.1]).output();
    }
}

fn attached(engine: &Engine, backend: &str, join: bool) -> Result<PathBuf> {
    let started = Started::new(engine, &["--network", "none"])?;
    let trace = engine.dir.path().join("a.sqlite");
    let args = ["--container", "sca-attach", "--quiet", "--backend", backend];
    let child = engine.record("attach", &trace)?.args(args).spawn()?;
    let start = Instant::now();
    while !trace.exists() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    if join {
        engine.exec(&started.1)?;
    }
    std::thread::sleep(Duration::from_millis(500));
    stdout(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
    let out = child.wait_with_output()?;
    ensure!(out.status.success(), "{out:?}");
    ensure!(engine.running()? == started.1, "the container has ended");
    Ok(trace)
}

fn attach(engine: &Engine) -> Result<()> {
    let trace = attached(engine, "ebpf", true)?;
    let info = check(&trace, "path = '/nonexistent/own' AND errno = 'ENOENT'")?;
    ensure!(info["manifest"]["target"]["kind"] == "attach to container", "{}", info["manifest"]["target"]);
    let db = Connection::open(&trace)?;
    ensure!(
        count(&db, "SELECT count(*) FROM processes WHERE event = 'first' AND ns_tid = 1 AND exe = '/bin/busybox'")?
            == 1
    );
    Ok(())
}

fn attach_ptrace(engine: &Engine) -> Result<()> {
    let trace = attached(engine, "ptrace", false)?;
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/nonexistent/own' AND errno = 'ENOENT'")? > 0);
    Ok(())
}

/// Without a pid namespace of its own, a container's cgroup tells who belongs to it.
fn pids_of_the_host(engine: &Engine) -> Result<()> {
    let started = Started::new(engine, &["--network", "none", "--pid", "host"])?;
    let trace = engine.dir.path().join("h.sqlite");
    let child = engine.record("attach", &trace)?.args(["--container", &started.1, "--quiet"]).spawn()?;
    let start = Instant::now();
    while !trace.exists() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    engine.exec(&started.1)?;
    stdout(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
    ensure!(child.wait_with_output()?.status.success());
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/nonexistent/joined' AND errno = 'ENOENT'")? >= 9);
    // All of them have the container's root.
    let own = std::fs::read_link("/proc/self/ns/mnt")?.to_string_lossy().into_owned();
    let theirs = "SELECT count(DISTINCT mnt_ns) FROM processes WHERE mnt_ns IS NOT NULL";
    ensure!(count(&db, theirs)? == 1, "not one mount namespace");
    let inode = count(&db, "SELECT max(mnt_ns) FROM processes")?;
    ensure!(!own.contains(&inode.to_string()), "somebody of the host was recorded");
    Ok(())
}

fn needs_ebpf(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("x.trace");
    let out = engine.record("container", &trace)?.args(["--backend", "ptrace", IMAGE]).output()?;
    e2e::refused(&out, 125, &["a container of docker", "eBPF alone"])
}

/// A container that podman starts, without a word of record on its command line.
fn oci_hook(engine: &Engine) -> Result<()> {
    let path = |name: &str| engine.dir.path().join(name);
    for folder in ["hooks", "state"] {
        std::fs::create_dir(path(folder))?;
    }
    let hook = serde_json::json!({
        "version": "1.0.0",
        "hook": {
            "path": e2e::binary("record")?,
            "args": ["record", "oci-hook", "--quiet", "--profile", "file"],
            "env": [format!("XDG_RUNTIME_DIR={}", path("state").display())],
        },
        "when": {"annotations": {"^io\\.record\\.output$": "."}},
        "stages": ["createRuntime"],
    });
    std::fs::write(path("hooks/record.json"), serde_json::to_string(&hook)?)?;
    let hooks = format!("--hooks-dir={}", path("hooks").display());
    let trace = path("o.sqlite");
    let annotation = format!("--annotation=io.record.output={}", trace.display());
    let run = |annotation: &[&str]| {
        let script = "ls /nonexistent/own; exit 6";
        let before = [&*hooks, "run", "--rm", "--network", "none"];
        let args = [&before[..], annotation, &[IMAGE, "sh", "-c", script]].concat();
        e2e::output(&mut engine.command(&args))
    };
    let out = run(&[])?;
    ensure!(out.status.code() == Some(6), "{out:?}");
    ensure!(!path("state/record").exists(), "a container without the annotation is recorded");
    let out = run(&[&annotation])?;
    ensure!(out.status.code() == Some(6), "{out:?}");
    // The recorder goes with its container.
    let start = Instant::now();
    while std::fs::read_dir(path("state/record"))?.count() > 0 {
        ensure!(start.elapsed() < Duration::from_secs(20), "the recorder does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    ensure!(info["manifest"]["exit"]["code"] == 6, "{}", info["manifest"]["exit"]);
    let container = &info["manifest"]["container"];
    ensure!(container["argv"][2] == "ls /nonexistent/own; exit 6" && container["engine"] == "libpod", "{container}");
    let db = Connection::open(&trace)?;
    let first: String = db.query_row("SELECT name FROM syscalls ORDER BY ts LIMIT 1", [], |row| row.get(0))?;
    ensure!(first == "execve", "the first call is {first}");
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/nonexistent/own' AND errno = 'ENOENT'")? > 0);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE phase <> 'payload' OR name = 'brk'")? == 0);
    Ok(())
}
