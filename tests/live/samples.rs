//! Every report on every sample in every form: the traces stay readable and say what they said.
//!
//! `UPDATE=1` writes the expected texts anew; they are to be read before they are committed.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, binary, output};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

const SAMPLES: [&str; 3] = ["container-busybox.trace", "shell-pipeline.trace", "failing-program.sqlite"];
const FORMATS: [&str; 5] = ["table", "json", "csv", "markdown", "html"];
/// Name of the expected text, the report, and what comes behind the trace.
const REPORTS: [(&str, &[&str], &[&str]); 13] = [
    ("info", &["info"], &[]),
    ("frequency", &["frequency", "--by", "comm,syscall"], &[]),
    ("keys", &["frequency", "--by", "trace,container,exe,class,fd-kind,path-prefix,waiting", "--every", "1ms"], &[]),
    ("latency", &["latency"], &[]),
    ("spread", &["latency", "--by", "class", "--histogram", "--slowest", "5", "--wall"], &[]),
    ("errors", &["errors"], &[]),
    ("files", &["files"], &[]),
    ("network", &["network"], &[]),
    ("processes", &["processes"], &[]),
    ("resources", &["resources", "--every", "auto"], &[]),
    ("timeline", &["timeline"], &[]),
    ("print", &["print", "-y"], &[]),
    (
        "sql",
        &["sql"],
        &["SELECT name, COUNT(*) AS n, MAX(dur) AS longest FROM syscalls GROUP BY name ORDER BY n DESC, name"],
    ),
];

/// The same for what compares samples: nothing comes behind.
const COMPARED: [(&str, &[&str]); 3] = [
    ("upgrade.diff", &["diff", "--left", "upgrade/before", "--right", "upgrade/after"]),
    ("upgrade.pair", &["diff", "upgrade/before/1.sqlite.zst", "upgrade/after/1.sqlite.zst", "--explain"]),
    ("upgrade.same", &["diff", "upgrade/before/1.sqlite.zst", "upgrade/before/2.sqlite.zst"]),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case { name: "samples::reports_are_as_reviewed", skip: None, run: reviewed },
        Case { name: "samples::calls_are_those_that_the_kernel_counted", skip: None, run: counted },
        Case { name: "samples::a_folder_of_traces_is_all_of_them", skip: None, run: folder },
        Case { name: "samples::a_reader_that_goes_away_is_no_error", skip: None, run: head },
    ]
}

fn sample(name: &str) -> PathBuf {
    PathBuf::from(HERE).join("../samples").join(name)
}

fn reviewed() -> Result<()> {
    let of_one = SAMPLES.iter().flat_map(|sample| {
        REPORTS.iter().map(move |(report, options, behind)| {
            (format!("{sample}.{report}"), [options, &[*sample][..], behind].concat())
        })
    });
    let compared = COMPARED.iter().map(|(name, arguments)| (name.to_string(), arguments.to_vec()));
    let mut expected = BTreeSet::new();
    for (name, arguments) in of_one.chain(compared) {
        for format in FORMATS {
            let mut command = Command::new(binary("analyze")?);
            command.args(&arguments).args(["--format", format]).current_dir(sample(""));
            let out = output(&mut command)?;
            let complaint = String::from_utf8_lossy(&out.stderr);
            ensure!(matches!(out.status.code(), Some(0 | 1)), "{arguments:?}: {} {complaint}", out.status);
            let text = without_style(String::from_utf8(out.stdout)?);
            let golden = PathBuf::from(HERE).join(format!("golden/{name}.{format}.txt"));
            expected.insert(golden.clone());
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&golden, text)?;
                continue;
            }
            let reviewed = fs::read_to_string(&golden).with_context(|| golden.display().to_string())?;
            let line = text.lines().zip(reviewed.lines()).find(|(a, b)| a != b);
            ensure!(text == reviewed, "{name} {format} differs from {}: {line:?}", golden.display());
        }
    }
    let there = fs::read_dir(PathBuf::from(HERE).join("golden"))?;
    let there = there.map(|entry| Ok(entry?.path())).collect::<Result<BTreeSet<_>>>()?;
    ensure!(there == expected, "texts that nobody compares: {:?}", there.difference(&expected));
    Ok(())
}

/// A page without the style that all have, and without the sum of it.
fn without_style(text: String) -> String {
    let cut = |text: &str, from: &str, to: &str| match text.split_once(from) {
        Some((before, rest)) => match rest.split_once(to) {
            Some((_, behind)) => format!("{before}{from}...{to}{behind}"),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    };
    cut(&cut(&text, "style-src 'sha256-", "'"), "<style>", "</style>")
}

fn counted() -> Result<()> {
    for name in SAMPLES {
        let report = analyze(&["frequency", &sample(name).to_string_lossy()])?;
        let rows = report["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
        let calls: u64 = rows.iter().filter_map(|row| row["calls"].as_u64()).sum();
        ensure!(report["completeness"]["expected"] == calls && calls > 0, "{name}: {calls} {}", report["completeness"]);
    }
    Ok(())
}

/// Of a folder every report says what it says of each trace in it, and of which.
fn folder() -> Result<()> {
    for report in ["errors", "files", "network", "processes", "resources", "timeline"] {
        let all = analyze(&[report, &sample("").to_string_lossy(), "--limit", "100000"])?;
        let mut left = all["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
        let mut of = |trace: &str| -> Vec<Value> {
            let (own, others) = std::mem::take(&mut left).into_iter().partition(|row| row["trace"] == trace);
            left = others;
            own
        };
        for name in SAMPLES {
            let path = sample(name).to_string_lossy().into_owned();
            let mut own = of(&path);
            own.iter_mut().for_each(|row| {
                row.as_object_mut().map(|row| row.remove("trace"));
            });
            let one = analyze(&[report, &path, "--limit", "100000"])?;
            let expected = one["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
            let expected = if report == "resources" { without_peaks(expected) } else { expected };
            let own = if report == "resources" { without_peaks(own) } else { own };
            ensure!(own == expected, "{report} {name}: {own:?}, alone {expected:?}");
        }
        ensure!(left.is_empty(), "{report}: {left:?}");
    }
    Ok(())
}

/// A peak is that at the end of one of some pieces of time, which are others where there are several traces; rows are in the order of it.
fn without_peaks(mut rows: Vec<Value>) -> Vec<Value> {
    rows.iter_mut().for_each(|row| {
        row.as_object_mut().map(|row| row.remove("peak"));
    });
    rows.sort_by_key(|row| row["pid"].as_u64());
    rows
}

fn head() -> Result<()> {
    let script =
        format!("{:?} print {:?} | head -n 1; exit ${{PIPESTATUS[0]}}", binary("analyze")?, sample(SAMPLES[1]));
    let out = e2e::output(Command::new("bash").args(["-c", &script]))?;
    ensure!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    Ok(())
}
