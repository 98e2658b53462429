//! What reports say, against strace and against programs that do known things.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, record, stdout, workload};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    vec![
        ebpf("reports::counts_are_those_of_strace_on_the_same_run", counts_of_strace),
        ebpf("reports::files_say_what_a_program_did", files),
        ebpf("reports::network_says_what_a_program_did", network),
        ebpf("reports::wall_says_where_time_went", wall),
        ebpf("reports::resources_say_what_a_program_took", resources),
        ebpf("reports::timeline_tells_what_happened_in_order", timeline),
        ebpf("reports::dns_questions_and_answers_are_read", dns),
        ebpf("reports::time_is_chosen_and_cut", time),
    ]
}

/// Records a command in a folder of its own.
pub fn trace(dir: &Path, name: &str, options: &[&str], command: &[&str]) -> Result<String> {
    let trace = dir.join(name);
    let mut record = record()?;
    record.args(["run", "--quiet", "--require-complete", "--force"]).args(options).arg("-o").arg(&trace).arg("--");
    stdout(record.args(command).current_dir(dir))?;
    Ok(trace.to_string_lossy().into_owned())
}

/// The rows of a table of a report, by column.
pub fn rows(report: &Value, table: &str) -> Result<Vec<Value>> {
    let tables = report["tables"].as_array().context("no tables")?;
    let found = tables.iter().find(|t| t["name"] == table).with_context(|| format!("no table {table}"))?;
    Ok(found["rows"].as_array().cloned().unwrap_or_default())
}

/// The one row whose column has this value.
fn row(rows: &[Value], column: &str, value: &str) -> Result<Value> {
    let mut found = rows.iter().filter(|row| row[column] == value);
    let row = found.next().with_context(|| format!("no {column} {value} in {rows:?}"))?;
    ensure!(found.next().is_none(), "several of {column} {value}");
    Ok(row.clone())
}

/// strace counts the calls of a program while record records both.
fn counts_of_strace() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let counts = dir.path().join("counts").to_string_lossy().into_owned();
    let trace = trace(dir.path(), "s.trace", &[], &["strace", "-f", "-c", "-w", "-o", &counts, &program, "files"])?;
    // The execve that begins the program is strace's own process's, before it is the program.
    let filter = format!("NOT (name = 'execve' AND path <> '{program}')");
    let report = analyze(&["frequency", "--by", "exe,syscall", "--where", &filter, &trace])?;
    let mut ours: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for row in rows(&report, "frequency")? {
        let name = row["syscall"].as_str().unwrap_or_default();
        if row["exe"] == program.as_str() || name == "execve" {
            let count = |column: &str| row[column].as_u64().unwrap_or(0);
            ours.insert(name.to_owned(), (count("calls"), count("errors")));
        }
    }
    let text = std::fs::read_to_string(&counts)?;
    let mut theirs = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        // % time, seconds, usecs/call, calls, errors if there are any, name.
        if let [share, _, _, calls, middle @ .., name] = &words[..]
            && share.parse::<f64>().is_ok()
            && *name != "total"
        {
            let errors = middle.first().map_or(Ok(0), |errors| errors.parse())?;
            theirs.insert((*name).to_owned(), (calls.parse()?, errors));
        }
    }
    // exit_group does not return, so strace does not count it.
    ours.remove("exit_group");
    ensure!(ours == theirs && ours.len() > 10, "ours {ours:?}, strace {theirs:?}");
    Ok(())
}

fn files() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let trace = trace(dir.path(), "f.trace", &[], &[&program, "files"])?;
    let rows = rows(&analyze(&["files", &trace])?, "files")?;
    let folder = dir.path().canonicalize()?;
    let file = |name: &str| row(&rows, "path", &folder.join(name).to_string_lossy());
    let one = file("made/one")?;
    ensure!(one["written"] == 5000 && one["read"] == 4000 && one["created"] == 1 && one["renamed"] == 1, "{one}");
    ensure!(one["modes"] == "read,write,create" && one["opens"] == 1 && one["errors"] == 0, "{one}");
    ensure!(one["state"] == format!("renamed to {}/made/renamed", folder.display()), "{one}");
    let renamed = file("made/renamed")?;
    ensure!(renamed["state"] == "exists" && renamed["mapped"] == 1 && renamed["modes"] == "read,map-exec", "{renamed}");
    let two = file("made/two")?;
    ensure!(two["written"] == 77 && two["deleted"] == 1 && two["state"] == "deleted", "{two}");
    let missing = file("made/missing")?;
    ensure!(missing["opens"] == 3 && missing["errors"] == 3 && missing["state"] == "not there", "{missing}");
    let link = file("made/link")?;
    ensure!(link["created"] == 1 && link["state"] == "exists" && link["calls"] == 1, "{link}");
    ensure!(file("made")?["created"] == 1);
    ensure!(one["processes"] == 1 && one["by"].as_str().is_some_and(|by| by.starts_with("activity[")), "{one}");
    // What the report says of the end is what lies there.
    for row in &rows {
        let path = Path::new(row["path"].as_str().unwrap_or_default());
        if path.is_absolute() && !path.starts_with("/proc") {
            let there = path.symlink_metadata().is_ok();
            ensure!((row["state"] == "exists") == there, "{row}");
        }
    }
    Ok(())
}

fn network() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let trace = trace(dir.path(), "n.trace", &[], &["sh", "-c", &format!("{program} network 1 > port")])?;
    let port = std::fs::read_to_string(dir.path().join("port"))?.trim().to_owned();
    let report = analyze(&["network", &trace])?;
    let address = format!("127.0.0.1:{port}");
    let listener = row(&rows(&report, "listeners")?, "local", &address)?;
    ensure!(listener["protocol"] == "TCP" && listener["backlog"] == 5 && listener["accepted"] == 1, "{listener}");
    let connections = rows(&report, "connections")?;
    let came = row(&connections, "direction", "in")?;
    ensure!(came["local"] == address.as_str() && came["received"] == 700 && came["sent"] == 300, "{came}");
    let went = row(&connections, "peer", &address)?;
    ensure!(went["direction"] == "out" && went["sent"] == 700 && went["received"] == 300, "{went}");
    ensure!(went["attempts"] == 1 && went["failed"] == 0 && went["result"] == "ok", "{went}");
    let refused = row(&connections, "peer", "127.0.0.1:1")?;
    ensure!(refused["attempts"] == 1 && refused["failed"] == 1 && refused["result"] == "ECONNREFUSED", "{refused}");
    let unix = row(&connections, "peer", "nobody")?;
    ensure!(unix["protocol"] == "UNIX-DGRAM" && unix["result"] == "ENOENT" && unix["sent"] == 0, "{unix}");
    Ok(())
}

fn wall() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let trace = trace(dir.path(), "w.trace", &[], &[&program, "waits"])?;
    let rows = rows(&analyze(&["latency", "--wall", &trace])?, "wall")?;
    let parent = rows.iter().max_by_key(|row| row["lived_ns"].as_u64()).context("no rows")?;
    let ms = |column: &str| parent[column].as_u64().unwrap_or(0) / 1_000_000;
    // 80 ms asleep, 120 ms for a child, 60 ms for a pipe; the machine may be slow, never fast.
    ensure!(ms("waiting_ns") >= 260 && ms("waiting_ns") < 1000, "{parent}");
    ensure!(ms("calls_ns") + ms("outside_ns") >= 98, "{parent}");
    let lived = parent["lived_ns"].as_u64();
    let parts = ["waiting_ns", "calls_ns", "outside_ns"].map(|column| parent[column].as_u64().unwrap_or(0));
    ensure!(lived == Some(parts.iter().sum()), "{parent}");
    let kinds = parent["waited_for"].as_str().unwrap_or_default();
    ensure!(["child 1", "timer ", "peer "].iter().all(|kind| kinds.contains(kind)), "{parent}");
    Ok(())
}

fn resources() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let trace = trace(dir.path(), "r.trace", &[], &[&program, "resources"])?;
    let report = analyze(&["resources", "--every", "auto", &trace])?;
    let all = rows(&report, "resources")?;
    let process = all.first().context("no rows")?;
    let number = |column: &str| process[column].as_u64().unwrap_or(0);
    // 8 MiB, and what the loader maps; 3 MiB given back; the heap grows by 1 MiB.
    ensure!((8 << 20..16 << 20).contains(&number("mapped")) && number("unmapped") >= 3 << 20, "{process}");
    ensure!((1 << 20..2 << 20).contains(&number("heap")) && number("peak") >= 6 << 20, "{process}");
    // The loader opens and closes two files.
    ensure!(number("opened") == 13 && number("closed") == 6 && number("left_open") == 7, "{process}");
    ensure!(process["threads"] == 1 && process["most_threads"] == 1, "{process}");
    let left = rows(&report, "left_open")?;
    ensure!(left.len() == 1 && left[0]["what"] == "/etc/hostname" && left[0]["descriptors"] == 7, "{left:?}");
    let last = rows(&report, "growth")?.pop().context("no rows")?;
    ensure!(last["mapped"] == process["mapped"] && last["opened"] == 13 && last["closed"] == 6, "{last}");
    Ok(())
}

fn timeline() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    // 1,000 failures within a moment; then a file; then the end by a signal.
    let script = format!("for i in $(seq 1000); do test -e /no/$i; done; {program} files; echo done; kill -TERM $$");
    let trace = dir.path().join("e.trace");
    let mut record = record()?;
    record.args(["run", "--quiet", "--payload", "write", "-o"]).arg(&trace).args(["--", "bash", "-c", &script]);
    e2e::output(record.current_dir(dir.path()))?;
    let trace = trace.to_string_lossy().into_owned();
    let events = rows(&analyze(&["timeline", &trace])?, "timeline")?;
    let shown = |event: &Value| {
        format!("{}: {}", event["kind"].as_str().unwrap_or_default(), event["what"].as_str().unwrap_or_default())
    };
    let folder = dir.path().canonicalize()?.join("made").display().to_string();
    let mut left = events.iter();
    for wanted in [
        "exec: ".to_owned(),
        "failures: ".to_owned(),
        format!("created: {folder}"),
        format!("opened for writing: {folder}/one"),
        format!("renamed: {folder}/one to {folder}/renamed"),
        format!("deleted: {folder}/two"),
        "exit: status 0".to_owned(),
        "output: done".to_owned(),
        "process: kill(".to_owned(),
        "exit: killed by SIGTERM".to_owned(),
    ] {
        ensure!(left.any(|event| shown(event).starts_with(&wanted)), "{wanted:?} is not where it belongs: {events:?}");
    }
    let times: Vec<&str> = events.iter().filter_map(|event| event["time"].as_str()).collect();
    ensure!(times.is_sorted() && times.len() == events.len());
    let few = analyze(&["timeline", "--limit", "3", &trace])?;
    ensure!(rows(&few, "timeline")? == events[..3], "{few}");
    ensure!(few["notes"].to_string().contains("only the first 3 events"), "{few}");
    Ok(())
}

/// A name server and a client in Python, which put their messages together by hand.
fn dns() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let script = r#"
import os, socket, struct, sys
question = b"\x07example\x04test\x00" + struct.pack(">HH", 1, 1)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.77", 53))
if os.fork() == 0:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.sendto(struct.pack(">HHHHHH", 4711, 0x100, 1, 0, 0, 0) + question, ("127.0.0.77", 53))
    client.recvfrom(512)
    os._exit(0)
data, peer = server.recvfrom(512)
answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + bytes([10, 1, 2, 3])
server.sendto(data[:2] + struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0) + question + answer, peer)
os.wait()
"#;
    std::fs::write(dir.path().join("dns.py"), script)?;
    let trace = trace(dir.path(), "q.trace", &["--payload", "%network"], &["python3", "dns.py"])?;
    let rows = rows(&analyze(&["network", &trace])?, "dns")?;
    ensure!(rows.len() == 2, "{rows:?}");
    let query = row(&rows, "kind", "query")?;
    ensure!(query["name"] == "example.test" && query["type"] == "A" && query["id"] == 4711, "{query}");
    ensure!(query["server"] == "127.0.0.77:53", "{query}");
    let answer = row(&rows, "kind", "answer")?;
    ensure!(answer["answers"] == "10.1.2.3" && answer["result"] == "NoError", "{answer}");
    Ok(())
}

/// Pieces of time hold every call once, and a part of the time only what began in it.
fn time() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let trace = trace(dir.path(), "t.trace", &[], &[&program, "waits"])?;
    let calls = |args: &[&str]| -> Result<(u64, usize)> {
        let rows = rows(&analyze(&[&["frequency", &trace][..], args].concat())?, "frequency")?;
        Ok((rows.iter().filter_map(|row| row["calls"].as_u64()).sum(), rows.len()))
    };
    let (all, _) = calls(&[])?;
    let (pieces, number) = calls(&["--every", "auto", "--by", "phase"])?;
    ensure!(pieces == all && (2..=61).contains(&number), "{pieces} of {all} in {number} pieces");
    let (before, after) = (calls(&["--to", "+100ms"])?.0, calls(&["--from", "+100ms"])?.0);
    ensure!(before + after == all && before > 0 && after > 0, "{before} + {after}, not {all}");
    let line =
        stdout(Command::new(e2e::binary("analyze")?).args(["print", "--limit", "1", "--from", "+100ms"]).arg(&trace))?;
    ensure!(line.contains("only calls that began from"), "{line}");
    // The time that print shows can be given back.
    let last = line.lines().last().and_then(|line| line.split(' ').next()).context("no line")?;
    let again =
        stdout(Command::new(e2e::binary("analyze")?).args(["print", "--limit", "1", "--from", last]).arg(&trace))?;
    ensure!(again.lines().last() == line.lines().last(), "{again}");
    Ok(())
}
