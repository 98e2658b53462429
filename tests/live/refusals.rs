//! Bad input: one line that names the file and what to do, the documented exit status, nothing half done.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{binary, output, record, refused, stdout};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "refusals::command", skip: None, run: command },
        Case { name: "refusals::ebpf_only_for_want_of_permission", skip: None, run: only_permission },
        Case { name: "refusals::sql", skip: None, run: sql },
        Case { name: "refusals::output", skip: None, run: bad_output },
        Case { name: "refusals::no_permission_for_ebpf", skip: no_ebpf.clone(), run: no_permission },
        Case { name: "refusals::unprivileged_ptrace_works", skip: no_ebpf.clone(), run: unprivileged },
        Case { name: "refusals::traces", skip: None, run: traces },
        Case { name: "refusals::exit_status_is_the_targets", skip: None, run: exit_status },
    ]
}

/// The tests of eBPF are skipped where the kernel refuses it. It must not be our program that is at fault.
fn only_permission() -> Result<()> {
    if let Some(reason) = e2e::no_ebpf() {
        let allowed = ["not permitted", "Permission denied", "type information", "without it (feature ebpf)"];
        ensure!(allowed.iter().any(|text| reason.contains(text)), "{reason}");
    }
    Ok(())
}

fn sql() -> Result<()> {
    let ask = |query: &str| {
        let samples = format!("{}/../samples", e2e::HERE);
        output(Command::new(binary("analyze")?).args(["sql", "shell-pipeline.trace", query]).current_dir(samples))
    };
    for (query, part) in [
        ("SELECT nope FROM syscalls", "nope"),
        ("SELECT * FROM nowhere", "the tables are syscalls, processes, counts, losses"),
        ("DROP", "cannot be answered"),
        ("", "cannot be answered"),
    ] {
        refused(&ask(query)?, 2, &[part])?;
    }
    // The same question in two ways.
    let out = ask("SELECT count(*) AS n FROM syscalls WHERE errno = 'ENOENT'")?;
    let report = e2e::analyze(&[
        "frequency",
        "--by",
        "errno",
        "--where",
        "errno = 'ENOENT'",
        &format!("{}/../samples/shell-pipeline.trace", e2e::HERE),
    ])?;
    let calls = report["tables"][0]["rows"][0]["calls"].to_string();
    ensure!(String::from_utf8_lossy(&out.stdout).contains(&format!(" {calls}\n")), "{out:?}, {report}");
    Ok(())
}

fn run(dir: &Path, args: &[&str]) -> Result<Output> {
    output(record()?.args(["run", "--backend", "ptrace", "-o"]).arg(dir.join("x.trace")).args(args))
}

fn command() -> Result<()> {
    let dir = tempfile::tempdir()?;
    refused(&run(dir.path(), &["--", "no-such-command-here"])?, 127, &["no-such-command-here", "not found"])?;
    refused(&run(dir.path(), &["--", "/nonexistent/x"])?, 127, &["/nonexistent/x"])?;
    refused(&run(dir.path(), &["--", "/etc/passwd"])?, 126, &["/etc/passwd", "executable"])?;
    ensure!(!dir.path().join("x.trace").exists(), "a trace of nothing was left");
    // A file that may be executed and cannot: the kernel itself refuses.
    let broken = dir.path().join("broken");
    fs::write(&broken, "#!/nonexistent/interpreter\n")?;
    stdout(Command::new("chmod").arg("+x").arg(&broken))?;
    let out = run(dir.path(), &["--", &broken.to_string_lossy()])?;
    refused(&out, 127, &["broken"])?;
    ensure!(!dir.path().join("x.trace").exists(), "a trace of nothing was left");
    Ok(())
}

fn bad_output() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let to = |path: &Path| output(record()?.args(["run", "--backend", "ptrace", "-o"]).arg(path).args(["--", "true"]));
    let there = dir.path().join("there.trace");
    fs::create_dir(&there)?;
    fs::write(there.join("precious"), "x")?;
    refused(&to(&there)?, 125, &["there.trace", "--force"])?;
    ensure!(there.join("precious").exists(), "what was there is gone");
    refused(&to(&dir.path().join("none/x.trace"))?, 125, &["none", "no such folder"])?;
    refused(&to(&dir.path().join("x.txt"))?, 125, &["x.txt", ".trace"])?;
    // --force replaces a trace, and nothing else.
    let out = output(record()?.args(["run", "--backend", "ptrace", "--force", "-o"]).arg(&there).args(["--", "true"]))?;
    refused(&out, 125, &["there.trace", "not a trace"])?;
    ensure!(there.join("precious").exists(), "what was there is gone");
    Ok(())
}

/// A command as the user nobody, who can read our binary through `dir`.
fn as_nobody(dir: &Path) -> Result<Command> {
    let copy = dir.join("record");
    fs::copy(binary("record")?, &copy)?;
    stdout(Command::new("chmod").args(["-R", "a+rwX"]).arg(dir))?;
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copy).current_dir(dir);
    Ok(command)
}

fn no_permission() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let out = output(as_nobody(dir.path())?.args(["run", "--backend", "ebpf", "-o", "x.trace", "--", "true"]))?;
    refused(&out, 125, &["eBPF", "doctor"])?;
    ensure!(!dir.path().join("x.trace").exists(), "a trace of nothing was left");
    Ok(())
}

fn unprivileged() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let out = output(as_nobody(dir.path())?.args(["run", "-o", "x.trace", "--", "true"]))?;
    ensure!(out.status.success(), "{out:?}");
    let text = String::from_utf8_lossy(&out.stderr);
    ensure!(text.contains("using ptrace: eBPF does not work here"), "{text}");
    let report = e2e::analyze(&["info", &dir.path().join("x.trace").to_string_lossy()])?;
    ensure!(report["manifest"]["backend"]["name"] == "ptrace" && report["completeness"]["verdict"] == "exact");
    Ok(())
}

fn traces() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = |name: &str| dir.path().join(name);
    let frequency = |trace: &Path| output(Command::new(binary("analyze")?).arg("frequency").arg(trace));
    let make = |name: &str| {
        let trace = path(name);
        stdout(record()?.args(["run", "--quiet", "--backend", "ptrace", "-o"]).arg(&trace).args(["--", "true"]))?;
        Ok::<_, anyhow::Error>(trace)
    };
    refused(&frequency(&path("absent.trace"))?, 3, &["absent.trace"])?;
    fs::create_dir(path("empty"))?;
    refused(&frequency(&path("empty"))?, 3, &["empty", "manifest.json"])?;
    fs::write(path("text"), "hello\n")?;
    refused(&frequency(&path("text"))?, 3, &["text"])?;

    let cut = make("cut.trace")?;
    let segment = cut.join("syscalls-00000.parquet");
    let bytes = fs::read(&segment)?;
    fs::write(&segment, &bytes[..bytes.len() / 2])?;
    refused(&frequency(&cut)?, 3, &["syscalls-00000.parquet"])?;

    let missing = make("missing.trace")?;
    fs::remove_file(missing.join("syscalls-00000.parquet"))?;
    refused(&frequency(&missing)?, 3, &["syscalls-00000.parquet"])?;

    // Same length, other bytes: a Parquet file in name only.
    let foreign = make("foreign.trace")?;
    let segment = foreign.join("syscalls-00000.parquet");
    fs::write(&segment, vec![b'x'; fs::read(&segment)?.len()])?;
    refused(&frequency(&foreign)?, 3, &["syscalls-00000.parquet"])?;
    refused(&frequency(&missing.join("processes.parquet"))?, 3, &["processes.parquet"])?;

    let newer = make("newer.trace")?;
    let manifest = newer.join("manifest.json");
    fs::write(&manifest, fs::read_to_string(&manifest)?.replacen("\"major\": 1", "\"major\": 99", 1))?;
    refused(&frequency(&newer)?, 3, &["newer.trace", "trace format 99."])?;

    let sqlite = path("cut.sqlite");
    stdout(record()?.args(["run", "--quiet", "--backend", "ptrace", "-o"]).arg(&sqlite).args(["--", "true"]))?;
    let bytes = fs::read(&sqlite)?;
    fs::write(&sqlite, &bytes[..bytes.len() / 3])?;
    refused(&frequency(&sqlite)?, 3, &["cut.sqlite"])?;
    Ok(())
}

fn exit_status() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let status = |script: &str| -> Result<Option<i32>> {
        let trace = dir.path().join("s.trace");
        Ok(output(record()?.args(["run", "--quiet", "--force", "-o"]).arg(trace).args(["--", "sh", "-c", script]))?
            .status
            .code())
    };
    ensure!(status("exit 42")? == Some(42));
    ensure!(status("kill -TERM $$")? == Some(128 + 15));
    ensure!(status("kill -KILL $$")? == Some(128 + 9));
    Ok(())
}
