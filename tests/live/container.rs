//! A real container, run by podman from an imported busybox image.

use crate::Case;
use anyhow::{Context, Result, ensure};
pub use e2e::containers::{engine, root};
use e2e::{analyze, output, record, stdout};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The image of busybox alone.
pub const IMAGE: &str = "localhost/sca-test-busybox:latest";
const SCRIPT: &str = "cd tmp; echo hi > x; cat ../tmp/x; ls /nonexistent";

pub fn cases(no_podman: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "container::ebpf", skip: no_podman.clone(), run: || busybox("ebpf") },
        Case { name: "container::ptrace", skip: no_podman.clone(), run: || busybox("ptrace") },
        Case { name: "container::image_missing", skip: no_podman.clone(), run: image_missing },
        Case { name: "container::killed_by_signal", skip: no_podman.clone(), run: killed_by_signal },
        Case { name: "container::rootless_ptrace", skip: no_podman.clone().or_else(no_user), run: rootless },
        Case { name: "container::pid_1_waits_for_room_in_the_ring", skip: no_podman.clone(), run: waits },
    ]
}

fn podman(conf: &Path) -> Command {
    let mut command = Command::new("podman");
    command.env("CONTAINERS_CONF", conf);
    command
}

/// Imports an image of that.
pub fn image(dir: &Path, conf: &Path) -> Result<()> {
    let tar = root(dir)?;
    stdout(podman(conf).args(["import", "--change", "LABEL vendor=acme"]).arg(&tar).arg(IMAGE))?;
    Ok(())
}

fn busybox(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let conf = engine(dir.path())?;
    image(dir.path(), &conf)?;
    let trace = dir.path().join("c.sqlite");
    let containers = || stdout(podman(&conf).args(["ps", "--all", "--quiet"]));
    let before = containers()?;
    let out = output(
        record()?
            .env("CONTAINERS_CONF", &conf)
            .args(["container", "--network", "none", "--backend", backend, "-o"])
            .arg(&trace)
            .args([IMAGE, "--", "sh", "-c", SCRIPT]),
    )?;
    let complaint = String::from_utf8_lossy(&out.stderr);
    ensure!(out.status.code() == Some(1), "the exit status of ls is 1, record gave {}: {complaint}", out.status);
    ensure!(String::from_utf8_lossy(&out.stdout).contains("hi"), "the container's output: {out:?}");
    ensure!(containers()? == before, "the container was left behind");

    let db = Connection::open(&trace)?;
    let count = |sql: &str| -> Result<i64> { Ok(db.query_row(sql, [], |row| row.get(0))?) };
    // Only the container's processes: all of one pid namespace, which is not ours, descending from its pid 1.
    ensure!(count("SELECT count(DISTINCT pid_ns) FROM processes WHERE pid_ns IS NOT NULL")? == 1);
    let own = std::fs::read_link("/proc/self/ns/pid")?.to_string_lossy().into_owned();
    let theirs = count("SELECT max(pid_ns) FROM processes")?;
    ensure!(!own.contains(&theirs.to_string()), "recorded in the host's own namespace {own}");
    ensure!(count("SELECT count(*) FROM syscalls WHERE ns_tgid IS NULL OR phase <> 'payload'")? == 0);
    let first: String = db.query_row("SELECT name FROM syscalls ORDER BY ts LIMIT 1", [], |row| row.get(0))?;
    ensure!(first == "execve", "the first call is {first}");
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'exit_group' AND ns_tgid = 1")? == 1);
    // Where its relative paths begin and what its descriptors stand for is known from before its first call on.
    ensure!(
        count("SELECT count(*) FROM syscalls WHERE path IN ('x', '../tmp/x') AND path_abs = '/tmp/x' AND ret >= 0")?
            == 2
    );
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'write' AND fd_path = '/tmp/x' AND ret = 3")? == 1);
    ensure!(
        count("SELECT count(*) FROM syscalls WHERE fd_path IS NULL AND name IN ('read', 'write', 'close', 'fstat')")?
            == 0
    );
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/nonexistent' AND errno = 'ENOENT'")? >= 1);
    ensure!(count("SELECT exit_code FROM processes WHERE event = 'exit' AND ns_tid = 1")? == 1);

    let digest = stdout(podman(&conf).args(["image", "inspect", "--format", "{{.Digest}}", IMAGE]))?;
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["manifest"]["container"]["image_digest"] == digest.trim(), "{} is not {digest}", info["manifest"]);
    ensure!(info["manifest"]["container"]["labels"]["vendor"] == "acme");
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(())
}

fn image_missing() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let conf = engine(dir.path())?;
    let trace = dir.path().join("x.trace");
    let out = output(
        record()?
            .env("CONTAINERS_CONF", &conf)
            .args(["container", "-o"])
            .arg(&trace)
            .arg("localhost/sca-test-no-such-image:latest"),
    )?;
    e2e::refused(&out, 125, &["localhost/sca-test-no-such-image:latest", "podman create"])?;
    ensure!(!trace.exists(), "a trace of nothing was left");
    Ok(())
}

fn killed_by_signal() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let conf = engine(dir.path())?;
    image(dir.path(), &conf)?;
    let trace = dir.path().join("k.trace");
    let out = output(
        record()?
            .env("CONTAINERS_CONF", &conf)
            .args(["container", "--network", "none", "--quiet", "-o"])
            .arg(&trace)
            // Pid 1 gets only signals that it handles, or SIGKILL from outside: its child can be killed.
            .args([IMAGE, "--", "sh", "-c", "sh -c 'kill -9 $$'; exit $?"]),
    )?;
    ensure!(out.status.code() == Some(137), "{out:?}");
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["manifest"]["exit"]["code"] == 137, "{}", info["manifest"]["exit"]);
    Ok(())
}

/// A container's first process ignores most signals, but not that it is to wait; and it goes on to its end.
fn waits() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let conf = engine(dir.path())?;
    image(dir.path(), &conf)?;
    let trace = dir.path().join("w.trace");
    let out = output(
        record()?
            .env("CONTAINERS_CONF", &conf)
            .args(["container", "--network", "none", "--quiet", "--on-pressure", "block", "--buffer", "1", "-o"])
            .arg(&trace)
            .args([IMAGE, "--", "sh", "-c", "i=0; while [ $i -lt 50000 ]; do : < /etc; i=$((i+1)); done; exit 5"]),
    )?;
    ensure!(out.status.code() == Some(5), "{out:?}");
    let report = analyze(&["frequency", "--where", "path = '/etc'", &trace.to_string_lossy()])?;
    ensure!(report["tables"][0]["rows"][0]["calls"] == 50_000, "{report}");
    let c = &report["completeness"];
    ensure!(c["verdict"] == "exact" && c["held"].as_u64() > Some(0), "{c}");
    Ok(())
}

/// A user who may have containers of his own, and his home (podman(1), "Rootless mode").
fn user() -> Option<(String, PathBuf)> {
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let ranges = text("/etc/subuid");
    let users = text("/etc/passwd");
    let found = ranges.lines().filter_map(|line| line.split_once(':')).find_map(|(name, _)| {
        let fields: Vec<&str> =
            users.lines().map(|line| line.split(':').collect()).find(|f: &Vec<&str>| f[0] == name)?;
        Some((name.to_owned(), PathBuf::from(fields.get(5)?)))
    });
    found.filter(|(_, home)| home.is_dir())
}

/// Why there are no containers of such a user.
fn no_user() -> Option<String> {
    let Some((name, _)) = user() else { return Some("no user has ids of his own: useradd -m NAME".to_owned()) };
    let out = output(Command::new("su").args(["-", &name, "-c", "podman unshare true"]));
    match out {
        Ok(out) if out.status.success() => None,
        _ => Some(format!("podman unshare does not work for {name}: apt-get install uidmap")),
    }
}

/// Who has no privileges records containers of his own through ptrace, from outside and from inside of `podman unshare`.
fn rootless() -> Result<()> {
    let (name, home) = user().context("no user")?;
    let dir = tempfile::tempdir_in(&home)?;
    engine(dir.path())?;
    root(dir.path())?;
    std::fs::copy(e2e::binary("record")?, dir.path().join("record"))?;
    stdout(Command::new("chown").args(["-R", &name]).arg(dir.path()))?;
    let ask = |line: &str| {
        let line = format!("cd {0} && export CONTAINERS_CONF={0}/containers.conf && {line}", dir.path().display());
        output(Command::new("su").args(["-", &name, "-c", &line]))
    };
    let import = ask(&format!("podman import root.tar {IMAGE}"))?;
    ensure!(import.status.success(), "{import:?}");
    for (i, before) in ["", "podman unshare "].into_iter().enumerate() {
        let record = "./record container --quiet --backend ptrace --network none -o";
        let out = ask(&format!("{before}{record} {i}.sqlite {IMAGE} -- sh -c '{SCRIPT}'"))?;
        ensure!(
            out.status.code() == Some(1) && String::from_utf8_lossy(&out.stdout).contains("hi"),
            "{before}: {out:?}"
        );
        let trace = dir.path().join(format!("{i}.sqlite"));
        let info = analyze(&["info", &trace.to_string_lossy()])?;
        ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
        let db = Connection::open(&trace)?;
        let count = |sql: &str| -> Result<i64> { Ok(db.query_row(sql, [], |row| row.get(0))?) };
        ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/nonexistent' AND errno = 'ENOENT'")? >= 1);
        ensure!(count("SELECT count(*) FROM syscalls WHERE phase <> 'payload'")? == 0);
        ensure!(count("SELECT count(DISTINCT pid_ns) FROM processes WHERE pid_ns IS NOT NULL")? == 1);
    }
    Ok(())
}
