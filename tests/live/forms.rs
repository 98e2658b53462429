//! The forms of a trace: other tools read them, and `analyze` says the same of each.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, binary, record, stdout, workload};
use std::{path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let tools = Command::new("python3").args(["-c", "import duckdb, pyarrow, polars"]).output();
    let no_python = match tools {
        Ok(out) if out.status.success() => None,
        Ok(out) => Some(String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or_default().to_owned()),
        Err(error) => Some(format!("python3: {error}")),
    };
    vec![
        Case {
            name: "forms::other_tools_read_parquet",
            skip: no_python.clone().or_else(|| no_ebpf.clone()),
            run: other_tools,
        },
        Case { name: "forms::sqlite_and_parquet_give_equal_reports", skip: no_python, run: equal_reports },
        Case { name: "forms::examples_of_the_format_document", skip: python_is_missing(), run: examples },
        Case { name: "forms::killed_recorder_leaves_a_trace_called_incomplete", skip: no_ebpf.clone(), run: killed },
    ]
}

fn record_pipeline(trace: &Path) -> Result<()> {
    stdout(record()?.args(["run", "--quiet", "-o"]).arg(trace).args([
        "--",
        "sh",
        "-c",
        "ls -l /etc | sort | tail -3",
    ]))?;
    Ok(())
}

/// DuckDB, pyarrow and polars for Python read the folder without our code and count what `analyze frequency` counts.
fn other_tools() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("p.trace");
    record_pipeline(&trace)?;
    let report = analyze(&["frequency", &trace.to_string_lossy()])?;
    let rows = report["tables"][0]["rows"].as_array().context("no rows")?;
    let mut ours: Vec<(String, u64, u64)> = rows
        .iter()
        .map(|row| {
            let number = |name: &str| row[name].as_u64().unwrap_or(u64::MAX);
            (row["syscall"].as_str().unwrap_or_default().to_owned(), number("calls"), number("errors"))
        })
        .collect();
    ours.sort();
    ensure!(ours.len() > 10, "{ours:?}");
    let text = stdout(Command::new("python3").arg(format!("{HERE}/live/count.py")).arg(&trace))?;
    for line in text.lines() {
        let (tool, counts) = line.split_once(' ').context("no tool")?;
        let theirs: Vec<(String, u64, u64)> = serde_json::from_str(counts)?;
        ensure!(theirs == ours, "{tool} counts {theirs:?}, analyze {ours:?}");
    }
    ensure!(text.lines().count() == 3, "{text}");
    Ok(())
}

/// The same rows as a folder and as SQLite, plain and compressed: every report is the same.
fn equal_reports() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let folder = dir.path().join("p.trace");
    record_pipeline(&folder)?;
    let analyze = |args: &[&str], trace: &Path| {
        let text = stdout(Command::new(binary("analyze")?).args(args).arg(trace))?;
        Ok::<_, anyhow::Error>(text.replace(&*trace.to_string_lossy(), "TRACE"))
    };
    // A second recording of the same program would differ in its times, so the SQLite form is copied from the folder,
    // by a script that knows only the documented format.
    let (template, sqlite) = (dir.path().join("template.sqlite"), dir.path().join("p.sqlite"));
    record_pipeline(&template)?;
    stdout(Command::new("python3").arg(format!("{HERE}/live/to_sqlite.py")).args([&folder, &template, &sqlite]))?;
    for format in ["json", "csv", "table"] {
        for args in [
            &["frequency", "--format", format][..],
            &["latency", "--format", format],
            &["print", "--format", format],
            &["errors", "--format", format],
            &["processes", "--format", format],
            &["files", "--format", format],
            &["network", "--format", format],
            &["timeline", "--format", format],
            &["resources", "--every", "auto", "--format", format],
            &["latency", "--by", "exe,waiting", "--histogram", "--slowest", "9", "--format", format],
            &["latency", "--wall", "--format", format],
            &["frequency", "--by", "class,fd-kind,path-prefix", "--every", "auto", "--format", format],
            &["frequency", "--format", format, "--by", "process,errno", "--where", "errno IS NOT NULL"],
        ] {
            ensure!(analyze(args, &folder)? == analyze(args, &sqlite)?, "{args:?} differ");
        }
    }
    Ok(())
}

fn python_is_missing() -> Option<String> {
    Command::new("python3").arg("-V").output().err().map(|error| format!("python3: {error}"))
}

/// The examples in docs/FORMAT.md, as they stand there, count what `analyze frequency` counts. An engine that is not here is named.
fn examples() -> Result<()> {
    let dir = tempfile::tempdir()?;
    record_pipeline(&dir.path().join("x.trace"))?;
    stdout(Command::new(binary("analyze")?).args(["convert", "x.trace", "x.sqlite"]).current_dir(dir.path()))?;
    let report = analyze(&["frequency", &dir.path().join("x.trace").to_string_lossy()])?;
    let mut ours: Vec<(String, u64, u64)> = Vec::new();
    for row in report["tables"][0]["rows"].as_array().context("no rows")? {
        let number = |name: &str| row[name].as_u64().unwrap_or(u64::MAX);
        ours.push((row["syscall"].as_str().unwrap_or_default().to_owned(), number("calls"), number("errors")));
    }
    ours.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let text = std::fs::read_to_string(format!("{HERE}/../docs/FORMAT.md"))?;
    let examples: Vec<&str> = text
        .split("```python\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(example, _)| example)
        .collect();
    ensure!(examples.len() == 5, "{examples:?}");
    let mut ran = 0;
    for example in examples {
        let engine = example.lines().next().unwrap_or_default();
        let script = format!("{example}\nimport json\nprint(json.dumps([list(row) for row in rows]))\n");
        let out = e2e::output(Command::new("python3").arg("-c").arg(&script).current_dir(dir.path()))?;
        let said = String::from_utf8_lossy(&out.stderr);
        let missing = ["ModuleNotFoundError", "JAVA_GATEWAY_EXITED", "JAVA_HOME", "No such file or directory: 'java'"];
        if !out.status.success() && missing.iter().any(|what| said.contains(what)) {
            println!("{engine}: is not here: {}", said.lines().last().unwrap_or_default());
            continue;
        }
        ensure!(out.status.success(), "{engine}: {said}");
        let answer = String::from_utf8_lossy(&out.stdout).lines().last().unwrap_or_default().to_owned();
        let theirs: Vec<(String, u64, u64)> = serde_json::from_str(&answer).with_context(|| answer.clone())?;
        ensure!(theirs == ours, "{engine} counts {theirs:?}, analyze {ours:?}");
        ran += 1;
    }
    // sqlite3 comes with Python.
    ensure!(ran >= 1, "no example ran");
    Ok(())
}

/// A recorder that dies must not leave something that looks whole.
fn killed() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let trace = dir.path().join("k.trace");
    let mut child = record()?
        .args(["run", "--quiet", "-o"])
        .arg(&trace)
        .arg("--")
        .arg(&loops)
        .args(["fstatat", "20000000"])
        .spawn()?;
    e2e::begun(&trace)?;
    std::thread::sleep(std::time::Duration::from_millis(1000));
    child.kill()?;
    child.wait()?;
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "unknown", "{}", info["completeness"]);
    let out = e2e::output(Command::new(binary("analyze")?).args(["frequency", "--require-complete"]).arg(&trace))?;
    ensure!(out.status.code() == Some(4), "{out:?}");
    Ok(())
}
