//! What is strange beside a baseline: sequences of calls counted exactly, and a planted behaviour that stands out.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, output, record, stdout};
use serde_json::Value;
use std::{
    collections::HashSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "anomaly::sequences_are_counted_exactly", skip: None, run: sequences },
        Case { name: "anomaly::thousands_of_files", skip: None, run: thousands },
        Case { name: "anomaly::foreign_calls_in_sequences_stand_out", skip: None, run: attacks },
        Case { name: "anomaly::a_planted_behaviour_stands_out", skip: no_ebpf.clone(), run: planted },
        Case { name: "anomaly::options_that_make_no_sense", skip: None, run: refusals },
    ]
}

/// What `suspicious` says of `subject` beside a baseline, without rules.
fn beside(baseline: &[PathBuf], subject: &Path, more: &[&str]) -> Result<(Option<i32>, Value)> {
    let mut command = Command::new(binary("analyze")?);
    command.arg("suspicious").arg(subject).args(["--format", "json"]).args(more).arg("--baseline").args(baseline);
    let out = output(&mut command)?;
    ensure!(matches!(out.status.code(), Some(0 | 1)), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    Ok((out.status.code(), serde_json::from_slice(&out.stdout)?))
}

fn table<'a>(answer: &'a Value, name: &str) -> Result<&'a Vec<Value>> {
    let tables = answer["tables"].as_array().context("no tables")?;
    let table = tables.iter().find(|table| table["name"] == name).with_context(|| format!("no table {name}"))?;
    table["rows"].as_array().context("no rows")
}

/// Numbers that look like chance and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        // Numerical Recipes, the linear congruential generator of 64 bits.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Files of sequences; their numbers.
fn files(folder: &Path, count: u64, length: u64, numbers: &mut Numbers, alphabet: u64) -> Result<Vec<Vec<u64>>> {
    fs::create_dir_all(folder)?;
    let mut all = Vec::new();
    for file in 0..count {
        let mut at = numbers.below(alphabet);
        let mut calls = Vec::new();
        for _ in 0..length + numbers.below(length) {
            // Mostly what came after it before.
            at = if numbers.below(8) == 0 { numbers.below(alphabet) } else { (at * 7 + 3) % alphabet };
            calls.push(at);
        }
        let mut text = String::new();
        calls.iter().try_for_each(|call| write!(text, "{call} "))?;
        fs::write(folder.join(format!("{file:05}.txt")), text)?;
        all.push(calls);
    }
    Ok(all)
}

fn distinct(all: &[Vec<u64>], n: usize) -> usize {
    all.iter().flat_map(|calls| calls.windows(n)).collect::<HashSet<_>>().len()
}

/// Distinct windows, and mismatches within a frame, as anybody would count them; the same of files as they are and of a trace made of them.
fn sequences() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut numbers = Numbers(1);
    let known = files(&dir.path().join("known"), 60, 80, &mut numbers, 40)?;
    let asked = files(&dir.path().join("asked"), 20, 60, &mut numbers, 41)?;
    for (n, frame) in [(6, 20), (3, 5), (11, 40), (30, 10)] {
        let (text_n, text_frame) = (n.to_string(), frame.to_string());
        let options = ["--ngram", &text_n, "--frame", &text_frame, "--alarm-rate", "0.5", "--no-built-in"];
        let (_, answer) = beside(&[dir.path().join("known")], &dir.path().join("asked"), &options)?;
        let row = &table(&answer, "baseline")?[0];
        ensure!(row["distinct_ngrams"].as_u64() == Some(distinct(&known, n) as u64), "{n}: {row}");
        ensure!(row["runs"] == 60, "{row}");
        let windows: HashSet<&[u64]> = known.iter().flat_map(|calls| calls.windows(n)).collect();
        for row in table(&answer, "anomalies")? {
            let pid = row["pid"].as_u64().context("no pid")? as usize;
            let unknown: Vec<bool> = asked[pid - 1].windows(n).map(|window| !windows.contains(window)).collect();
            let all = unknown.iter().filter(|unknown| **unknown).count() as u64;
            let in_frame = |frame: &[bool]| frame.iter().filter(|unknown| **unknown).count() as u64;
            let most = unknown.windows(frame.min(unknown.len()).max(1)).map(in_frame).max().unwrap_or(0);
            ensure!(row[format!("unknown_{n}_grams")].as_u64() == Some(all), "{n} {pid}: {all} {row}");
            ensure!(row["sequence"].as_u64() == Some(most), "{n} {pid}: {most} {row}");
        }
    }
    // The same files as one trace, and as one after --baseline.
    for name in ["known", "asked"] {
        let (folder, trace) = (dir.path().join(name), dir.path().join(format!("{name}.sqlite")));
        stdout(
            Command::new(binary("analyze")?).args(["import", "--from", "sequence"]).arg(&folder).arg("-o").arg(&trace),
        )?;
    }
    let (_, files) = beside(&[dir.path().join("known")], &dir.path().join("asked"), &["--no-built-in"])?;
    let (_, traces) = beside(&[dir.path().join("known.sqlite")], &dir.path().join("asked.sqlite"), &["--no-built-in"])?;
    for column in ["pid", "sequence", "unknown_6_grams", "false_alarm_rate", "verdict"] {
        let column_of = |answer: &Value| -> Result<Vec<String>> {
            let mut all: Vec<String> = table(answer, "anomalies")?.iter().map(|row| row[column].to_string()).collect();
            all.sort();
            Ok(all)
        };
        ensure!(column_of(&files)? == column_of(&traces)?, "{column}");
    }
    Ok(())
}

fn thousands() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut numbers = Numbers(2);
    let known = files(&dir.path().join("known"), 5_000, 200, &mut numbers, 60)?;
    files(&dir.path().join("asked"), 50, 200, &mut numbers, 60)?;
    let (_, answer) = beside(&[dir.path().join("known")], &dir.path().join("asked"), &["--no-built-in"])?;
    let row = &table(&answer, "baseline")?[0];
    ensure!(row["runs"] == 5_000 && row["distinct_ngrams"].as_u64() == Some(distinct(&known, 6) as u64), "{row}");
    Ok(())
}

/// A script at its ordinary work twelve times, once more, and once with something else in it.
fn planted() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let work = dir.path().join("work");
    fs::create_dir(&work)?;
    let ordinary =
        format!("cd {}; for i in 1 2 3; do echo $i > f$i; cat f$i | sort; done; ls -l; rm f1", work.display());
    let run = |name: &str, script: &str| -> Result<PathBuf> {
        let trace = dir.path().join(name);
        stdout(record()?.args(["run", "-o"]).arg(&trace).args(["--", "sh", "-c", script]))?;
        Ok(trace)
    };
    let mut baseline = Vec::new();
    for i in 0..12 {
        baseline.push(run(&format!("base{i}.trace"), &ordinary)?);
    }
    let (status, answer) = beside(&baseline, &run("again.trace", &ordinary)?, &["--no-built-in"])?;
    ensure!(status == Some(0), "an ordinary run is told: {}", answer["findings"]);
    let strange = format!(
        "{ordinary}; mkfifo p; exec 3<>p; ln -s /etc/shadow l; chmod 4755 f2; umask 0; kill -0 $$; ulimit -c 0"
    );
    let (status, answer) = beside(&baseline, &run("strange.trace", &strange)?, &["--no-built-in"])?;
    ensure!(status == Some(1), "{:?}", table(&answer, "anomalies")?);
    let new = table(&answer, "new")?;
    for (kind, value) in [("program", "mkfifo"), ("call", "kill"), ("path", "write ")] {
        let is = |row: &&Value| row["kind"] == kind && row["value"].as_str().is_some_and(|text| text.contains(value));
        ensure!(new.iter().any(|row| is(&row)), "no {kind} {value} in {new:?}");
    }
    let finding = &answer["findings"][0];
    ensure!(finding["id"] == "anomaly" && finding["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{finding}");
    // One trace, one alarm, however many of its runs are strange.
    ensure!(answer["findings"].as_array().map_or(0, Vec::len) == 1, "{}", answer["findings"]);
    let row = &table(&answer, "traces")?[0];
    ensure!(row["verdict"] == "alarm" && row["strange_runs"].as_u64() > Some(1), "{row}");
    // A baseline that holds something strange shows it.
    let mut tainted = baseline.clone();
    tainted.push(dir.path().join("strange.trace"));
    let (_, answer) = beside(&tainted, &dir.path().join("again.trace"), &["--no-built-in"])?;
    let first = &table(&answer, "left_out")?[0];
    ensure!(first["trace"].as_str().is_some_and(|name| name.ends_with("strange.trace")), "{first}");
    // Of few traces it is said that they are too few, and an ordinary one is not told.
    for (few, said) in [(1, "single trace"), (2, "too small to estimate")] {
        let (status, answer) = beside(&baseline[..few], &dir.path().join("again.trace"), &["--no-built-in"])?;
        let notes = answer["notes"].to_string();
        ensure!(status == Some(0) && notes.contains(said), "{few}: {status:?} {notes}");
    }
    Ok(())
}

/// Sequences with a few calls in them that no file of the baseline has there stand out, and others like the baseline's do not.
fn attacks() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut numbers = Numbers(5);
    // Like the baseline's: walks over the same blocks of calls.
    let blocks: Vec<Vec<u64>> = (0..12).map(|_| (0..8).map(|_| numbers.below(50)).collect()).collect();
    let mut walks = |folder: &str, count: usize, foreign: bool| -> Result<PathBuf> {
        let folder = dir.path().join(folder);
        fs::create_dir_all(&folder)?;
        for file in 0..count {
            let mut calls: Vec<u64> = Vec::new();
            let mut at = 0;
            for _ in 0..40 {
                calls.extend(&blocks[at]);
                at = (at * 5 + 1 + numbers.below(2) as usize) % blocks.len();
            }
            if foreign {
                let place = numbers.below(calls.len() as u64) as usize;
                calls.splice(place..place, (0..10).map(|_| numbers.below(50)));
            }
            let text: Vec<String> = calls.iter().map(u64::to_string).collect();
            fs::write(folder.join(format!("{file:04}.txt")), text.join(" "))?;
        }
        Ok(folder)
    };
    let (known, ordinary, attacks) =
        (walks("known", 300, false)?, walks("ordinary", 50, false)?, walks("attacks", 50, true)?);
    let told = |subject: &Path| -> Result<usize> {
        let (_, answer) = beside(std::slice::from_ref(&known), subject, &["--no-built-in"])?;
        Ok(answer["findings"].as_array().map_or(0, Vec::len))
    };
    let (found, false_alarms) = (told(&attacks)?, told(&ordinary)?);
    ensure!(found >= 48 && false_alarms <= 3, "{found} attacks of 50 and {false_alarms} ordinary ones of 50 are told");
    Ok(())
}

fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    files(&dir.path().join("known"), 3, 20, &mut Numbers(3), 9)?;
    let refused = |args: &[&str], parts: &[&str]| -> Result<()> {
        let mut command = Command::new(binary("analyze")?);
        let out = output(
            command
                .arg("suspicious")
                .arg(dir.path().join("known"))
                .arg("--no-built-in")
                .args(args)
                .arg("--baseline")
                .arg(dir.path().join("known")),
        )?;
        e2e::refused(&out, 2, parts)
    };
    refused(&["--ways", "smell"], &["smell", "sequence"])?;
    refused(&["--alarm-rate", "2"], &["--alarm-rate 2"])?;
    fs::write(dir.path().join("known/00001.txt"), "1 2 x\n")?;
    let mut command = Command::new(binary("analyze")?);
    let known = dir.path().join("known");
    let out = output(command.arg("suspicious").arg(&known).arg("--no-built-in").arg("--baseline").arg(&known))?;
    e2e::refused(&out, 3, &["00001.txt", "line 1", "\"x\""])
}
