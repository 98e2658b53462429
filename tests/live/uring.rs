//! Work that a program hands to io_uring is seen as the calls it stands for.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, record, trace::count, workload};
use rusqlite::Connection;
use std::{path::Path, process::Stdio};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let skip = no_ebpf.clone().or_else(no_uring);
    vec![
        Case { name: "uring::operations_are_calls", skip: skip.clone(), run: operations },
        Case { name: "uring::operations_without_end", skip: skip.clone(), run: unended },
        Case { name: "uring::of_wanted_calls_alone", skip: skip.clone(), run: chosen },
        Case { name: "uring::submitted_by_the_kernels_thread", skip: skip.clone(), run: polled },
        Case { name: "uring::operations_that_complete_many_times", skip: skip.clone(), run: many_times },
        Case { name: "uring::long_paths", skip, run: long_path },
    ]
}

/// Why there is no io_uring here.
fn no_uring() -> Option<String> {
    let switch = std::fs::read_to_string("/proc/sys/kernel/io_uring_disabled").unwrap_or_else(|e| e.to_string());
    let dir = tempfile::tempdir().ok()?;
    match workload(dir.path(), "uring", &["-luring"]) {
        Err(error) => Some(format!("liburing does not compile: {error:#}")),
        Ok(_) => (switch.trim() != "0").then(|| format!("kernel.io_uring_disabled: {}", switch.trim())),
    }
}

fn run(dir: &Path, options: &[&str], arguments: &[&str]) -> Result<Connection> {
    run_of(dir, "uring", options, arguments)
}

fn run_of(dir: &Path, program: &str, options: &[&str], arguments: &[&str]) -> Result<Connection> {
    let program = workload(dir, program, &["-luring"])?;
    std::fs::write(dir.join("file"), "seen")?;
    let trace = dir.join("u.sqlite");
    let mut recorder = record()?;
    recorder.args(["run", "--quiet", "--require-complete", "--backend", "ebpf", "-o"]).arg(&trace).args(options);
    // A program that goes on after the recording would keep a pipe open.
    recorder.stdout(Stdio::null()).stderr(Stdio::null());
    let status = recorder.arg("--").arg(program).args(arguments).current_dir(dir).status()?;
    ensure!(status.success(), "record: {status}");
    Ok(Connection::open(trace)?)
}

fn operations() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = run(dir.path(), &[], &[])?;
    let here = dir.path().canonicalize()?;
    let ours =
        |condition: &str| count(&db, &format!("SELECT count(*) FROM syscalls WHERE arch = 'io_uring' AND {condition}"));
    let file = here.join("file").display().to_string();
    let renamed = here.join("renamed").display().to_string();
    let expected = [
        ("1".to_owned(), 11),
        (format!("name = 'openat' AND path = 'file' AND path_abs = '{file}' AND ret > 2 AND a2 = 2"), 1),
        ("name = 'openat' AND path = 'not-there' AND errno = 'ENOENT'".to_owned(), 1),
        (format!("name = 'pread64' AND fd_path = '{file}' AND ret = 4 AND a2 = 4"), 4),
        (format!("name = 'renameat2' AND path_abs = '{file}' AND path2_abs = '{renamed}' AND ret = 0"), 1),
        ("name = 'socket' AND a0 = 2 AND a1 = 1".to_owned(), 1),
        ("name = 'connect' AND peer LIKE '127.0.0.1:%' AND ret = 0".to_owned(), 1),
        ("name = 'sendto' AND fd_path LIKE 'TCP:[->127.0.0.1:%' AND ret = 5".to_owned(), 1),
        (format!("name = 'close' AND fd_path = '{file}' AND ret = 0"), 1),
        ("dur IS NULL OR dur <= 0".to_owned(), 0),
        // The program's only thread.
        ("tid != (SELECT min(tid) FROM processes)".to_owned(), 0),
    ];
    for (condition, calls) in expected {
        let found = ours(&condition)?;
        ensure!(found == calls, "{found} operations instead of {calls} where {condition}");
    }
    let counted = count(&db, "SELECT sum(calls) FROM counts WHERE arch = 'io_uring'")?;
    ensure!(counted == 11, "{counted} operations are counted");
    let gaps = count(&db, "SELECT count(*) - 1 - max(seq) FROM syscalls WHERE tid = (SELECT min(tid) FROM processes)")?;
    ensure!(gaps == 0, "the numbers of the calls have {gaps} gaps or repetitions");
    Ok(())
}

/// What is still under way when the recording ends has a row too.
fn unended() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("u.sqlite");
    let db = run(dir.path(), &["--duration", "1s", "--then", "kill"], &["wait"])?;
    let ended = schema::wire::flags::UNFINISHED;
    // Killed, the program's operations are broken off by the kernel, which tells.
    let cut = count(
        &db,
        "SELECT count(*) FROM syscalls WHERE arch = 'io_uring' AND name = 'recvfrom' AND errno = 'ECANCELED'",
    )?;
    let open = count(&db, &format!("SELECT count(*) FROM syscalls WHERE name = 'recvfrom' AND flags & {ended} != 0"))?;
    ensure!(cut + open == 2, "{cut} broken off, {open} without end");
    drop(db);
    std::fs::remove_file(&trace)?;
    // Left running.
    let db = run(dir.path(), &["--duration", "1s"], &["wait"])?;
    let pid = count(&db, "SELECT min(tgid) FROM processes")?;
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid as i32), nix::sys::signal::Signal::SIGKILL)?;
    let open = count(
        &db,
        &format!("SELECT count(*) FROM syscalls WHERE name = 'recvfrom' AND flags & {ended} != 0 AND ret IS NULL"),
    )?;
    ensure!(open == 2, "{open} operations without end");
    let info = analyze(&["info", trace.to_str().context("a path")?])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(())
}

/// A thread of the kernel (SQPOLL) submits what the program puts into the ring: no call of the program tells of it.
fn polled() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = run_of(dir.path(), "shots", &[], &["sqpoll"])?;
    let file = dir.path().canonicalize()?.join("file").display().to_string();
    let found = |what: &str| count(&db, &format!("SELECT count(*) FROM syscalls WHERE arch = 'io_uring' AND {what}"));
    let opened = found(&format!("name = 'openat' AND path_abs = '{file}' AND ret > 2"))?;
    let read = found(&format!("name = 'pread64' AND fd_path = '{file}' AND ret = 4"))?;
    ensure!((opened, read) == (1, 1), "{opened} opened, {read} read");
    // It belongs to the program's process and is no thread that the program made.
    let process = found("tgid = (SELECT min(tgid) FROM processes) AND tid != tgid")?;
    ensure!(process == 2, "{process} operations of the process by another thread");
    Ok(())
}

/// Each completion of an operation that goes on is a row.
fn many_times() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = run_of(dir.path(), "shots", &[], &["shots"])?;
    let found = |what: &str| count(&db, &format!("SELECT count(*) FROM syscalls WHERE arch = 'io_uring' AND {what}"));
    let accepted = found("name LIKE 'accept%' AND ret > 2")?;
    let ready = found("name LIKE '%poll%' AND ret = 1")?;
    ensure!((accepted, ready) == (3, 2), "{accepted} accepted, {ready} times ready");
    let names = count(
        &db,
        "SELECT count(DISTINCT ret) FROM syscalls WHERE arch = 'io_uring' AND name LIKE 'accept%' AND ret > 2",
    )?;
    ensure!(names == 3, "{names} descriptors");
    Ok(())
}

fn long_path() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = run_of(dir.path(), "shots", &[], &["long"])?;
    let file = dir.path().canonicalize()?.join("file").display().to_string();
    let opened = format!("arch = 'io_uring' AND length(path) = 3000 AND path_abs = '{file}' AND ret > 2");
    let opened = count(&db, &format!("SELECT count(*) FROM syscalls WHERE {opened}"))?;
    let cut = count(&db, "SELECT count(*) FROM syscalls WHERE arch = 'io_uring' AND flags & 1 != 0")?;
    ensure!((opened, cut) == (1, 0), "{opened} opened, {cut} cut");
    Ok(())
}

fn chosen() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = run(dir.path(), &["--syscalls", "openat"], &[])?;
    let others = count(&db, "SELECT count(*) FROM syscalls WHERE name != 'openat'")?;
    let opened = count(&db, "SELECT count(*) FROM syscalls WHERE arch = 'io_uring'")?;
    ensure!(others == 0 && opened == 2, "{others} of other names, {opened} operations");
    Ok(())
}
