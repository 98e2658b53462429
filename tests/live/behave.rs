//! What recorders are known to disturb: job control, tracers, filters, privileges. Programs print what they see, and see the
//! same whether they are recorded or not; where ptrace cannot help it, that is what docs/record.md says.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, output, trace::count, workload};
use rusqlite::Connection;
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("behave::job_control_ebpf", || same("jobs", &EBPF).map(drop)),
        ptrace("behave::job_control_ptrace", || same("jobs", &PTRACE).map(drop)),
        ptrace("behave::job_control_ptrace_of_three", || same("jobs", &PTRACE_THREE).map(drop)),
        ebpf("behave::a_target_that_traces_ebpf", || same("tracer", &EBPF).map(drop)),
        ptrace("behave::a_target_that_traces_ptrace", tracer),
        ebpf("behave::untraced_children_ebpf", || untraced(&EBPF, 7, 0)),
        ptrace("behave::untraced_children_ptrace", || untraced(&PTRACE, 0, 1)),
        ebpf("behave::a_filter_of_its_own_ebpf", || confined(&EBPF)),
        ptrace("behave::a_filter_of_its_own_ptrace", || confined(&PTRACE)),
        ptrace("behave::a_filter_of_its_own_ptrace_of_three", || confined(&PTRACE_THREE)),
        ebpf("behave::what_is_inherited_ebpf", || same("inherits", &EBPF).map(drop)),
        ptrace("behave::what_is_inherited_ptrace", || same("inherits", &PTRACE).map(drop)),
        ebpf("behave::set_user_id_ebpf", || set_user_id("ebpf")),
        ptrace("behave::set_user_id_ptrace", || set_user_id("ptrace")),
    ]
}

const EBPF: [&str; 2] = ["--backend", "ebpf"];
const PTRACE: [&str; 2] = ["--backend", "ptrace"];
const PTRACE_THREE: [&str; 4] = ["--backend", "ptrace", "--syscalls", "getppid,clone,wait4"];

/// Runs the program, recorded and not. Its trace.
fn both(kind: &str, options: &[&str]) -> Result<(tempfile::TempDir, PathBuf, [String; 2])> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "behave", &[])?;
    let trace = dir.path().join("b.sqlite");
    let plain = output(Command::new(&program).arg("defaults").args([program.as_os_str(), kind.as_ref()]))?;
    let mut recorder = Command::new(&program);
    recorder
        .arg("defaults")
        .arg(e2e::binary("record")?)
        .args(["run", "--quiet", "--require-complete"])
        .args(options)
        .arg("-o")
        .arg(&trace);
    let recorded = output(recorder.arg("--").arg(&program).arg(kind))?;
    ensure!(plain.status.code() == Some(5) && recorded.status.code() == Some(5), "{plain:?} {recorded:?}");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok((dir, trace, [text(plain.stdout), text(recorded.stdout)]))
}

fn same(kind: &str, options: &[&str]) -> Result<(tempfile::TempDir, PathBuf)> {
    let (dir, trace, [plain, recorded]) = both(kind, options)?;
    ensure!(plain == recorded, "untraced:\n{plain}recorded:\n{recorded}");
    Ok((dir, trace))
}

/// There is one tracer at a time.
fn tracer() -> Result<()> {
    let (_dir, trace, [plain, recorded]) = both("tracer", &PTRACE)?;
    ensure!(plain.contains("stopped by 19") && recorded.contains("status 9"), "{plain}{recorded}");
    let db = Connection::open(trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'ptrace' AND a0 = 0 AND errno = 'EPERM'")? == 1);
    Ok(())
}

/// Of a child that forbids it ptrace sees nothing, and says so.
fn untraced(options: &[&str], calls: i64, spots: usize) -> Result<()> {
    let (_dir, trace) = same("untraced", options)?;
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'getppid'")? == calls);
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    let found = info["manifest"]["blind_spots"].as_array().context("no blind spots")?;
    let named =
        found.iter().filter(|spot| spot["channel"].as_str().is_some_and(|name| name.contains("CLONE_UNTRACED")));
    ensure!(named.filter(|spot| spot["opened"] == 1).count() == spots, "{found:?}");
    Ok(())
}

/// Calls that the target's own filter refuses are rows as well.
fn confined(options: &[&str]) -> Result<()> {
    let (_dir, trace) = same("seccomp", options)?;
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'getppid' AND ret > 0")? == 1);
    let refused =
        count(&db, "SELECT count(*) FROM syscalls WHERE name = 'getppid' AND (ret IS NULL OR errno = 'EXDEV')")?;
    ensure!(refused == 6, "{refused} refused calls");
    Ok(())
}

/// A program that gives its caller its owner's rights does so under a recorder that has them. Without, the kernel has it run
/// without them under ptrace (execve(2)).
fn set_user_id(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "behave", &[])?;
    let copy = dir.path().join("record");
    std::fs::copy(e2e::binary("record")?, &copy)?;
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    mode(dir.path(), 0o777)?;
    mode(&program, 0o4755)?;
    let nobody = |command: &mut Command| -> Result<String> {
        let out = output(command)?;
        ensure!(out.status.code() == Some(5), "{out:?}");
        Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    const AS_NOBODY: [&str; 4] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let command = [program.as_os_str().to_owned(), "whoami".into()];
    let plain = nobody(Command::new(AS_NOBODY[0]).args(&AS_NOBODY[1..]).args(&command))?;
    ensure!(plain == "0", "{plain}: the file system may be mounted nosuid");
    let recorder = |name: &str, path: &Path| {
        let trace = dir.path().join(name);
        let mut words: Vec<std::ffi::OsString> = vec![path.into(), "run".into(), "--quiet".into()];
        words.extend(["--backend".into(), backend.into(), "-o".into(), trace.into(), "--".into()]);
        words
    };
    // As root, who has somebody else run it.
    let words = recorder("root.trace", &e2e::binary("record")?);
    let seen = nobody(Command::new(&words[0]).args(&words[1..]).args(AS_NOBODY).args(&command))?;
    ensure!(seen == "0", "recorded by root: {seen}");
    if backend == "ptrace" {
        for (name, more) in [("all.trace", &[][..]), ("three.trace", &["--syscalls", "geteuid,execve"][..])] {
            let mut words = recorder(name, &copy);
            words.splice(2..2, more.iter().map(std::ffi::OsString::from));
            let seen = nobody(Command::new(AS_NOBODY[0]).args(&AS_NOBODY[1..]).args(&words).args(&command))?;
            ensure!(seen == "65534", "recorded without privileges: {seen}");
        }
    }
    Ok(())
}
