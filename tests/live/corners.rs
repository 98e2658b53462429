//! The cases that recorders stumble over.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{binary, record, stdout, trace::count, workload};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let dir = tempfile::tempdir();
    let no_m32 = match dir {
        Ok(dir) => {
            workload(dir.path(), "corners", &["-m32", "-static"]).err().map(|_| "gcc -m32 does not work".to_owned())
        }
        Err(error) => Some(error.to_string()),
    };
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("corners::hostile_paths_ebpf", || hostile("ebpf")),
        ptrace("corners::hostile_paths_ptrace", || hostile("ptrace")),
        ebpf("corners::unknown_numbers_ebpf", || numbers("ebpf")),
        ptrace("corners::unknown_numbers_ptrace", || numbers("ptrace")),
        ebpf("corners::exec_by_another_thread_ebpf", || thread_exec("ebpf")),
        ptrace("corners::exec_by_another_thread_ptrace", || thread_exec("ptrace")),
        ebpf("corners::two_thousand_forks_ebpf", || forks("ebpf")),
        ptrace("corners::two_thousand_forks_ptrace", || forks("ptrace")),
        Case {
            name: "corners::a_32_bit_program_ebpf",
            skip: no_ebpf.clone().or(no_m32.clone()),
            run: || thirty_two_bits("ebpf"),
        },
        Case { name: "corners::a_32_bit_program_ptrace", skip: no_m32, run: || thirty_two_bits("ptrace") },
        ebpf("corners::descendants_that_outlive_the_command_ebpf", || outlive("ebpf")),
        ptrace("corners::descendants_that_outlive_the_command_ptrace", || outlive("ptrace")),
        ebpf("corners::a_path_changed_in_flight_ebpf", || changed("ebpf")),
        ptrace("corners::a_path_changed_in_flight_ptrace", || changed("ptrace")),
        ebpf("corners::arguments_changed_in_flight_ebpf", || argv_changed("ebpf")),
        ptrace("corners::arguments_changed_in_flight_ptrace", || argv_changed("ptrace")),
        ptrace("corners::nothing_wanted_is_an_empty_trace", nothing),
    ]
}

/// Records the workload into a SQLite trace.
fn trace(dir: &Path, backend: &str, kind: &str, flags: &[&str]) -> Result<PathBuf> {
    let program = workload(dir, "corners", flags)?;
    let trace = dir.join("x.sqlite");
    stdout(
        record()?
            .args(["run", "--quiet", "--require-complete", "--backend", backend, "-o"])
            .arg(&trace)
            .arg("--")
            .arg(program)
            .arg(kind),
    )?;
    Ok(trace)
}

fn hostile(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = trace(dir.path(), backend, "hostile", &["-pthread"])?;
    for format in ["table", "csv", "json"] {
        let text = stdout(
            Command::new(binary("analyze")?)
                .args(["print", "--where", "name = 'access'", "--format", format])
                .arg(&trace),
        )?;
        let bad = text.chars().find(|c| *c != '\n' && schema::text::is_harmful(*c));
        ensure!(bad.is_none(), "{format} holds {bad:?}: {text}");
        ensure!(text.contains("<script>"), "{format}: {text}");
    }
    let db = Connection::open(&trace)?;
    let paths = "SELECT count(*) FROM syscalls WHERE path = ";
    ensure!(count(&db, &format!("{paths}'/nonexistent/\\x1b[2J\\x1b]0;title\\x07'"))? == 1);
    ensure!(count(&db, &format!("{paths}'/nonexistent/\\xff\\xfe'"))? == 1);
    // A pointer that leads nowhere is a fact about the call, not an empty string.
    ensure!(
        count(&db, "SELECT count(*) FROM syscalls WHERE errno = 'EFAULT' AND path IS NULL AND flags & 2 AND a0 = 8")?
            == 1
    );
    Ok(())
}

fn numbers(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = Connection::open(trace(dir.path(), backend, "numbers", &["-pthread"])?)?;
    let same = "a0 = 1 AND a1 = 2 AND a2 = 3 AND a3 = 4 AND a4 = 5 AND a5 = 6 AND errno = 'ENOSYS'";
    ensure!(
        count(&db, &format!("SELECT count(*) FROM syscalls WHERE nr = 9999 AND name = 'syscall_0x270f' AND {same}"))?
            == 1
    );
    ensure!(count(&db, &format!("SELECT count(*) FROM syscalls WHERE nr = -1 AND {same}"))? == 1);
    let x32 = "SELECT count(*) FROM syscalls WHERE arch = 'x32'";
    let unknown = format!("{x32} AND nr = {} AND name = 'syscall_0x40000258' AND {same}", 0x4000_0000 + 600);
    ensure!(count(&db, &unknown)? == 1);
    // Of a known call the registers that it takes are kept.
    ensure!(count(&db, &format!("{x32} AND nr = {} AND name = 'dup3' AND a2 = 3", 0x4000_0000 + 292))? == 1);
    Ok(())
}

fn thread_exec(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = Connection::open(trace(dir.path(), backend, "threadexec", &["-pthread"])?)?;
    // The row of the execve has the id that the thread had when it called; the exec tells both ids.
    let sql = "SELECT count(*) FROM syscalls s JOIN processes p ON p.event = 'exec' AND p.parent_tid = s.tid \
               WHERE s.name = 'execve' AND s.ret = 0 AND s.tid <> s.tgid AND p.tid = s.tgid AND p.exe = '/bin/true' \
               AND p.argv = '[\"true\"]'";
    ensure!(count(&db, sql)? == 1);
    ensure!(
        count(&db, "SELECT count(*) FROM syscalls WHERE name = 'exit_group' AND comm = 'true' AND tid = tgid")? == 1
    );
    Ok(())
}

fn forks(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = Connection::open(trace(dir.path(), backend, "forks", &["-pthread"])?)?;
    ensure!(count(&db, "SELECT count(*) FROM processes WHERE event = 'fork'")? == 2000);
    ensure!(count(&db, "SELECT count(*) FROM processes WHERE event = 'exit'")? == 2001);
    // 2000 = 285 * 7 + 5: statuses 0 to 4 come 286 times, 5 and 6 285 times; the parent ends with 0.
    for (status, times) in [(0, 287), (4, 286), (5, 285), (6, 285)] {
        let found =
            count(&db, &format!("SELECT count(*) FROM processes WHERE event = 'exit' AND exit_code = {status}"))?;
        ensure!(found == times, "status {status}: {found} times instead of {times}");
    }
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE name = 'exit_group'")? == 2001);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE comm IS NULL OR ns_tid IS NULL")? == 0);
    Ok(())
}

fn thirty_two_bits(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = Connection::open(trace(dir.path(), backend, "files", &["-m32", "-static"])?)?;
    ensure!(
        count(&db, "SELECT count(*) FROM syscalls WHERE arch = 'i386' AND name = 'openat' AND path = '/etc/passwd'")?
            == 1
    );
    let renamed = "arch = 'i386' AND name = 'rename' AND path = '/nonexistent/a' AND path2 = '/nonexistent/b'";
    ensure!(count(&db, &format!("SELECT count(*) FROM syscalls WHERE {renamed} AND errno = 'ENOENT'"))? == 1);
    // All but the execve, which the 64-bit recorder's process made, are 32-bit calls.
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE arch <> 'i386'")? == 1);
    Ok(())
}

/// The old trick to hide from tracers: the path that is read is not the path that the kernel acts on.
fn changed(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "race", &["-pthread"])?;
    let (trace, fifo) = (dir.path().join("r.sqlite"), dir.path().join("fifo"));
    stdout(Command::new("mkfifo").arg(&fifo))?;
    stdout(
        record()?.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).arg("--").arg(program).arg(&fifo),
    )?;
    let db = Connection::open(&trace)?;
    let hex = |text: &str| text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
    let (before, after) = (fifo.to_string_lossy().into_owned(), "/etc/hostname");
    // Both copies are kept; the column shows the first.
    let sql = format!(
        "SELECT count(*) FROM syscalls WHERE flags & 512 AND name = 'openat' AND ret >= 0 AND path = '{before}' \
         AND data LIKE '%{}%' AND data LIKE '%{}%'",
        hex(&before),
        hex(after)
    );
    ensure!(count(&db, &sql)? == 1, "{backend}");
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE flags & 512")? == 1, "only that call");
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/passwd' AND ret >= 0")? == 1);
    Ok(())
}

fn argv_changed(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "race", &["-pthread"])?;
    let (trace, script) = (dir.path().join("r.sqlite"), dir.path().join("script"));
    std::fs::write(&script, "#!/bin/true\n")?;
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    // On a busy machine the other thread may not run just then.
    for _ in 0..20 {
        let mut recorder = record()?;
        recorder.args(["run", "--quiet", "--force", "--backend", backend, "-o"]).arg(&trace).arg("--");
        stdout(recorder.arg(&program).arg("argv").arg(&script))?;
        let db = Connection::open(&trace)?;
        let calls = |condition: &str| {
            count(&db, &format!("SELECT count(*) FROM syscalls WHERE name = 'execve' AND ret = 0 AND {condition}"))
        };
        let script = script.display();
        ensure!(calls(&format!("path = '{script}'"))? == 20);
        ensure!(calls(&format!("flags & 512 AND path = '{script}'"))? == 0, "nobody changed these");
        // What the call began with is in its row, what the kernel took in the event; letters in hexadecimal.
        let differ = "EXISTS (SELECT * FROM processes p WHERE p.event = 'exec' AND p.tgid = syscalls.tgid AND path = '/bin/true'
             AND data NOT LIKE '%' || CASE WHEN argv LIKE '%aaaaaaaa%' THEN '6161616161616161'
                                           WHEN argv LIKE '%bbbbbbbb%' THEN '6262626262626262' ELSE 'neither' END || '%')";
        let flagged = calls("flags & 512 AND path = '/bin/true'")?;
        ensure!(flagged == calls(differ)?, "{flagged} are flagged, {} differ", calls(differ)?);
        if flagged > 0 {
            return Ok(());
        }
    }
    anyhow::bail!("{backend}: of 2000 races, none is flagged")
}

fn outlive(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("o.sqlite");
    let script = "(sleep 0.4; cat /nonexistent) >/dev/null 2>&1 &";
    stdout(
        record()?.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).args(["--", "sh", "-c", script]),
    )?;
    let db = Connection::open(&trace)?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/nonexistent' AND errno = 'ENOENT'")? == 1);
    // How many processes a shell makes of it is up to the shell; each has an end.
    let forks = count(&db, "SELECT count(*) FROM processes WHERE event = 'fork'")?;
    ensure!(forks >= 2 && count(&db, "SELECT count(*) FROM processes WHERE event = 'exit'")? == forks + 1);
    Ok(())
}

fn nothing() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("n.trace");
    stdout(
        record()?
            .args(["run", "--quiet", "--backend", "ptrace", "--syscalls", "kexec_load", "-o"])
            .arg(&trace)
            .args(["--", "true"]),
    )?;
    let report = e2e::analyze(&["frequency", &trace.to_string_lossy()])?;
    ensure!(report["tables"][0]["rows"].as_array().is_some_and(Vec::is_empty), "{report}");
    ensure!(report["completeness"]["verdict"] == "exact");
    for report in ["info", "latency", "print"] {
        stdout(Command::new(binary("analyze")?).arg(report).arg(&trace))?;
    }
    Ok(())
}
