//! What reports say, against DuckDB with SQL written by hand (oracle.py) on the same files.

use crate::{
    Case,
    reports::{rows, trace},
};
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, stdout, workload};
use serde_json::Value;
use std::{collections::BTreeMap, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let tool = Command::new("python3").args(["-c", "import duckdb"]).output();
    let no_duckdb = match tool {
        Ok(out) if out.status.success() => None,
        Ok(out) => Some(String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or_default().to_owned()),
        Err(error) => Some(format!("python3: {error}")),
    };
    vec![Case {
        name: "oracle::figures_are_those_of_duckdb",
        skip: no_duckdb.or_else(|| no_ebpf.clone()),
        run: figures_of_duckdb,
    }]
}

/// The values of some columns, row by row, in an order that does not depend on the rows'.
fn values(rows: &[Value], columns: &[&str]) -> Vec<String> {
    let value =
        |row: &Value| Value::from(columns.iter().map(|column| row[column].clone()).collect::<Vec<_>>()).to_string();
    let mut all: Vec<String> = rows.iter().map(value).collect();
    all.sort();
    all
}

/// Columns of reports that DuckDB is not asked for.
const OURS: [&str; 2] = ["share", "rate"];

fn figures_of_duckdb() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "activity", &[])?.to_string_lossy().into_owned();
    let script = format!(
        "{program} files; {program} network 1; {program} waits; {program} resources; ls -l /etc | sort | tail -3; cat /nonexistent; cp /etc/hostname c; mv c d; rm d"
    );
    let trace = trace(dir.path(), "d.trace", &[], &["sh", "-c", &format!("({script}) >/dev/null 2>&1; true")])?;
    let answers = stdout(Command::new("python3").arg(format!("{HERE}/live/oracle.py")).arg(&trace))?;
    let answers: BTreeMap<String, Vec<Value>> = serde_json::from_str(&answers)?;
    ensure!(answers.len() >= 20, "{}", answers.len());
    for (report, theirs) in &answers {
        // The one expression with blanks is quoted as for a shell.
        let words: Vec<&str> = match report.split_once('"') {
            Some((before, quoted)) => before.split_whitespace().chain([quoted.trim_end_matches('"')]).collect(),
            None => report.split_whitespace().collect(),
        };
        let answer = analyze(&[&words[..], &[&trace]].concat())?;
        let table =
            words.iter().find_map(|word| ["--histogram", "--slowest", "--wall"].contains(word).then(|| &word[2..]));
        let table = table.unwrap_or(words[0]);
        let ours = rows(&answer, table)?;
        let heads: Vec<String> = answer["tables"]
            .as_array()
            .and_then(|tables| tables.iter().find(|t| t["name"] == table)?["columns"].as_array())
            .context("no columns")?
            .iter()
            .filter_map(|column| Some(column["name"].as_str()?.to_owned()))
            .collect();
        let columns: Vec<&str> = match table {
            "errors" => vec!["syscall", "errno", "errors", "share", "processes"],
            "processes" => vec!["pid", "calls"],
            "files" => vec!["path", "opens", "errors", "read", "written", "deleted", "renamed", "executed", "mapped"],
            "resources" => vec!["pid", "mapped", "unmapped", "opened", "closed", "highest_fd", "read", "written"],
            "histogram" => vec!["syscall", "from_ns", "calls"],
            "slowest" => vec!["dur_ns", "pid", "tid"],
            "wall" => vec!["pid", "waiting_ns"],
            _ => heads.iter().map(String::as_str).filter(|name| !OURS.contains(name)).collect(),
        };
        let mut expected: Vec<String> = theirs
            .iter()
            .map(|row| {
                let cells = row.as_array().cloned().unwrap_or_default();
                // No waiting is null to DuckDB; what the last column of the wall is, the end of a thread blurs.
                let cell = |(i, cell): (usize, Value)| {
                    if table == "wall" && i == 1 && cell.is_null() { 0.into() } else { cell }
                };
                let cells = cells.into_iter().enumerate().map(cell).take(columns.len());
                Value::from(cells.collect::<Vec<_>>()).to_string()
            })
            .collect();
        expected.sort();
        let ours = values(&ours, &columns);
        let differ = |a: &[String], b: &[String]| a.iter().filter(|row| !b.contains(row)).cloned().collect::<Vec<_>>();
        let (more, less) = (differ(&ours, &expected), differ(&expected, &ours));
        ensure!(ours == expected && !ours.is_empty(), "{report}: analyze has {more:?}, DuckDB {less:?}");
    }
    Ok(())
}
