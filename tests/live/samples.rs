//! Every report on every sample: the traces stay readable and say what they said.
//!
//! `UPDATE=1` writes the expected texts anew; they are to be read before they are committed.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, binary, stdout};
use std::{fs, path::PathBuf, process::Command};

const SAMPLES: [&str; 3] = ["container-busybox.trace", "shell-pipeline.trace", "failing-program.sqlite"];
/// Name of the expected text, and the report.
const REPORTS: [(&str, &[&str]); 14] = [
    ("info", &["info"]),
    ("frequency", &["frequency", "--by", "comm,syscall"]),
    ("keys", &["frequency", "--by", "trace,container,exe,class,fd-kind,path-prefix,waiting", "--every", "1ms"]),
    ("latency", &["latency"]),
    ("spread", &["latency", "--by", "class", "--histogram", "--slowest", "5", "--wall"]),
    ("errors", &["errors"]),
    ("files", &["files"]),
    ("network", &["network"]),
    ("processes", &["processes"]),
    ("resources", &["resources", "--every", "auto"]),
    ("timeline", &["timeline"]),
    ("print", &["print", "--format", "csv"]),
    ("markdown", &["frequency", "--by", "comm,syscall", "--format", "markdown"]),
    ("json", &["errors", "--format", "json"]),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case { name: "samples::reports_are_as_reviewed", skip: None, run: reviewed },
        Case { name: "samples::calls_are_those_that_the_kernel_counted", skip: None, run: counted },
        Case { name: "samples::a_reader_that_goes_away_is_no_error", skip: None, run: head },
    ]
}

fn sample(name: &str) -> PathBuf {
    PathBuf::from(HERE).join("../samples").join(name)
}

fn reviewed() -> Result<()> {
    for name in SAMPLES {
        for (expected, report) in REPORTS {
            let text = stdout(Command::new(binary("analyze")?).args(report).arg(name).current_dir(sample("")))?;
            let golden = PathBuf::from(HERE).join(format!("golden/{name}.{expected}.txt"));
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&golden, text)?;
                continue;
            }
            let reviewed = fs::read_to_string(&golden).with_context(|| golden.display().to_string())?;
            let line = text.lines().zip(reviewed.lines()).find(|(a, b)| a != b);
            ensure!(text == reviewed, "{name} {report:?} differs from {}: {line:?}", golden.display());
        }
    }
    Ok(())
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

fn head() -> Result<()> {
    let script =
        format!("{:?} print {:?} | head -n 1; exit ${{PIPESTATUS[0]}}", binary("analyze")?, sample(SAMPLES[1]));
    let out = e2e::output(Command::new("bash").args(["-c", &script]))?;
    ensure!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    Ok(())
}
