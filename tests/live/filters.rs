//! Rows that are left out, by call, by path and by program: what is left is what a recording of everything has of it.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, record, refused, stdout, trace::count, workload};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("filters::paths_ebpf", || paths("ebpf")),
        ptrace("filters::paths_ptrace", || paths("ptrace")),
        ebpf("filters::programs_ebpf", || programs("ebpf")),
        ptrace("filters::programs_ptrace", || programs("ptrace")),
        ebpf("filters::programs_of_what_runs_ebpf", || running("ebpf")),
        ptrace("filters::programs_of_what_runs_ptrace", || running("ptrace")),
        ptrace("filters::calls_left_out_by_ptrace_change_nothing", left_out),
        ptrace("filters::refusals", refusals),
    ]
}

fn run(trace: &Path, options: &[&str], script: &str, folder: &Path) -> Result<Connection> {
    let mut recorder = record()?;
    recorder.args(["run", "--quiet", "--require-complete"]).args(options).arg("-o").arg(trace);
    recorder.args(["--", "sh", "-c", script]).current_dir(folder).stderr(Stdio::null());
    stdout(&mut recorder)?;
    Ok(Connection::open(trace)?)
}

/// What happens, each row as one text.
fn rows(db: &Connection, condition: &str) -> Result<Vec<String>> {
    let columns = "name || ' ' || comm || ' ' || coalesce(path_abs, path, '') || ' ' || coalesce(fd_path, '') || ' ' \
                   || coalesce(errno, ret < 0, 'none')";
    let mut statement = db.prepare(&format!("SELECT {columns} FROM syscalls WHERE {condition} ORDER BY ts"))?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Nothing of it is the same as a path by chance.
const SCRIPT: &str = "mkdir -p data/in; cd data; echo one > in/x; read line < in/x; mv in/x in/y; cat ../data/in/y; ls /nonexistent; exit 0";

fn paths(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let here = dir.path().canonicalize()?;
    let trace = |name: &str| here.join(name);
    let all = run(&trace("all.sqlite"), &["--backend", backend], SCRIPT, &here)?;
    stdout(Command::new("rm").arg("-r").arg(here.join("data")))?;
    let folder = format!("{}/data/in", here.display());
    let kept = run(&trace("kept.sqlite"), &["--backend", backend, "--path", &folder], SCRIPT, &here)?;
    let below = |column: &str| format!("{column} = '{folder}' OR {column} LIKE '{folder}/%'");
    let touching = ["path_abs", "path2_abs", "fd_path"].map(below).join(" OR ");
    let (expected, found) = (rows(&all, &touching)?, rows(&kept, "1")?);
    ensure!(expected.len() > 12 && expected == found, "of everything: {expected:#?}\nkept: {found:#?}");
    // A relative path, a descriptor that was inherited, the second path of a rename.
    let has = |start: &str| found.iter().any(|row| row.starts_with(start));
    ensure!(has("mkdir ") && has("read sh ") && has("write sh "), "{found:#?}");
    ensure!(found.iter().any(|row| row.starts_with("rename")), "{found:#?}");
    let info = analyze(&["info", &trace("kept.sqlite").to_string_lossy()])?;
    let c = &info["completeness"];
    let number = |name: &str| c[name].as_u64().unwrap_or_default();
    ensure!(c["verdict"] == "exact" && number("filtered") > 100, "{c}");
    ensure!(number("recorded") + number("filtered") == number("expected"), "{c}");
    ensure!(info["manifest"]["filters"]["paths"][0] == folder, "{}", info["manifest"]["filters"]);
    // A pattern, with one of calls beside it, from a file of options.
    stdout(Command::new("rm").arg("-r").arg(here.join("data")))?;
    std::fs::write(here.join("options.toml"), "path = ['/nonexistent', 'in/?']\nsyscalls = '%file'\n")?;
    let options = ["--backend", backend, "--config", "options.toml"];
    let some = run(&trace("some.sqlite"), &options, SCRIPT, &here)?;
    let found = rows(&some, "1")?;
    ensure!(found.iter().any(|row| row.contains("/nonexistent")), "{found:#?}");
    ensure!(found.iter().any(|row| row.starts_with("openat") && row.contains("/data/in/y")), "{found:#?}");
    ensure!(!found.iter().any(|row| row.starts_with("read") || row.starts_with("mkdir")), "{found:#?}");
    Ok(())
}

fn programs(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let here = dir.path().canonicalize()?;
    stdout(Command::new("cp").arg("/bin/cat").arg(here.join("own cat")))?;
    let script = "./own\\ cat /etc/passwd; (cat /etc/passwd); ./own\\ cat /etc/group | cat; exit 0";
    let own = format!("{}/own*", here.display());
    let trace = here.join("p.sqlite");
    let db = run(&trace, &["--backend", backend, "--exe", &own], script, &here)?;
    let count = |sql: &str| count(&db, sql);
    ensure!(count("SELECT count(DISTINCT tgid) FROM syscalls")? == 2);
    // From its execve to its end, and nothing of the shell or the other cat.
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'execve'")? == 2);
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'exit_group'")? == 2);
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/etc/passwd'")? == 1);
    ensure!(count("SELECT count(*) FROM syscalls WHERE path = '/etc/group'")? == 1);
    ensure!(count("SELECT count(*) FROM syscalls WHERE name <> 'execve' AND comm <> 'own cat'")? == 0);
    // Names are known from what was not kept; processes are all there.
    ensure!(count("SELECT count(*) FROM syscalls WHERE name = 'write' AND fd_path LIKE 'pipe:%'")? >= 1);
    ensure!(count("SELECT count(*) FROM processes WHERE event = 'exec'")? == 5);
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    let report = analyze(&["frequency", &trace.to_string_lossy()])?;
    let rows = report["tables"][0]["rows"].as_array().context("no rows")?;
    let calls: u64 = rows.iter().filter_map(|row| row["calls"].as_u64()).sum();
    ensure!(Some(calls) == info["completeness"]["recorded"].as_u64(), "{report}");
    // Both together: a row must meet both.
    let options = ["--backend", backend, "--exe", "cat", "--path", "/etc/passwd"];
    let db = run(&here.join("both.sqlite"), &options, script, &here)?;
    let paths =
        e2e::trace::count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/passwd' OR fd_path = '/etc/passwd'")?;
    ensure!(paths >= 2 && e2e::trace::count(&db, "SELECT count(*) FROM syscalls")? == paths);
    ensure!(e2e::trace::count(&db, "SELECT count(DISTINCT tgid) FROM syscalls")? == 1);
    Ok(())
}

/// A program that runs already is known by its file, and its children by what they execute.
fn running(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let script = "while :; do cat /etc/passwd > /dev/null; : < /etc/group; sleep 0.05; done";
    let victim = crate::attach::Victim(Command::new("sh").args(["-c", script]).spawn()?);
    let pid = victim.0.id().to_string();
    let attach = |exe: &str| -> Result<(PathBuf, Connection)> {
        let trace = dir.path().join(format!("{exe}.sqlite"));
        let args = ["attach", "--quiet", "--backend", backend, "--duration", "700ms", "--exe", exe, "--pid", &pid];
        stdout(record()?.args(args).arg("-o").arg(&trace))?;
        let db = Connection::open(&trace)?;
        Ok((trace, db))
    };
    let shell = std::fs::read_link(format!("/proc/{pid}/exe"))?;
    let (_, db) = attach(&shell.file_name().context("no name")?.to_string_lossy())?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/group'")? >= 1);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/passwd'")? == 0);
    let (_, db) = attach("cat")?;
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/passwd'")? >= 1);
    ensure!(count(&db, "SELECT count(*) FROM syscalls WHERE path = '/etc/group'")? == 0);
    Ok(())
}

/// Through ptrace, calls that are left out do not stop the target. What is recorded is the same as without that.
fn left_out() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let here = dir.path().canonicalize()?;
    let corners = workload(&here, "corners", &["-pthread"])?;
    let three = ["--backend", "ptrace", "--syscalls", "openat,execve,clone,wait4,exit_group,prctl,9999"];
    let script = format!(
        "{0} threadexec; {0} files; {0} numbers; cat /etc/passwd | cat > /dev/null; (cd /etc; cat passwd) > /dev/null; \
         python3 -c 'import subprocess; subprocess.run([\"true\"])'; kill -9 $$",
        corners.display()
    );
    let mut found = Vec::new();
    for (name, more) in [("fast", &[][..]), ("slow", &["--then", "detach"][..])] {
        let trace = here.join(format!("{name}.sqlite"));
        let mut recorder = record()?;
        recorder.args(["run", "--quiet", "--require-complete"]).args(three).args(more).arg("-o").arg(&trace);
        let status = recorder.args(["--", "sh", "-c", &script]).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(status.code() == Some(137), "{name}: {status}");
        let db = Connection::open(&trace)?;
        let mut rows = rows(&db, "1")?;
        // Processes of a pipe run in any order.
        rows.sort();
        let seccomp = count(&db, "SELECT count(*) FROM processes")?;
        ensure!(rows.len() > 30 && seccomp > 10, "{name}: {rows:#?}");
        found.push(rows);
    }
    ensure!(found[0] == found[1], "fast: {:#?}\nslow: {:#?}", found[0], found[1]);
    Ok(())
}

fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let ask = |option: &str, value: &str| {
        e2e::output(record()?.args(["run", option, value, "-o"]).arg(dir.path().join("x.trace")).args(["--", "true"]))
    };
    for option in ["--path", "--exe"] {
        let out = ask(option, "../x")?;
        ensure!(
            out.status.code() == Some(2) && String::from_utf8_lossy(&out.stderr).contains("/home/*/.ssh"),
            "{out:?}"
        );
    }
    std::fs::write(dir.path().join("o.toml"), "path = 3\n")?;
    let file = dir.path().join("o.toml").to_string_lossy().into_owned();
    let out = ask("--config", &file)?;
    ensure!(out.status.success(), "{out:?}");
    std::fs::write(dir.path().join("o.toml"), "paths = ['/etc']\n")?;
    refused(&ask("--config", &file)?, 2, &["paths", "no such option"])
}
