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
        case("options::output_log", output_log),
        case("options::tty", tty),
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

/// What the trace has of a stream of the target, as bytes.
fn printed(trace: &Path, stream: &str) -> Result<Vec<u8>> {
    let db = Connection::open(trace)?;
    let mut statement = db.prepare("SELECT text FROM output WHERE stream = ?1 ORDER BY rowid")?;
    let rows: Vec<String> = statement.query_map([stream], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    rows.iter()
        .map(|text| schema::text::unescape(text).with_context(|| text.clone()))
        .try_fold(Vec::new(), |all, bytes| Ok([all, bytes?].concat()))
}

/// What a target prints goes where it always goes, and is in the trace beside the calls that printed it.
fn output_log() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("o.sqlite");
    let script = "seq 20000; printf 'a\\0\\033[31m\\377' >&2; exit 3";
    let run = |trace: &Path| {
        let options = ["run", "--quiet", "--output-log", "--backend", "ptrace", "-o"];
        output(record()?.args(options).arg(trace).args(["--", "sh", "-c", script]))
    };
    let out = run(&trace)?;
    ensure!(out.status.code() == Some(3), "{}", out.status);
    let numbers = stdout(Command::new("seq").arg("20000"))?;
    ensure!(out.stdout == numbers.as_bytes() && out.stderr == b"a\0\x1b[31m\xff", "{:?}", out.stderr);
    ensure!(printed(&trace, "stdout")? == out.stdout && printed(&trace, "stderr")? == out.stderr);
    // A piece arrives after the write that made it has begun.
    let db = Connection::open(&trace)?;
    let writes = "SELECT min(ts) FROM syscalls WHERE name = 'write' AND a0 = 1";
    let first = count(&db, "SELECT min(ts) FROM output WHERE stream = 'stdout'")? - count(&db, writes)?;
    ensure!((0..1_000_000_000).contains(&first), "{first} ns");
    let folder = dir.path().join("o.trace");
    run(&folder)?;
    ensure!(folder.join("output.parquet").is_file());
    let info = analyze(&["info", &folder.to_string_lossy()])?;
    ensure!(info["manifest"]["rows"]["output"].as_u64() > Some(0), "{}", info["manifest"]["rows"]);
    Ok(())
}

/// A terminal of its own, which is as large as ours, also when that changes.
fn tty() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("t.sqlite");
    let script = "trap 'stty size; exit 4' WINCH; tty; stty size; ps -o tty= -p $$; while :; do sleep 0.1; done";
    let mut command = Command::new("python3");
    command.arg(format!("{}/live/window.py", e2e::HERE)).arg(e2e::binary("record")?);
    command.args(["run", "--quiet", "--tty", "--output-log", "-o"]).arg(&trace).args(["--", "sh", "-c", script]);
    let out = output(&mut command)?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    ensure!(out.status.code() == Some(4), "{}: {text}", out.status);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let [tty, before, own, after] = lines[..] else { anyhow::bail!("{lines:?}") };
    ensure!(tty == format!("/dev/{own}") && (before, after) == ("33 77", "40 100"), "{lines:?}");
    let kept = String::from_utf8(printed(&trace, "tty")?)?;
    ensure!(kept.lines().map(str::trim).eq(lines.iter().copied()), "{kept:?}");
    Ok(())
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

/// A copy of record where every user can execute it.
fn dir_for_all() -> Result<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir()?;
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755))?;
    std::fs::copy(e2e::binary("record")?, dir.path().join("record"))?;
    Ok(dir)
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
        let told = |member: &str| check[member].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\n'));
        ensure!(check["ok"] == true || told("advice") && told("command"), "{check}");
    }
    for backend in ["ebpf", "ptrace"] {
        ensure!(answer["sees"][backend].as_array().is_some_and(|sees| !sees.is_empty()), "{answer}");
    }
    // As somebody without privileges: what is missing is said, with a command for it.
    let program = dir_for_all()?;
    let own = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"])
        .arg(program.path().join("record"))
        .args(["doctor", "--format", "json"])
        .output()?;
    let answer: serde_json::Value = serde_json::from_slice(&own.stdout).with_context(|| format!("{own:?}"))?;
    let privilege = answer["checks"].as_array().into_iter().flatten().find(|check| check["name"] == "privilege");
    let privilege = privilege.context("no privilege")?;
    ensure!(
        privilege["ok"] == false && privilege["command"].as_str().is_some_and(|c| c.starts_with("setcap")),
        "{answer}"
    );
    ensure!(answer["backend"] == "ptrace", "{answer}");
    ensure!(answer["misses"]["ptrace"].as_array().is_some_and(|misses| misses.len() > 2), "{answer}");
    // Without a daemon docker has a client alone.
    let docker = output(Command::new("docker").args(["version", "--format", "{{.Server.Version}}"]));
    ensure!(found("docker")?["ok"] == docker.is_ok_and(|out| out.status.success()));
    Ok(())
}
