//! Containers of a Debian tree: apt, Python and a server, as somebody else, read-only, without a network, with little memory.
//! Of each there is all that the container did, and nothing of who made it.
//!
//! The tree is made once by mmdebstrap, and kept beside the binaries.

use crate::{
    Case,
    engines::{self, Engine},
};
use anyhow::{Context, Result, ensure};
use e2e::{analyze, binary, output, stdout, trace::count};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

pub fn cases(no_ebpf: &Option<String>, no_podman: &Option<String>) -> Vec<Case> {
    let missing = Command::new("mmdebstrap").arg("--version").output().is_err();
    let no_tree = missing.then(|| "no Debian tree: apt-get install mmdebstrap".to_owned());
    let skip = no_podman.clone().or_else(|| no_tree.clone());
    let podman = |name, run| Case { name, skip: skip.clone(), run };
    vec![
        podman("debian::apt", || with_podman(apt)),
        podman("debian::forks_and_programs_ebpf", || with_podman(|engine| forks(engine, &["--backend", "ebpf"]))),
        podman("debian::forks_and_programs_ptrace", || with_podman(|engine| forks(engine, &["--backend", "ptrace"]))),
        podman("debian::server_and_client_that_joins", || with_podman(server)),
        podman("debian::somebody_else_read_only", || with_podman(somebody_else)),
        podman("debian::out_of_memory", || with_podman(out_of_memory)),
        podman("debian::two_at_once_in_a_pod", || with_podman(pod)),
        podman("debian::options_reach_the_engine", || with_podman(options)),
        podman("debian::killed_recorder_leaves_nobody_stopped_ebpf", || with_podman(|engine| killed(engine, "ebpf"))),
        podman("debian::killed_recorder_leaves_nobody_stopped_ptrace", || {
            with_podman(|engine| killed(engine, "ptrace"))
        }),
        Case {
            name: "debian::docker",
            skip: engines::no_docker(no_ebpf).or(no_tree),
            run: || {
                engines::bare_docker(|docker| {
                    import(docker)?;
                    somebody_else(docker)?;
                    forks(docker, &[])?;
                    server(docker)?;
                    out_of_memory(docker)
                })
            },
        },
    ]
}

const IMAGE: &str = "localhost/sca-test-debian:1";

/// The tree as a tar, with a package that is not installed.
fn tree() -> Result<PathBuf> {
    let tar = binary("record")?.with_file_name("debian-tree.tar");
    if !tar.exists() {
        let part = tar.with_file_name("debian-tree.part.tar");
        let hook = "chroot \"$1\" sh -c 'cd /root && apt-get download hello && mv hello_*.deb hello.deb'";
        let mut make = Command::new("mmdebstrap");
        make.args(["--quiet", "--variant=apt", "--include=python3", &format!("--customize-hook={hook}"), "bookworm"]);
        stdout(make.arg(&part))?;
        std::fs::rename(&part, &tar)?;
    }
    Ok(tar)
}

fn import(engine: &Engine) -> Result<()> {
    stdout(engine.command(&["import", "--change", "LABEL vendor=acme"]).arg(tree()?).arg(IMAGE)).map(drop)
}

fn with_podman(test: fn(&Engine) -> Result<()>) -> Result<()> {
    let engine = engines::podman()?;
    if !output(&mut engine.command(&["image", "exists", IMAGE]))?.status.success() {
        import(&engine)?;
    }
    test(&engine)
}

/// Records a container, which has no network.
fn run(engine: &Engine, trace: &Path, options: &[&str], words: &[&str]) -> Result<Output> {
    let mut record = engine.record("container", trace)?;
    record.args(["--quiet", "--network", "none"]).args(options).args([IMAGE, "--"]).args(words);
    // Of a container without memory conmon leaves a file here.
    output(record.current_dir(engine.dir.path()))
}

/// Nothing is missing, and nothing is of anybody but the container, from the first program of each process on.
fn check(trace: &Path) -> Result<Connection> {
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    ensure!(info["manifest"]["blind_spots"].as_array().is_some_and(|spots| !spots.is_empty()), "no blind spots");
    let db = Connection::open(trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(*) FROM syscalls WHERE phase <> 'payload' OR ns_tgid IS NULL")? == 0);
    let strangers = "comm IN ('conmon', 'podman', 'docker', 'dockerd') OR comm LIKE 'runc%' OR comm LIKE 'containerd%'";
    // The execve that ends the preparation has the name of who prepared.
    ensure!(count(&format!("SELECT count(*) FROM syscalls WHERE ({strangers}) AND name <> 'execve'"))? == 0);
    ensure!(count("SELECT count(DISTINCT pid_ns) FROM processes WHERE pid_ns IS NOT NULL")? == 1);
    let own = std::fs::read_link("/proc/self/ns/pid")?.to_string_lossy().into_owned();
    ensure!(!own.contains(&count("SELECT max(pid_ns) FROM processes")?.to_string()), "of the host");
    // Each process begins with what its parent, or whoever joined, left it with: an execve, or the return from a fork.
    let first = "SELECT count(*) FROM (SELECT name, min(ts) FROM syscalls WHERE ns_tgid = 1 AND seq = 0) WHERE name <> 'execve'";
    ensure!(count(first)? == 0);
    Ok(db)
}

fn apt(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("apt.sqlite");
    let words = ["sh", "-c", "DEBIAN_FRONTEND=noninteractive apt-get install -y /root/hello.deb && hello"];
    let out = run(engine, &trace, &[], &words)?;
    ensure!(out.status.success() && String::from_utf8_lossy(&out.stdout).contains("Hello, world!"), "{out:?}");
    let db = check(&trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'exec' AND exe LIKE '%/dpkg'")? >= 2);
    ensure!(
        count("SELECT count(*) FROM syscalls WHERE path2_abs = '/usr/bin/hello' AND name LIKE 'rename%' AND ret = 0")?
            == 1
    );
    ensure!(
        count(
            "SELECT count(*) FROM syscalls WHERE fd_path LIKE '/var/lib/dpkg/status%' AND name = 'write' AND ret > 0"
        )? > 0
    );
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'exec' AND exe = '/usr/bin/hello'")? == 1);
    Ok(())
}

/// Four processes of one program, each of which runs another.
fn forks(engine: &Engine, options: &[&str]) -> Result<()> {
    let trace = engine.dir.path().join(format!("forks{}.sqlite", options.len() + options.concat().len()));
    let script = "import os\nfor i in range(4):\n  if os.fork() == 0:\n    [os.getppid() for _ in range(250)]\n    \
                  os.execv('/bin/cat', ['cat', f'/nonexistent/{i}'])\nfor i in range(4): os.wait()\nos._exit(9)";
    let out = run(engine, &trace, options, &["python3", "-c", script])?;
    ensure!(out.status.code() == Some(9), "{out:?}");
    let db = check(&trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'getppid' AND ret = 1")? == 1000);
    ensure!(count("SELECT count(*) FROM syscalls WHERE path LIKE '/nonexistent/%' AND errno = 'ENOENT'")? == 4);
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'fork'")? == 4);
    ensure!(count("SELECT exit_code FROM processes WHERE event = 'exit' AND ns_tid = 1")? == 9);
    Ok(())
}

/// A server on the container's own loopback, and clients that `exec` sends in while it is recorded.
fn server(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("server.sqlite");
    let script = "import http.server\ns = http.server.HTTPServer(('127.0.0.1', 8000), http.server.SimpleHTTPRequestHandler)\n\
                  [s.handle_request() for _ in range(3)]";
    let mut record = engine.record("container", &trace)?;
    record.args(["--quiet", "--network", "none", IMAGE, "--", "python3", "-c", script]);
    let mut child = record.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let id = engine.running()?;
    let client = "import time, urllib.request\nfor i in range(100):\n  try:\n    \
                  urllib.request.urlopen('http://127.0.0.1:8000/etc/hostname' if i < 99 else '').read(); break\n  \
                  except OSError: time.sleep(0.1)";
    for _ in 0..3 {
        stdout(&mut engine.command(&["exec", &id, "python3", "-c", client]))?;
    }
    ensure!(child.wait()?.success(), "the server");
    let db = check(&trace)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(
        count("SELECT count(*) FROM syscalls WHERE name = 'accept4' AND peer LIKE '127.0.0.1:%' AND ns_tgid = 1")? == 3
    );
    let clients =
        "name = 'connect' AND peer = '127.0.0.1:8000' AND ns_tgid <> 1 AND (errno IS NULL OR errno = 'EINPROGRESS')";
    ensure!(count(&format!("SELECT count(*) FROM syscalls WHERE {clients}"))? == 3);
    ensure!(count(&format!("SELECT count(DISTINCT tgid) FROM syscalls WHERE {clients}"))? == 3);
    Ok(())
}

fn somebody_else(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("user.sqlite");
    let options = ["--user", "nobody", "--create-arg=--read-only", "--env", "COLOUR=blue"];
    let out = run(engine, &trace, &options, &["sh", "-c", "id -u; echo $COLOUR; echo > /file; cat /etc/shadow"])?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    ensure!(out.status.code() == Some(1) && said.starts_with("65534\nblue\n"), "{out:?}");
    let db = check(&trace)?;
    let count = |sql: &str| count(&db, sql);
    // Who writes where nobody may write is told so before he is told who he is.
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/file' AND errno IN ('EROFS', 'EACCES')")? == 1);
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/etc/shadow' AND errno = 'EACCES'")? == 1);
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'exec' AND euid <> 65534")? == 0);
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let container = &info["manifest"]["container"];
    ensure!(container["read_only"] == true && container["user"] == "nobody", "{container}");
    ensure!(container["labels"]["vendor"] == "acme" && container["network"] == "none", "{container}");
    Ok(())
}

/// A container that takes more memory than it may have.
fn out_of_memory(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("memory.sqlite");
    let options = ["--create-arg=--memory=64m", "--create-arg=--memory-swap=64m"];
    let out = run(engine, &trace, &options, &["python3", "-c", "x = bytearray(b'x') * (1 << 30)"])?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    if out.status.code() == Some(125) {
        println!("{} here gives no limit of memory: {said}", engine.name);
        return Ok(());
    }
    if out.status.success() {
        println!("{}: the limit of memory has no effect here", engine.name);
        return Ok(());
    }
    ensure!(out.status.code() == Some(137), "{out:?}");
    let db = check(&trace)?;
    ensure!(count(&db, "SELECT exit_signal FROM processes WHERE event = 'exit' AND ns_tid = 1")? == 9);
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["manifest"]["exit"]["signal"] == 9, "{}", info["manifest"]["exit"]);
    ensure!(info["manifest"]["container"]["limits"]["Memory"] == 64 << 20, "{}", info["manifest"]["container"]);
    Ok(())
}

/// Two recordings at once, of containers that belong together: to each its own.
fn pod(engine: &Engine) -> Result<()> {
    let made = output(&mut engine.command(&["pod", "create", "--infra=false", "--share=none", "--name", "sca-pod"]))?;
    ensure!(made.status.success(), "{made:?}");
    let result = (|| {
        let mut children = Vec::new();
        for name in ["one", "two"] {
            let trace = engine.dir.path().join(format!("{name}.sqlite"));
            let script =
                format!("i=0; while [ $i -lt 50 ]; do cat /nonexistent/{name}; i=$((i+1)); done 2> /dev/null; exit 0");
            let mut record = engine.record("container", &trace)?;
            record.args([
                "--quiet",
                "--network",
                "none",
                "--create-arg=--pod=sca-pod",
                IMAGE,
                "--",
                "sh",
                "-c",
                &script,
            ]);
            children.push((name, trace, record.stdout(Stdio::null()).spawn()?));
        }
        for (name, trace, mut child) in children {
            let status = child.wait()?;
            ensure!(status.success(), "{name}: {status}");
            let db = check(&trace)?;
            let of =
                |name: &str| count(&db, &format!("SELECT count(*) FROM syscalls WHERE path = '/nonexistent/{name}'"));
            let other = if name == "one" { "two" } else { "one" };
            ensure!(of(name)? == 50 && of(other)? == 0, "{name}: {} {}", of(name)?, of(other)?);
        }
        Ok(())
    })();
    let _ = engine.command(&["pod", "rm", "--force", "sca-pod"]).output();
    result
}

/// --volume, --entrypoint, --keep and the others are what the engine says they are.
fn options(engine: &Engine) -> Result<()> {
    let trace = engine.dir.path().join("options.sqlite");
    let shared = engine.dir.path().join("shared");
    std::fs::create_dir(&shared)?;
    std::fs::write(shared.join("in"), "given\n")?;
    let volume = format!("{}:/shared", shared.display());
    let options = ["--volume", &volume, "--entrypoint", "cat", "--keep", "--create-arg=--name=sca-kept"];
    let out = run(engine, &trace, &options, &["/shared/in"])?;
    let kept = stdout(&mut engine.command(&["ps", "--all", "--format", "{{.Names}}"]));
    let _ = engine.command(&["rm", "--force", "sca-kept"]).output();
    ensure!(out.status.success() && out.stdout == b"given\n", "{out:?}");
    ensure!(kept?.contains("sca-kept"), "the container is gone");
    let db = check(&trace)?;
    ensure!(
        count(&db, "SELECT count(*) FROM syscalls WHERE fd_path = '/shared/in' AND name = 'read' AND ret = 6")? == 1
    );
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let container = &info["manifest"]["container"];
    ensure!(container["name"] == "sca-kept" && container["entrypoint"][0] == "cat", "{container}");
    let mounts = container["mounts"].as_array().context("no mounts")?;
    ensure!(mounts.iter().any(|mount| mount["Destination"] == "/shared"), "{container}");
    Ok(())
}

/// Whenever the recorder of a container is killed, the container goes on, or was never started.
fn killed(engine: &Engine, backend: &str) -> Result<()> {
    for after in [200, 800, 2000] {
        let trace = engine.dir.path().join(format!("{backend}{after}.trace"));
        let mut record = engine.record("container", &trace)?;
        record.args(["--quiet", "--network", "none", "--backend", backend, "--create-arg=--name=sca-killed", IMAGE]);
        record.args(["--", "sh", "-c", "while :; do :; done"]);
        let mut child = record.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        std::thread::sleep(Duration::from_millis(after));
        child.kill()?;
        child.wait()?;
        let result = settled(engine);
        let _ = engine.command(&["rm", "--force", "--time=0", "sca-killed"]).output();
        result.with_context(|| format!("after {after} ms"))?;
    }
    Ok(())
}

/// The container's first process is not stopped and not traced.
fn settled(engine: &Engine) -> Result<()> {
    let start = Instant::now();
    loop {
        let pid = output(&mut engine.command(&["inspect", "--format", "{{.State.Pid}}", "sca-killed"]))?;
        let pid = String::from_utf8_lossy(&pid.stdout).trim().to_owned();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line =
            |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
        if !line("State:").starts_with(['T', 't']) && matches!(&*line("TracerPid:"), "" | "0") {
            return Ok(());
        }
        ensure!(start.elapsed() < Duration::from_secs(10), "{status}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
