//! Tasks that end or begin unusually: each call has its right row.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{output, record, trace::count, workload};
use rusqlite::Connection;
use std::path::Path;

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    let reuse = |skip: Option<String>| {
        skip.or_else(|| {
            let path = "/proc/sys/kernel/ns_last_pid";
            std::fs::OpenOptions::new().write(true).open(path).err().map(|e| format!("{path}: {e}"))
        })
    };
    vec![
        ebpf("lives::vfork_ebpf", || vfork("ebpf")),
        ptrace("lives::vfork_ptrace", || vfork("ptrace")),
        ebpf("lives::killed_in_mid_call_ebpf", || killed("ebpf")),
        ptrace("lives::killed_in_mid_call_ptrace", || killed("ptrace")),
        ebpf("lives::exec_by_another_thread_ebpf", || thread_exec("ebpf")),
        ptrace("lives::exec_by_another_thread_ptrace", || thread_exec("ptrace")),
        Case { name: "lives::process_id_used_again_ebpf", skip: reuse(no_ebpf.clone()), run: || reused("ebpf") },
        Case { name: "lives::process_id_used_again_ptrace", skip: reuse(None), run: || reused("ptrace") },
        ebpf("lives::in_a_call_at_the_end_ebpf", || in_progress("ebpf")),
        ptrace("lives::in_a_call_at_the_end_ptrace", || in_progress("ptrace")),
        ebpf("lives::five_thousand_processes", five_thousand),
        ebpf("lives::five_hundred_threads", five_hundred),
    ]
}

/// Records a workload, which must be complete, into SQLite.
fn trace(dir: &Path, backend: &str, program: &str, args: &[&str]) -> Result<Connection> {
    let program = workload(dir, program, &["-pthread"])?;
    let trace = dir.join("l.sqlite");
    let out = output(
        record()?
            .args(["run", "--quiet", "--require-complete", "--backend", backend, "-o"])
            .arg(&trace)
            .arg("--")
            .arg(program)
            .args(args),
    )?;
    ensure!(out.status.success(), "{out:?}");
    Ok(Connection::open(trace)?)
}

fn vfork(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), backend, "lives", &["vfork"])?;
    // The parent waits in its call until the execve lets go of its memory. That is within the execve, so which of both
    // calls returns first is not certain.
    let sql = "SELECT count(*) FROM syscalls v JOIN syscalls e ON e.tgid = v.ret AND e.name = 'execve' AND e.ret = 0 \
               WHERE v.name = 'vfork' AND v.ts < e.ts AND v.ts + v.dur > e.ts";
    ensure!(count(&db, sql)? == 1);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'vfork'")? == 1, "the child returns from none");
    Ok(())
}

fn killed(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), backend, "lives", &["killed"])?;
    let sql = "SELECT count(*) FROM syscalls s JOIN processes p ON p.event = 'exit' AND p.tid = s.tid \
               WHERE s.name = 'pause' AND s.ret IS NULL AND s.dur IS NULL AND s.flags & 4 AND p.exit_signal = 9";
    ensure!(count(&db, sql)? == 1);
    ensure!(count(&db, "SELECT sum(calls) FROM counts WHERE name = 'pause' AND returned = 0")? == 1);
    Ok(())
}

/// The recording ends before the call does: there is a row that says so, and the target sleeps on.
fn in_progress(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("s.sqlite");
    let out = output(
        record()?
            .args(["run", "--quiet", "--require-complete", "--duration", "1s", "--backend", backend, "-o"])
            .arg(&trace)
            .args(["--", "sh", "-c", "sleep 4; exit 7"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null()),
    )?;
    ensure!(out.status.success(), "{out:?}");
    let db = Connection::open(&trace)?;
    let unended = "ret IS NULL AND errno IS NULL AND dur IS NULL AND flags & 4 AND flags & 256";
    let sql = format!("SELECT count(*) FROM syscalls WHERE comm = 'sleep' AND name LIKE '%nanosleep' AND {unended}");
    ensure!(count(&db, &sql)? == 1);
    ensure!(count(&db, &format!("SELECT count(*) FROM syscalls WHERE name = 'wait4' AND {unended}"))? == 1);
    ensure!(count(&db, "SELECT sum(calls) FROM counts WHERE returned = 0")? == 2);
    Ok(())
}

fn thread_exec(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), backend, "corners", &["threadexec"])?;
    // The leader's id lives twice, first as the leader and then as the thread that executed. Each life is numbered
    // from 0 without gaps.
    let lives = "SELECT count(*) FROM syscalls WHERE tid = tgid AND seq = 0";
    ensure!(count(&db, lives)? == 2, "{}", count(&db, lives)?);
    let life = |condition: &str| -> Result<()> {
        let sql = format!(
            "SELECT count(*) = max(seq) + 1 AND count(DISTINCT seq) = count(*) FROM syscalls WHERE {condition}"
        );
        ensure!(count(&db, &sql)? == 1, "{condition}");
        Ok(())
    };
    life("tid = tgid AND comm <> 'true'")?;
    life("tid = tgid AND comm = 'true'")?;
    life("tid <> tgid")
}

fn reused(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), backend, "lives", &["reuse"])?;
    let sql = "SELECT count(*) FROM syscalls a JOIN syscalls b ON b.tid = a.tid WHERE a.name = 'getppid' AND \
               b.name = 'getppid' AND a.comm = 'before' AND b.comm = 'after' AND a.ts < b.ts AND a.seq = b.seq";
    ensure!(count(&db, sql)? >= 1);
    Ok(())
}

fn five_thousand() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), "ebpf", "lives", &["forks", "5000"])?;
    ensure!(count(&db, "SELECT count(*) FROM processes WHERE event = 'fork'")? == 5000);
    ensure!(count(&db, "SELECT count(*) FROM processes WHERE event = 'exit'")? == 5001);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'getppid'")? == 5000);
    ensure!(count(&db, "SELECT sum(calls) FROM counts WHERE name = 'getppid'")? == 5000);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE comm IS NULL")? == 0);
    // The two sides agree process by process.
    let rows = "SELECT tgid, name, count(*) n FROM syscalls GROUP BY tgid, name";
    let counts = "SELECT tgid, name, sum(calls) n FROM counts GROUP BY tgid, name";
    ensure!(count(&db, &format!("SELECT count(*) FROM ({rows} EXCEPT {counts})"))? == 0);
    ensure!(count(&db, &format!("SELECT count(*) FROM ({counts} EXCEPT {rows})"))? == 0);
    Ok(())
}

fn five_hundred() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = trace(dir.path(), "ebpf", "lives", &["threads", "500"])?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'getppid'")? == 500_000);
    ensure!(count(&db, "SELECT count(DISTINCT tid) FROM syscalls")? == 501);
    let gaps = "SELECT count(*) FROM (SELECT tid, count(*) n, max(seq) m FROM syscalls GROUP BY tid) WHERE n <> m + 1";
    ensure!(count(&db, gaps)? == 0);
    Ok(())
}
