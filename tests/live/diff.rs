//! What `analyze diff` says of runs of which it is known what differs.

use crate::{Case, reports::rows};
use anyhow::{Context, Result, ensure};
use e2e::{analyze, binary, output, record, stdout, workload};
use rusqlite::Connection;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Rows that fit on a first screen.
const SCREEN: usize = 10;
/// A plant; the kind and the change of the difference, a part of its key, and its severity at least.
const PLANTS: [(&str, &str, &str, &str, &str); 11] = [
    ("secret", "file", "new", ".ssh/id_ed25519 read", "high"),
    ("peer", "network", "new", "connect TCP 127.0.0.1:9", "high"),
    ("listen", "network", "new", "listen TCP 127.0.0.1:7777", "high"),
    ("drop", "program", "new", "/dropped", "critical"),
    ("cron", "file", "new", "/etc/cron.d/planted written", "critical"),
    ("config", "file", "new", "/etc/planted.conf written", "high"),
    ("setuid", "privilege", "new", "setuid(65534)", "high"),
    ("ioctl", "argument", "new", "FIONCLEX", "medium"),
    ("argv", "argv", "new", "--other", "medium"),
    ("signal", "signal", "new", "SIGUSR2", "medium"),
    ("shared", "channel", "new", "shared memory", "medium"),
];
/// The plant that makes fsync slow.
const SLOW: &str = "slow";
const SEVERITIES: [&str; 5] = ["info", "low", "medium", "high", "critical"];

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    vec![
        ebpf("diff::planted_changes_are_on_the_first_screen", planted),
        ebpf("diff::a_slower_fsync_is_found_among_ten_runs", slower),
        ebpf("diff::the_same_program_five_and_five_times_is_quiet", quiet),
        ebpf("diff::reviewed_differences_are_left_out_and_new_ones_are_not", accepted),
        ebpf("diff::a_profile_finds_what_its_traces_find", profile),
        ebpf("diff::a_new_library_version_is_one_difference", version),
        ebpf("diff::names_from_a_trace_drive_nothing", hostile),
        Case { name: "diff::every_form_of_a_trace_tells_the_same", skip: None, run: forms },
        Case { name: "diff::mistakes_are_one_line", skip: None, run: mistakes },
    ]
}

/// Folder, program, and a command that runs it where /etc is its own.
struct Place {
    dir: tempfile::TempDir,
    program: String,
}

impl Place {
    fn new() -> Result<Place> {
        let dir = tempfile::tempdir()?;
        let program = workload(dir.path(), "planted", &["-pthread"])?.to_string_lossy().into_owned();
        let home = dir.path().join("home");
        fs::create_dir_all(home.join(".ssh"))?;
        fs::create_dir(home.join("disk"))?;
        fs::write(home.join(".ssh/id_ed25519"), "no key\n")?;
        Ok(Place { dir, program })
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Records a run with a plant. `slow`: what it syncs lies on the disk, otherwise in memory, at the same place.
    fn run(&self, name: &str, plant: &str) -> Result<String> {
        let trace = self.path().join(name);
        let disk = if plant == SLOW { "mount --bind" } else { "mount -t tmpfs" };
        let plant = if plant == SLOW { "" } else { plant };
        let script =
            format!("mount -t tmpfs none /etc && mkdir /etc/cron.d && {disk} \"$2/disk\" \"$2/disk\" && exec \"$@\"");
        let home = self.path().join("home").to_string_lossy().into_owned();
        let mut record = record()?;
        record.args(["run", "--quiet", "--require-complete", "--force", "-o"]).arg(&trace).arg("--");
        record.args(["unshare", "-m", "sh", "-c", &script, "sh", &self.program, &home]);
        stdout(record.args(Some(plant).filter(|plant| !plant.is_empty())).current_dir(self.path()))?;
        Ok(trace.to_string_lossy().into_owned())
    }

    fn runs(&self, side: &str, plant: &str, n: usize) -> Result<Vec<String>> {
        (0..n).map(|i| self.run(&format!("{side}{i}.trace"), plant)).collect()
    }
}

/// `analyze diff` with these arguments: its status, and its answer.
fn diff(args: &[&str]) -> Result<(Option<i32>, Value)> {
    let out = output(Command::new(binary("analyze")?).arg("diff").args(args).args(["--format", "json"]))?;
    let text = String::from_utf8_lossy(&out.stdout);
    let error = String::from_utf8_lossy(&out.stderr);
    let answer =
        serde_json::from_str(&text).with_context(|| format!("diff {args:?} printed no JSON: {text}{error}"))?;
    Ok((out.status.code(), answer))
}

/// The differences of runs of both sides.
fn between(left: &[String], right: &[String]) -> Result<(Option<i32>, Value)> {
    let mut args = vec!["--left"];
    args.extend(left.iter().map(String::as_str));
    args.push("--right");
    args.extend(right.iter().map(String::as_str));
    diff(&args)
}

fn grave(row: &Value) -> usize {
    SEVERITIES.iter().position(|severity| row["severity"] == *severity).unwrap_or(0)
}

fn has(row: &Value, column: &str, part: &str) -> bool {
    row[column].as_str().is_some_and(|text| text.contains(part))
}

fn planted() -> Result<()> {
    let place = Place::new()?;
    let before = place.run("before.trace", "")?;
    for (plant, kind, change, key, severity) in PLANTS {
        let after = place.run("after.trace", plant)?;
        let (status, answer) = diff(&[&before, &after])?;
        ensure!(status == Some(1), "{plant}: {status:?}");
        let found = rows(&answer, "differences")?;
        let fits = |row: &&Value| row["kind"] == kind && row["change"] == change && has(row, "key", key);
        let screen = &found[..found.len().min(SCREEN)];
        let row = screen.iter().find(fits).with_context(|| format!("{plant} is not in {screen:#?}"))?;
        let least = SEVERITIES.iter().position(|s| *s == severity).unwrap_or(9);
        ensure!(grave(row) >= least, "{plant}: {row}");
        let by = if ["drop", "argv"].contains(&plant) { "" } else { "planted" };
        ensure!(has(row, "program", by), "{plant}: {row}");
        ensure!(row["significance"].is_null() && row["id"].as_str().is_some_and(|id| id.len() == 16), "{plant}: {row}");
        if !["drop", "argv", "signal"].contains(&plant) {
            let examples = rows(&answer, "examples")?;
            let fits = |e: &&Value| e["entry"] == row["id"] && e["side"] == "right" && has(e, "call", "(");
            ensure!(examples.iter().any(|e| fits(&e)), "{plant}: no example in {examples:#?}");
        }
    }
    Ok(())
}

fn slower() -> Result<()> {
    let place = Place::new()?;
    let (left, right) = (place.runs("l", "", 5)?, place.runs("r", SLOW, 5)?);
    let (_, answer) = between(&left, &right)?;
    let found = rows(&answer, "differences")?;
    let screen = &found[..found.len().min(SCREEN)];
    let row = screen.iter().find(|row| row["kind"] == "latency" && has(row, "key", "fsync"));
    let row = row.with_context(|| format!("fsync is not in {screen:#?}"))?;
    let p = row["significance"].as_f64().unwrap_or(1.0);
    ensure!(row["change"] == "slower" && row["unit"] == "ns" && p <= 0.05 && row["severity"] == "low", "{row}");
    ensure!(row["effect"].as_f64().is_some_and(|effect| effect >= 1.5), "{row}");
    // The slowest call of each side is shown.
    let examples = rows(&answer, "examples")?;
    for side in ["left", "right"] {
        let shown = |e: &&Value| e["entry"] == row["id"] && e["side"] == side && has(e, "call", "fsync(");
        ensure!(examples.iter().any(|e| shown(&e)), "{side}: {examples:#?}");
    }
    Ok(())
}

/// Repetitions: one, or as many as DIFF_REPETITIONS says; of twenty, nineteen must be quiet.
fn quiet() -> Result<()> {
    let place = Place::new()?;
    let repetitions: usize = std::env::var("DIFF_REPETITIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut loud = Vec::new();
    for _ in 0..repetitions {
        let (left, right) = (place.runs("l", "", 5)?, place.runs("r", "", 5)?);
        let (_, answer) = between(&left, &right)?;
        let above: Vec<Value> = rows(&answer, "differences")?.into_iter().filter(|row| grave(row) > 0).collect();
        if !above.is_empty() {
            loud.push(above);
        }
    }
    ensure!(loud.len() * 20 <= repetitions, "{} of {repetitions}: {loud:#?}", loud.len());
    Ok(())
}

fn accepted() -> Result<()> {
    let place = Place::new()?;
    let (before, after) = (place.run("b.trace", "")?, place.run("a.trace", "peer")?);
    let list = place.path().join("reviewed.json").to_string_lossy().into_owned();
    let (status, _) = diff(&[&before, &after, "--write-accept", &list])?;
    ensure!(status == Some(1));
    let (status, answer) = diff(&[&before, &after, "--accept", &list])?;
    ensure!(status == Some(0) && rows(&answer, "differences")?.is_empty(), "{answer:#}");
    ensure!(answer["notes"].to_string().contains("reviewed"), "{}", answer["notes"]);
    // Another change is told, and how grave it must be is the user's choice.
    let other = place.run("o.trace", "ioctl")?;
    let (status, answer) = diff(&[&before, &other, "--accept", &list, "--fail-on", "medium"])?;
    let found = rows(&answer, "differences")?;
    ensure!(status == Some(1) && found.iter().any(|row| has(row, "key", "FIONCLEX")), "{found:#?}");
    let (status, _) = diff(&[&before, &other, "--accept", &list, "--fail-on", "critical"])?;
    ensure!(status == Some(0), "{status:?}");
    let (status, answer) = diff(&[&before, &before])?;
    ensure!(status == Some(0) && rows(&answer, "differences")?.is_empty(), "{answer:#}");
    Ok(())
}

fn profile() -> Result<()> {
    let place = Place::new()?;
    let left = place.runs("l", "", 3)?;
    let right = place.run("r.trace", "setuid")?;
    let (_, of_traces) = between(&left, std::slice::from_ref(&right))?;
    let entries = |answer: &Value| -> Result<Vec<Value>> {
        let mut found = rows(answer, "differences")?;
        // A profile has no calls to show.
        found.iter_mut().filter_map(Value::as_object_mut).for_each(|row| row.retain(|name, _| name != "process"));
        Ok(found)
    };
    let profile = |name: &str| -> Result<Value> {
        let profile = place.path().join(name).to_string_lossy().into_owned();
        stdout(Command::new(binary("analyze")?).arg("baseline").args(&left).args(["-o", &profile]))?;
        let (status, answer) = diff(&[&profile, &right])?;
        ensure!(status == Some(1) && entries(&answer)? == entries(&of_traces)?, "{name}: {answer:#} {of_traces:#}");
        Ok(answer)
    };
    let of_profile = profile("profile.json")?;
    let of_database = profile("profile.sqlite")?;
    ensure!(of_profile["tables"] == of_database["tables"], "{of_profile:#} {of_database:#}");
    ensure!(entries(&of_profile)?.iter().any(|row| has(row, "key", "setuid(65534)")), "{of_profile:#}");
    // As docs/diff.md says it can be asked.
    let known = Connection::open(place.path().join("profile.sqlite"))?;
    let written =
        "SELECT count(DISTINCT run) FROM known WHERE kind = 'file' AND program LIKE '%/planted' AND aspect = 'written'";
    let written: u32 = known.query_row(written, [], |row| row.get(0))?;
    ensure!(written == 3, "{written}");
    let novelty = rows(&of_profile, "novelty")?;
    let planted = novelty.iter().find(|row| has(row, "program", "planted")).context("no planted")?;
    ensure!(
        planted["new"].as_u64().is_some_and(|new| new > 0 && new < planted["facts"].as_u64().unwrap_or(0)),
        "{planted}"
    );
    Ok(())
}

/// A program that is linked with a library of ours, in one version and in the next.
fn version() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = |name: &str| dir.path().join(name);
    fs::write(path("lib.c"), "int answer(void) { return 42; }\n")?;
    fs::write(path("main.c"), "int answer(void); int main(void) { return answer() != 42; }\n")?;
    let folder = path("lib");
    fs::create_dir(&folder)?;
    let gcc = |args: &[&str]| stdout(Command::new("gcc").args(args).current_dir(dir.path()));
    let mut traces: Vec<PathBuf> = Vec::new();
    for version in ["1.2", "1.3"] {
        let file = format!("lib/libanswer.so.{version}");
        fs::remove_dir_all(&folder)?;
        fs::create_dir(&folder)?;
        gcc(&["-shared", "-fPIC", &format!("-Wl,-soname,libanswer.so.{version}"), "-o", &file, "lib.c"])?;
        gcc(&["-o", "main", "main.c", &file, "-Wl,-rpath,$ORIGIN/lib"])?;
        let trace = path(&format!("{version}.trace"));
        stdout(record()?.args(["run", "--quiet", "-o"]).arg(&trace).args(["--", "./main"]).current_dir(dir.path()))?;
        traces.push(trace);
    }
    let traces: Vec<String> = traces.iter().map(|trace| trace.to_string_lossy().into_owned()).collect();
    let (status, answer) = diff(&[&traces[0], &traces[1]])?;
    let found = rows(&answer, "differences")?;
    let about: Vec<&Value> = found.iter().filter(|row| has(row, "key", "libanswer")).collect();
    ensure!(status == Some(1) && about.len() == 1, "{found:#?}");
    ensure!(
        about[0]["change"] == "updated" && has(about[0], "key", "1.2") && has(about[0], "key", "1.3"),
        "{}",
        about[0]
    );
    let (_, raw) = diff(&[&traces[0], &traces[1], "--raw"])?;
    let raw = rows(&raw, "differences")?;
    let about = |change: &str| raw.iter().any(|row| row["change"] == change && has(row, "key", "libanswer.so.1."));
    ensure!(about("new") && about("gone"), "{raw:#?}");
    Ok(())
}

fn hostile() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let script = "printf x > \"$(printf '\\033[31mred<script>alert(1)<script>|\\n=1+1')\"";
    let run = |name: &str, script: &str| -> Result<String> {
        let trace = dir.path().join(name);
        let mut record = record()?;
        record.args(["run", "--quiet", "-o"]).arg(&trace).args(["--", "sh", "-c", script]);
        stdout(record.current_dir(dir.path()))?;
        Ok(trace.to_string_lossy().into_owned())
    };
    let (before, after) = (run("b.trace", "printf x > plain")?, run("a.trace", script)?);
    for format in ["table", "json", "csv", "markdown", "html"] {
        let out =
            output(Command::new(binary("analyze")?).args(["diff", &before, &after, "--format", format, "--explain"]))?;
        let text = String::from_utf8(out.stdout)?;
        ensure!(out.status.code() == Some(1) && text.contains("red"), "{format}: {text}");
        ensure!(!text.contains('\x1b') && !text.contains("\n=1+1"), "{format}: {text}");
        ensure!(format != "html" || !text.contains("<script>alert"), "{text}");
    }
    let list = dir.path().join("list.json");
    output(Command::new(binary("analyze")?).args(["diff", &before, &after, "--write-accept"]).arg(&list))?;
    let text = fs::read_to_string(&list)?;
    ensure!(text.contains("red") && !text.contains('\x1b') && !text.contains("\\u001b"), "{text}");
    Ok(())
}

fn forms() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let sample = |name: &str| format!("{}/../samples/{name}", e2e::HERE);
    let (pipeline, other) = (sample("shell-pipeline.trace"), sample("container-busybox.trace"));
    let found = |trace: &str| -> Result<[Vec<Value>; 2]> {
        let (_, answer) = diff(&[&other, trace])?;
        Ok([rows(&answer, "differences")?, rows(&answer, "grouped")?])
    };
    let expected = found(&pipeline)?;
    ensure!(expected[0].len() > 3 && expected[1].len() > 50, "{expected:#?}");
    for form in ["x.trace.tar", "x.sqlite", "x.sqlite.zst"] {
        let path = dir.path().join(form).to_string_lossy().into_owned();
        stdout(Command::new(binary("analyze")?).args(["convert", &pipeline, &path]))?;
        ensure!(found(&path)? == expected, "{form}: {:#?}", found(&path)?);
        ensure!(diff(&[&pipeline, &path])?.0 == Some(0), "{form} and what it was made of");
    }
    Ok(())
}

fn mistakes() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let sample = format!("{}/../samples/shell-pipeline.trace", e2e::HERE);
    let bad = dir.path().join("bad.json").to_string_lossy().into_owned();
    fs::write(&bad, "{\"profile\":1,\"tool\"")?;
    let run = |args: &[&str]| output(Command::new(binary("analyze")?).args(args));
    e2e::refused(&run(&["diff", &bad, &sample])?, 3, &["bad.json", "damaged profile", "line 1"])?;
    let folder = dir.path().join("p.sqlite").to_string_lossy().into_owned();
    stdout(Command::new(binary("analyze")?).args(["baseline", &sample, "-o", &folder]))?;
    let whole = fs::read(&folder)?;
    ensure!(run(&["diff", &folder, &sample])?.status.code() == Some(0), "the profile of a trace and the trace");
    // Cut short; of another version; a database of something else.
    fs::write(&folder, &whole[..whole.len() - 5000])?;
    e2e::refused(&run(&["diff", &folder, &sample])?, 3, &["p.sqlite", "damaged profile", "learn it anew"])?;
    fs::write(&folder, &whole)?;
    Connection::open(&folder)?.pragma_update(None, "user_version", 7)?;
    e2e::refused(&run(&["diff", &folder, &sample])?, 3, &["p.sqlite", "version 7", "learn it anew"])?;
    fs::write(&folder, &whole)?;
    Connection::open(&folder)?.pragma_update(None, "application_id", 1)?;
    e2e::refused(&run(&["diff", &folder, &sample])?, 3, &["p.sqlite", "no trace"])?;
    e2e::refused(&run(&["diff", &sample, &sample, "--accept", &bad])?, 3, &["bad.json", "--write-accept"])?;
    e2e::refused(&run(&["diff", &sample, "/nothing.trace"])?, 3, &["/nothing.trace"])?;
    ensure!(run(&["diff", &sample])?.status.code() == Some(2));
    ensure!(run(&["diff", "--left", &sample])?.status.code() == Some(2));
    let same = analyze(&["diff", &sample, &sample])?;
    ensure!(rows(&same, "differences")?.is_empty() && same["report"] == "diff", "{same:#}");
    Ok(())
}
