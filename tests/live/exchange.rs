//! Traces from and to other forms and tools: the rows stay the same.

use crate::{Case, evidence::trace};
use anyhow::{Context, Result, ensure};
use e2e::{analyze as report, binary, output, record, refused, stdout, workload};
use rusqlite::Connection;
use std::{fs, path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let lacks =
        |name: &str, arg: &str| Command::new(name).arg(arg).output().err().map(|error| format!("{name}: {error}"));
    let no_strace = lacks("strace", "-V");
    vec![
        Case { name: "exchange::rows_survive_every_conversion", skip: None, run: conversions },
        Case { name: "exchange::older_formats_are_converted_too", skip: None, run: older },
        Case { name: "exchange::views_say_what_reports_say", skip: lacks("sqlite3", "-version"), run: views },
        Case {
            name: "exchange::strace_imported_agrees_with_our_own_recording",
            skip: no_strace.clone().or_else(|| no_ebpf.clone()),
            run: strace_agrees,
        },
        Case { name: "exchange::strace_in_its_other_forms", skip: no_strace, run: strace_forms },
        Case { name: "exchange::lines_that_are_no_calls_are_named", skip: None, run: bad_lines },
        Case { name: "exchange::sequences_of_calls", skip: None, run: sequences },
        Case {
            name: "exchange::perf_imported_agrees_with_our_own_recording",
            skip: lacks("perf", "--version").or_else(|| no_ebpf.clone()),
            run: perf,
        },
        Case { name: "exchange::logs_of_auditd_sysdig_and_falco", skip: None, run: logs },
        Case { name: "exchange::several_files_and_their_kind", skip: None, run: kinds },
        Case { name: "exchange::stix_is_valid", skip: lacks("python3", "--version"), run: stix },
        Case { name: "exchange::output_of_the_target_goes_along", skip: no_ebpf.clone(), run: printed },
        Case { name: "exchange::exports_have_every_row", skip: lacks("python3", "--version"), run: exports },
    ]
}

fn analyze(args: &[&str], paths: &[&Path]) -> Result<String> {
    stdout(Command::new(binary("analyze")?).args(args).args(paths))
}

fn manifest(database: &Path) -> Result<String> {
    Ok(Connection::open(database)?.query_row("SELECT json FROM manifest", [], |row| row.get(0))?)
}

/// Every form into every other, and back: the digests of all rows, which are in the manifest of a database, are the same, and so are
/// the reports.
fn conversions() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    let base = trace(&at("base.trace"), &["--payload", "all"])?;
    analyze(&["convert"], &[&base, &at("first.sqlite")])?;
    let digests = manifest(&at("first.sqlite"))?;
    ensure!(digests.contains("\"leaves\""), "{digests}");
    let forms = ["a.trace", "a.trace.tar", "a.sqlite", "a.sqlite.zst"];
    for (i, from) in forms.iter().enumerate() {
        let from = at(&format!("from-{from}"));
        analyze(&["convert"], &[&base, &from])?;
        for to in forms {
            let to = at(&format!("{i}-{to}"));
            analyze(&["convert"], &[&from, &to])?;
            analyze(&["verify"], &[&to])?;
            let back = at(&format!("{i}-back.sqlite"));
            analyze(&["convert", "--force"], &[&to, &back])?;
            ensure!(manifest(&back)? == digests, "{} has other rows", to.display());
            for report in [&["info"][..], &["frequency"], &["print"], &["processes"], &["errors"]] {
                let text = |path: &Path| {
                    let text = analyze(&[report, &["--format", "csv"]].concat(), &[path])?;
                    // The files of a trace are its form's.
                    Ok::<_, anyhow::Error>(text.replace(&*path.to_string_lossy(), "TRACE"))
                };
                ensure!(text(&base)? == text(&to)?, "{report:?} of {} differs", to.display());
            }
        }
    }
    let log = analyze(&["verify"], &[&at("3-a.trace")])?;
    ensure!(log.contains("custody: recorded, converted, converted;"), "{log}");
    // A signature goes along where the manifest does.
    let out = output(Command::new(binary("analyze")?).arg("convert").args([&base, &at("x.txt")]))?;
    refused(&out, 2, &["x.txt", ".sqlite.zst"])?;
    let out = output(Command::new(binary("analyze")?).arg("convert").args([&base, &at("a.trace")]))?;
    ensure!(out.status.success(), "{out:?}");
    let out = output(Command::new(binary("analyze")?).args(["convert", "--force"]).args([&base, &at("a.trace")]))?;
    refused(&out, 2, &["a.trace exists"])?;
    Ok(())
}

/// The samples, which have no seal, in every form.
fn older() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for name in ["container-busybox.trace", "shell-pipeline.trace", "failing-program.sqlite"] {
        let sample = Path::new(e2e::HERE).join("../samples").join(name);
        let print = analyze(&["print", "--format", "csv"], &[&sample])?;
        for to in ["x.trace", "x.trace.tar", "x.sqlite", "x.sqlite.zst"] {
            let to = dir.path().join(format!("{name}-{to}"));
            analyze(&["convert"], &[&sample, &to])?;
            analyze(&["verify"], &[&to])?;
            ensure!(analyze(&["print", "--format", "csv"], &[&to])? == print, "{} differs", to.display());
        }
    }
    Ok(())
}

fn views() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let recorded = trace(&dir.path().join("a.sqlite"), &[])?;
    let folder = dir.path().join("a.trace");
    analyze(&["convert"], &[&recorded, &folder])?;
    let converted = dir.path().join("b.sqlite");
    analyze(&["convert"], &[&folder, &converted])?;
    let ask = |path: &Path, query: &str| stdout(Command::new("sqlite3").arg(path).arg(query));
    for query in [
        "SELECT * FROM v_files ORDER BY file",
        "SELECT * FROM v_network ORDER BY peer",
        "SELECT * FROM v_processes ORDER BY pid",
        "SELECT * FROM v_errors ORDER BY name, errno",
        "SELECT * FROM syscalls ORDER BY rowid",
        "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name",
        "PRAGMA integrity_check",
    ] {
        ensure!(ask(&recorded, query)? == ask(&converted, query)?, "{query} differs");
    }
    let errors: i64 = report(&["errors", &folder.to_string_lossy()])?["tables"][0]["rows"]
        .as_array()
        .context("no rows")?
        .iter()
        .filter_map(|row| row["errors"].as_i64())
        .sum();
    ensure!(ask(&recorded, "SELECT sum(calls) FROM v_errors")?.trim() == errors.to_string() && errors > 0);
    let processes =
        report(&["processes", &folder.to_string_lossy()])?["tables"][0]["rows"].as_array().map_or(0, Vec::len);
    ensure!(ask(&recorded, "SELECT count(*) FROM v_processes WHERE calls > 0")?.trim() == processes.to_string());
    // What plain SQL unpacks is what we unpack.
    let query = "SELECT name, count(*) AS n, sum(coalesce(dur, 0)) AS d, max(ts) AS t FROM syscalls GROUP BY name ORDER BY name";
    let ours = analyze(&["sql", "--format", "csv"], &[&recorded, Path::new(query)])?;
    let theirs = stdout(Command::new("sqlite3").args(["-csv", "-header"]).arg(&recorded).arg(query))?;
    ensure!(
        ours.lines().count() > 5 && ours.lines().eq(theirs.lines().map(|line| line.trim_end_matches('\r'))),
        "{ours}\n{theirs}"
    );
    Ok(())
}

/// We record strace and what it traces; its text, imported, has the same calls of the same processes.
fn strace_agrees() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let threads = workload(dir.path(), "loops", &[])?;
    let programs: [&[&str]; 4] = [
        &["sh", "-c", "ls -l /etc | sort | tail -3; cat /nonexistent; sleep 0.1 & wait"],
        &["find", "/etc", "-name", "*.conf"],
        &[
            "python3",
            "-I",
            "-S",
            "-c",
            "import threading\nfor i in range(3): threading.Thread(target=lambda: open('/etc/passwd').read()).start()",
        ],
        &[&threads.to_string_lossy(), "open", "200"],
    ];
    for (i, program) in programs.iter().enumerate() {
        let (text, own, imported) = (
            dir.path().join(format!("{i}.txt")),
            dir.path().join(format!("{i}-own.sqlite")),
            dir.path().join(format!("{i}-imported.sqlite")),
        );
        let mut command = record()?;
        command
            .args(["run", "--quiet", "-o"])
            .arg(&own)
            .args(["--", "strace", "-f", "-ttt", "-T", "-y", "-o"])
            .arg(&text);
        output(command.args(*program))?;
        analyze(&["import", "--strict", "--from", "strace", "-o"], &[&imported, &text])?;
        analyze(&["verify"], &[&imported])?;
        let db = Connection::open(&imported)?;
        db.execute("ATTACH ?1 AS own", [own.to_string_lossy()])?;
        let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).with_context(|| sql.to_owned());
        // A thread may be on its way out, in its last madvise, when the process ends. strace sees the first execve only as it ends, and so does our row; its own calls are not in its text. A call in which a
        // process is killed, or that the kernel restarts, is told differently.
        let calls = |table: &str| {
            format!(
                "SELECT tgid, tid, name, ret, errno, path, count(*) n FROM {table} WHERE tgid IN (SELECT tgid FROM main.syscalls) \
                 AND tid IN (SELECT tid FROM main.syscalls) AND errno IS NOT 'ERESTARTSYS' AND phase = 'payload' \
                 AND name NOT IN ('restart_syscall', 'execve', 'madvise') AND (path IS NULL OR length(path) < 4000) GROUP BY 1, 2, 3, 4, 5, 6"
            )
        };
        // What the child that becomes the program does before belongs to strace.
        let first = "SELECT min(ts) FROM own.syscalls WHERE name = 'execve' AND tgid = (SELECT tgid FROM main.syscalls ORDER BY rowid LIMIT 1)";
        let ours = calls("own.syscalls").replace("AND phase", &format!("AND ts > ({first}) AND phase"));
        let theirs = calls("main.syscalls");
        let missing = one(&format!("SELECT count(*) FROM ({ours} EXCEPT {theirs})"))?;
        let more = one(&format!("SELECT count(*) FROM ({theirs} EXCEPT {ours})"))?;
        let all = one("SELECT count(*) FROM main.syscalls")?;
        if missing + more > 0 {
            let show = |a: &str, b: &str| -> Result<Vec<String>> {
                let mut query = db.prepare(&format!("{a} EXCEPT {b} LIMIT 5"))?;
                let rows = query.query_map([], |row| {
                    let cells: Vec<rusqlite::types::Value> =
                        (0..7).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
                    Ok(format!("{cells:?}"))
                })?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            };
            anyhow::bail!(
                "{program:?}: only in ours {:?}, only in strace's {:?}",
                show(&ours, &theirs)?,
                show(&theirs, &ours)?
            );
        }
        ensure!(all > 30, "{program:?}: only {all} calls");
        // Who started whom. The parent of what strace started is strace, of which its text says nothing.
        let tree = |table: &str| {
            format!(
                "SELECT tid, tgid, CASE WHEN tid = tgid THEN ppid END FROM {table} WHERE event = 'fork' AND tid IN (SELECT tid FROM main.syscalls WHERE tid <> (SELECT tid FROM main.syscalls ORDER BY rowid LIMIT 1))"
            )
        };
        let (ours, theirs) = (tree("own.processes"), tree("main.processes"));
        ensure!(one(&format!("SELECT count(*) FROM ({ours} EXCEPT {theirs})"))? == 0, "{program:?}: the forks differ");
        ensure!(one(&format!("SELECT count(*) FROM ({theirs} EXCEPT {ours})"))? == 0, "{program:?}: the forks differ");
    }
    Ok(())
}

/// To a terminal's standard error, without -f, with -tt, without times: the same calls.
fn strace_forms() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for (i, args) in [&["-f"][..], &["-f", "-ttt", "-T", "-yy"], &["-tt", "-T"], &["-t"], &[], &["-f", "-ttt", "-xx"]]
        .iter()
        .enumerate()
    {
        let text = dir.path().join(format!("{i}.txt"));
        let out = output(Command::new("strace").args(*args).args(["cat", "/nonexistent", "/etc/hostname"]))?;
        // What cat says is between strace's lines.
        let own: String = String::from_utf8_lossy(&out.stderr)
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("cat: "))
            .collect();
        fs::write(&text, own.replace("cat: /nonexistent: No such file or directory", ""))?;
        let imported = dir.path().join(format!("{i}.trace"));
        analyze(&["import", "--from", "strace", "-o"], &[&imported, &text])?;
        let report = report(&[
            "sql",
            &imported.to_string_lossy(),
            "SELECT count(*) AS n FROM syscalls WHERE path = '/nonexistent' AND errno = 'ENOENT'",
        ])?;
        ensure!(report["tables"][0]["rows"][0]["n"] == 1, "{args:?}: {report}");
        let info = analyze(&["info"], &[&imported])?;
        ensure!(info.contains("strace (imported)") && info.contains("cat /nonexistent /etc/hostname"), "{info}");
    }
    Ok(())
}

fn bad_lines() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    fs::write(
        at("s.txt"),
        "12 1700000000.000001 close(3) = 0 <0.000002>\nnonsense\n12 1700000000.000002 read(3, \"abc, 5) = 3 <0.1>\n\
         12 1700000000.000003 <... write resumed>) = 5\n12 1700000000.000004 openat(AT_FDCWD, \"/a\\33[31m\", O_RDONLY) = 4 <0.000001>\n",
    )?;
    let import = |name: &str, args: &[&str]| {
        output(
            Command::new(binary("analyze")?)
                .args(["import", "--from", "strace"])
                .args(args)
                .arg(at("s.txt"))
                .arg("-o")
                .arg(at(name)),
        )
    };
    let out = import("a.trace", &[])?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure!(
        out.status.success() && said.contains("line 2") && said.contains("line 3") && said.contains("line 4"),
        "{said}"
    );
    let info = analyze(&["info"], &[&at("a.trace")])?;
    ensure!(info.contains("3 lines were not understood: 2, 3, 4"), "{info}");
    let print = analyze(&["print"], &[&at("a.trace")])?;
    ensure!(print.contains("\"/a\\33[31m\"") || print.contains("\\x1b[31m"), "{print}");
    ensure!(!print.contains('\x1b'), "{print}");
    refused(&import("b.trace", &["--strict"])?, 3, &["s.txt", "line 2"])?;
    ensure!(!at("b.trace").exists(), "half a trace was left");
    fs::write(at("s.txt"), "no call at all\n")?;
    let out = import("c.trace", &[])?;
    ensure!(out.status.code() == Some(3) && !at("c.trace").exists(), "{out:?}");
    Ok(())
}

fn sequences() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    // Numbers of i386, as in public data sets, and names.
    fs::write(at("UTD-0001.txt"), "6 6 63 6 42 120 6 195 120 6 6 114")?;
    fs::write(at("names.txt"), "# a comment\nopen\nread\nread\nclose\n")?;
    analyze(&["import", "--from", "sequence", "--arch", "i386", "-o"], &[&at("a.trace"), &at("UTD-0001.txt")])?;
    analyze(&["import", "--from", "sequence", "-o"], &[&at("b.sqlite"), &at("names.txt")])?;
    let counts = |name: &str| -> Result<Vec<String>> {
        let report = report(&["frequency", &at(name).to_string_lossy()])?;
        let rows = report["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
        ensure!(
            rows.iter().all(|row| row["rate"].as_f64().unwrap_or_default() == 0.0),
            "a rate without times: {rows:?}"
        );
        Ok(rows.iter().map(|row| format!("{} {}", row["syscall"].as_str().unwrap_or_default(), row["calls"])).collect())
    };
    ensure!(
        counts("a.trace")? == ["close 6", "clone 2", "dup2 1", "pipe 1", "stat64 1", "wait4 1"],
        "{:?}",
        counts("a.trace")
    );
    ensure!(counts("b.sqlite")? == ["read 2", "close 1", "open 1"], "{:?}", counts("b.sqlite"));
    let latency = report(&["latency", &at("a.trace").to_string_lossy()])?;
    ensure!(latency["tables"][0]["rows"].as_array().is_some_and(Vec::is_empty), "latencies without times: {latency}");
    Ok(())
}

/// A query's rows, a line each.
fn rows(trace: &Path, query: &str) -> Result<Vec<String>> {
    let csv = analyze(&["sql", "--format", "csv"], &[trace, Path::new(query)])?;
    Ok(csv.lines().skip(1).map(|line| line.trim_end_matches('\r').to_owned()).collect())
}

/// perf trace and we watch the same program: the same calls with the same results, in the same order.
fn perf() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (text, own, imported) = (dir.path().join("p.txt"), dir.path().join("own.sqlite"), dir.path().join("p.trace"));
    let perf = output(Command::new("perf").args(["trace", "-o"]).arg(&text).args([
        "--",
        "cat",
        "/nonexistent",
        "/etc/hostname",
    ]))?;
    ensure!(text.exists(), "perf: {perf:?}");
    output(record()?.args(["run", "--quiet", "-o"]).arg(&own).args(["--", "cat", "/nonexistent", "/etc/hostname"]))?;
    analyze(&["import", "--strict", "-o"], &[&imported, &text])?;
    analyze(&["verify"], &[&imported])?;
    let calls = "SELECT name, coalesce(errno, '') AS e FROM syscalls WHERE name IN ('openat', 'read', 'write', 'close', 'mmap', 'newfstatat', 'brk') ORDER BY ts";
    let (ours, theirs) = (rows(&own, calls)?, rows(&imported, calls)?);
    ensure!(ours == theirs && ours.len() > 20, "ours {ours:?}\nperf's {theirs:?}");
    ensure!(
        rows(
            &imported,
            "SELECT count(*) AS n FROM syscalls WHERE dur IS NULL AND name NOT IN ('execve', 'exit_group')"
        )? == ["0"]
    );
    let flags = rows(&imported, "SELECT count(*) AS n FROM syscalls WHERE name = 'openat' AND a2 = 524288")?;
    ensure!(flags != ["0"], "O_RDONLY|O_CLOEXEC was not understood");
    let latency = analyze(&["latency"], &[&imported])?;
    ensure!(latency.contains("imported from perf, which does not tell:"), "{latency}");
    Ok(())
}

/// A log that auditd wrote, and files as the documentation of sysdig and Falco has them.
fn logs() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let input = |name: &str| Path::new(e2e::HERE).join("live/inputs").join(name);
    let at = |name: &str| dir.path().join(name);
    analyze(&["import", "--strict", "--from", "audit", "-o"], &[&at("a.sqlite"), &input("audit.log")])?;
    analyze(&["verify"], &[&at("a.sqlite")])?;
    let query = "SELECT name, ret, path, path_abs, peer FROM syscalls";
    let found = rows(&at("a.sqlite"), query)?;
    let expected = [
        "mkdir,0,/tmp/ev_audit dir,/tmp/ev_audit dir,",
        "openat,3,ev_rel_file,/tmp/ev_rel_file,",
        "unlink,0,/tmp/ev_rel_file,/tmp/ev_rel_file,",
        "connect,-111,,,127.0.0.1:9",
        "connect,-2,,,unix:/tmp/nonexistent socket",
        "openat,-2,/nonexistent,/nonexistent,",
        "execve,0,/bin/echo,/bin/echo,",
        "openat,3,/etc/ld.so.cache,/etc/ld.so.cache,",
    ];
    ensure!(found == expected, "{found:#?}");
    let processes = analyze(&["processes"], &[&at("a.sqlite")])?;
    ensure!(processes.contains("echo a b") && processes.contains("7936"), "{processes}");
    // What has no durations makes no latencies, and says why.
    let latency = report(&["latency", &at("a.sqlite").to_string_lossy()])?;
    ensure!(latency["tables"][0]["rows"].as_array().is_some_and(Vec::is_empty), "{latency}");
    ensure!(latency.to_string().contains("no call has a duration"), "{latency}");
    analyze(&["import", "--strict", "--from", "sysdig", "-o"], &[&at("s.trace"), &input("sysdig.txt")])?;
    let found = rows(&at("s.trace"), "SELECT tgid, tid, name, ret, dur, path, peer FROM syscalls ORDER BY ts")?;
    let expected = [
        "1234,1234,execve,0,,,",
        "1234,1234,openat,3,12000,/etc/hosts,",
        "1234,1234,read,9,10000,,",
        "1000,1001,connect,-115,100000,,10.0.0.2:80",
        "1234,1234,openat,-2,10000,/a b,",
        "1234,1234,exit_group,,,,",
    ];
    ensure!(found == expected, "{found:#?}");
    let processes = analyze(&["processes"], &[&at("s.trace")])?;
    ensure!(processes.contains("/etc/hosts"), "{processes}");
    let out =
        output(Command::new(binary("analyze")?).args(["import", "-o"]).arg(at("f.trace")).arg(input("falco.jsonl")))?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure!(out.status.success() && said.contains("line 3"), "{said}");
    let found = rows(&at("f.trace"), "SELECT tgid, tid, comm, name, errno, path, peer FROM syscalls ORDER BY ts")?;
    ensure!(found == ["77,78,cat,openat,,/etc/shadow,", "80,80,nc,connect,ECONNREFUSED,,10.0.0.2:443"], "{found:#?}");
    let frequency = analyze(&["frequency"], &[&at("f.trace")])?;
    ensure!(frequency.contains("only calls for which a rule of Falco fired"), "{frequency}");
    Ok(())
}

fn kinds() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    let input = |name: &str| Path::new(e2e::HERE).join("live/inputs").join(name);
    // As strace -ff has them: a file a process.
    fs::write(at("out.100"), "1700000000.000001 close(3) = 0 <0.000002>\n")?;
    fs::write(at("out.200"), "1700000000.000002 close(4) = 0 <0.000002>\n")?;
    analyze(&["import", "--strict", "-o"], &[&at("two.trace"), &at("out.100"), &at("out.200")])?;
    ensure!(rows(&at("two.trace"), "SELECT tid, a0 FROM syscalls ORDER BY ts")? == ["100,3", "200,4"]);
    fs::write(at("seq.txt"), "open read 3 close\n")?;
    for (name, kind) in [("audit.log", "audit"), ("sysdig.txt", "sysdig"), ("falco.jsonl", "falco")] {
        let to = at(&format!("{kind}.trace"));
        output(Command::new(binary("analyze")?).args(["import", "-o"]).arg(&to).arg(input(name)))?;
        let info = analyze(&["info"], &[&to])?;
        ensure!(info.contains(&format!("{kind} (imported)")), "{info}");
    }
    analyze(&["import", "-o"], &[&at("seq.trace"), &at("seq.txt")])?;
    ensure!(analyze(&["info"], &[&at("seq.trace")])?.contains("sequence (imported)"));
    fs::write(at("poem.txt"), "Shall I compare thee to a summer's day?\n")?;
    let out = output(Command::new(binary("analyze")?).args(["import", "-o"]).arg(at("x.trace")).arg(at("poem.txt")))?;
    refused(&out, 3, &["poem.txt", "--from"])?;
    Ok(())
}

/// The standard's own validator takes the bundle, and it has what the program did.
fn stix() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    let program = "echo x >/tmp/stix-\"it's\"; rm /tmp/stix-*; true";
    stdout(record()?.args(["run", "--quiet", "-o"]).arg(at("a.trace")).args(["--", "sh", "-c", program]))?;
    let export = |name: &str| {
        analyze(&["export", "--to", "stix", "-o"], &[&at(name), &at("a.trace")])?;
        Ok::<_, anyhow::Error>(fs::read_to_string(at(name))?)
    };
    let text = export("a.json")?;
    ensure!(text == export("b.json")?, "the same trace gives another bundle");
    let bundle: serde_json::Value = serde_json::from_str(&text)?;
    let objects = bundle["objects"].as_array().context("no objects")?;
    let files: Vec<&str> = objects.iter().filter(|o| o["type"] == "file").filter_map(|o| o["name"].as_str()).collect();
    ensure!(files.contains(&"stix-it's") && files.contains(&"rm"), "{files:?}");
    let image = Path::new(e2e::HERE).join("../samples/container-busybox.trace");
    analyze(&["export", "--to", "stix", "-o"], &[&at("c.json"), &image])?;
    ensure!(fs::read_to_string(at("c.json"))?.contains("\"artifact\""));
    let script = "import sys, stix2validator as v\nfor f in sys.argv[1:]:\n  r = v.validate_file(f, v.ValidationOptions(version='2.1'))\n  print(r.is_valid, [str(e) for o in r.object_results for e in (o.errors or [])])";
    let out = output(Command::new("python3").args(["-c", script]).args([at("a.json"), at("c.json")]))?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    if !out.status.success() && String::from_utf8_lossy(&out.stderr).contains("ModuleNotFoundError") {
        println!("stix2-validator is not here; only what we know of the bundle was looked at");
        return Ok(());
    }
    ensure!(out.status.success() && said.lines().all(|line| line.starts_with("True")), "{said}{out:?}");
    Ok(())
}

/// Table output is kept by every form.
fn printed() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    stdout(record()?.args(["run", "--quiet", "--output-log", "-o"]).arg(at("a.trace")).args([
        "--",
        "sh",
        "-c",
        "echo printed-line; echo wrong >&2",
    ]))?;
    stdout(Command::new(binary("analyze")?).arg("pack").arg(at("a.trace")))?;
    for (from, to) in
        [("a.trace", "b.sqlite"), ("b.sqlite", "c.trace"), ("c.trace", "d.trace.tar"), ("d.trace.tar", "e.sqlite.zst")]
    {
        analyze(&["convert"], &[&at(from), &at(to)])?;
        analyze(&["verify"], &[&at(to)])?;
    }
    for name in ["a.trace", "a.trace.tar", "b.sqlite", "c.trace", "d.trace.tar", "e.sqlite.zst"] {
        let text = analyze(&["export", "--to", "csv", "--table", "output"], &[&at(name)])?;
        ensure!(text.contains("stdout") && text.contains("printed-line") && text.contains("wrong"), "{name}: {text}");
    }
    // It is sealed as the other tables are.
    let db = Connection::open(at("b.sqlite"))?;
    db.execute("UPDATE output SET text = 'other'", [])?;
    drop(db);
    let out = output(Command::new(binary("analyze")?).arg("verify").arg(at("b.sqlite")))?;
    ensure!(out.status.code() == Some(1) && String::from_utf8_lossy(&out.stdout).contains("output"), "{out:?}");
    Ok(())
}

/// What other tools read of an export is what the trace has.
fn exports() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let base = trace(&dir.path().join("a.trace"), &[])?;
    let rows =
        report(&["info", &base.to_string_lossy()])?["manifest"]["rows"]["syscalls"].as_u64().context("no rows")?;
    let export = |to: &str, args: &[&str]| -> Result<std::path::PathBuf> {
        let path = dir.path().join(format!("x.{to}"));
        stdout(Command::new(binary("analyze")?).args(["export", "--to", to, "-o"]).arg(&path).args(args).arg(&base))?;
        Ok(path)
    };
    let python = |script: &str, path: &Path| {
        Ok::<_, anyhow::Error>(stdout(Command::new("python3").args(["-c", script]).arg(path))?.trim().to_owned())
    };
    let count = "import csv,sys; r=list(csv.DictReader(open(sys.argv[1]))); print(len(r), sum(x['errno']=='ENOENT' for x in r))";
    let by_csv = python(count, &export("csv", &[])?)?;
    let count = "import json,sys; r=[json.loads(l) for l in open(sys.argv[1])]; print(len(r), sum(x['errno']=='ENOENT' for x in r))";
    let by_jsonl = python(count, &export("jsonl", &[])?)?;
    ensure!(by_csv == by_jsonl && by_csv.starts_with(&format!("{rows} ")), "{by_csv}, {by_jsonl}, {rows}");
    let few = python(count, &export("jsonl", &["--where", "errno = 'ENOENT'"])?)?;
    let errors = by_csv.split(' ').nth(1).context("no errors")?;
    ensure!(few == format!("{errors} {errors}") && errors != "0", "{few}, {by_csv}");
    let chrome = "import json,sys; e=json.load(open(sys.argv[1]))['traceEvents']; s=[x for x in e if x['ph'] in 'Xi']; \
                  assert all(x['dur']>=0 for x in s if x['ph']=='X'); assert all('pid' in x and 'tid' in x and 'ts' in x for x in s); \
                  n={(x['pid'],x['tid']) for x in e if x['name']=='thread_name'}; assert all((x['pid'],x['tid']) in n for x in s); print(len(s))";
    ensure!(python(chrome, &export("chrome-trace", &[])?)? == rows.to_string());
    let timesketch = "import json,sys,datetime; r=[json.loads(l) for l in open(sys.argv[1])]; \
                      assert all(x['message'] and x['timestamp_desc'] for x in r); \
                      assert all(abs(datetime.datetime.fromisoformat(x['datetime'][:26]+'+00:00').timestamp()*1e6-x['timestamp'])<2 for x in r); print(len(r))";
    ensure!(python(timesketch, &export("timesketch", &[])?)? == rows.to_string());
    // A Parquet file of one table: our own reader takes it as a segment.
    let parquet = export("parquet", &[])?;
    ensure!(fs::read(&parquet)?.starts_with(b"PAR1"));
    let whole = output(
        Command::new("python3")
            .args(["-c", "import pyarrow.parquet,sys; print(pyarrow.parquet.read_table(sys.argv[1]).num_rows)"])
            .arg(&parquet),
    )?;
    if whole.status.success() {
        ensure!(String::from_utf8_lossy(&whole.stdout).trim() == rows.to_string());
    }
    let processes = export("csv", &["--table", "processes"])?;
    ensure!(fs::read_to_string(processes)?.starts_with("ts,event,tgid,"));
    let out = output(Command::new(binary("analyze")?).args(["export", "--to", "csv", "--table", "x"]).arg(&base))?;
    refused(&out, 2, &["--table x", "syscalls"])?;
    Ok(())
}
