//! Options by name and from a file, and recordings that run by themselves.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, output, record, refused, stdout, trace::count, workload};
use rusqlite::Connection;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

pub fn cases() -> Vec<Case> {
    let case = |name, run| Case { name, skip: None, run };
    vec![
        case("options::profile", profile),
        case("options::config", config),
        case("options::start_status_stop", start_status_stop),
        case("options::start_that_fails", start_that_fails),
        case("options::doctor", doctor),
    ]
}

fn names(trace: &Path) -> Result<Vec<String>> {
    let db = Connection::open(trace)?;
    let mut statement = db.prepare("SELECT DISTINCT name FROM syscalls ORDER BY 1")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is left out still tells what descriptors stand for.
fn profile() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("p.sqlite");
    let run = |args: &[&str]| {
        let options = ["run", "--quiet", "--force", "--backend", "ptrace", "-o"];
        stdout(record()?.args(options).arg(&trace).args(args).args(["--", "cat", "/etc/passwd"]))
    };
    run(&["--profile", "minimal"])?;
    ensure!(names(&trace)? == ["execve", "exit_group"], "{:?}", names(&trace)?);
    run(&["--profile", "minimal", "--syscalls", "read,!exit_group"])?;
    ensure!(names(&trace)? == ["execve", "read"], "{:?}", names(&trace)?);
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'read' AND fd_path = '/etc/passwd'")? >= 1);
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let set = info["manifest"]["filters"]["syscalls"].as_str().context("no set")?;
    ensure!(set.ends_with(",read,!exit_group"), "{set}");
    Ok(())
}

fn config() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("record.toml");
    let trace = dir.path().join("c.sqlite");
    let text = format!(
        "# Options of every recording\noutput = '{}'\nsyscalls = 'execve,read'\nquiet = true\nbackend = 'ptrace'\nengine = 'podman'\n",
        trace.display()
    );
    std::fs::write(&file, text)?;
    let run = |args: &[&str]| {
        output(record()?.args(["run", "--config"]).arg(&file).args(args).args(["--", "cat", "/etc/passwd"]))
    };
    let out = run(&[])?;
    ensure!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    ensure!(names(&trace)? == ["execve", "read"], "{:?}", names(&trace)?);
    let out = run(&["--force", "--syscalls", "close"])?;
    ensure!(out.status.success(), "{out:?}");
    ensure!(names(&trace)? == ["close"], "{:?}", names(&trace)?);
    std::fs::write(&file, "quiet = true\nsnaplenn = 3\n")?;
    refused(&run(&[])?, 2, &["record.toml", "snaplenn", "no such option"])?;
    std::fs::write(&file, "quiet = true\n=\n")?;
    refused(&run(&[])?, 2, &["record.toml", "line 2"])?;
    std::fs::remove_file(&file)?;
    refused(&run(&[])?, 2, &["record.toml", "No such file"])
}

fn start_status_stop() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let state = dir.path().join("run");
    std::fs::create_dir(&state)?;
    let record = |args: &[&str]| -> Result<Command> {
        let mut record = record()?;
        record.env("XDG_RUNTIME_DIR", &state).current_dir(dir.path()).args(args);
        Ok(record)
    };
    ensure!(stdout(&mut record(&["list"])?)?.contains("nothing"));
    let mut victim = Command::new(loops).args(["getppid", "100000000000"]).stdout(Stdio::null()).spawn()?;
    let pid = victim.id().to_string();
    // From a shell that ends right away, with its terminal: what it has started goes on.
    let program = e2e::binary("record")?;
    let line = format!("{} start --name web attach --backend ptrace --pid {pid}", program.display());
    let out = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .env("XDG_RUNTIME_DIR", &state)
        .current_dir(dir.path())
        .output()
        .context("script(1) of util-linux")?;
    ensure!(out.status.success() && String::from_utf8_lossy(&out.stdout).trim() == "web", "{out:?}");
    std::thread::sleep(Duration::from_millis(300));
    let rows: serde_json::Value = serde_json::from_str(&stdout(&mut record(&["status", "web", "--format", "json"])?)?)?;
    let row = &rows[0];
    ensure!(row["state"] == "recording" && row["name"] == "web", "{rows}");
    let again = output(&mut record(&["start", "--name", "web", "attach", "--pid", &pid])?)?;
    refused(&again, 125, &["web", "runs already"])?;
    let said = stdout(&mut record(&["stop", "web"])?)?;
    ensure!(said.contains("nothing lost"), "{said}");
    ensure!(victim.try_wait()?.is_none(), "the target has ended");
    victim.kill()?;
    victim.wait()?;
    let trace = row["output"].as_str().context("no output")?;
    ensure!(Path::new(trace).starts_with(dir.path()), "{trace}");
    let info = analyze(&["info", trace])?;
    ensure!(info["completeness"]["verdict"] == "exact" && info["manifest"]["state"] == "sealed", "{info}");
    ensure!(stdout(&mut record(&["list"])?)?.contains("nothing"), "it is still known");
    refused(&output(&mut record(&["stop", "web"])?)?, 125, &["web", "record list"])
}

fn start_that_fails() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let start = |args: &[&str]| {
        output(record()?.env("XDG_RUNTIME_DIR", dir.path()).current_dir(dir.path()).arg("start").args(args))
    };
    refused(&start(&["run", "--", "/nonexistent/x"])?, 127, &["/nonexistent/x"])?;
    refused(&start(&["attach", "--pid", "4194303"])?, 125, &["4194303", "there is none"])?;
    refused(&start(&["doctor"])?, 2, &["only run, container, attach and host"])?;
    ensure!(std::fs::read_dir(dir.path().join("record"))?.count() == 0, "something was left");
    Ok(())
}

/// What is said of this machine is what the machine says.
fn doctor() -> Result<()> {
    let answer: serde_json::Value = serde_json::from_str(&stdout(record()?.args(["doctor", "--format", "json"]))?)?;
    let checks = answer["checks"].as_array().context("no checks")?;
    let found = |name: &str| checks.iter().find(|c| c["name"] == name).cloned().with_context(|| name.to_owned());
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease")?;
    ensure!(found("kernel")?["found"].as_str().is_some_and(|text| text.contains(release.trim())));
    for name in ["btf", "privilege", "lockdown", "ebpf", "ptrace", "podman", "docker", "cgroup"] {
        let check = found(name)?;
        ensure!(check["ok"] == true || check["advice"].as_str().is_some_and(|advice| !advice.is_empty()), "{check}");
    }
    ensure!(answer["misses"]["ptrace"].as_array().is_some_and(|misses| misses.len() > 2), "{answer}");
    // Without a daemon docker has a client alone.
    let docker = output(Command::new("docker").args(["version", "--format", "{{.Server.Version}}"]));
    ensure!(found("docker")?["ok"] == docker.is_ok_and(|out| out.status.success()));
    Ok(())
}
