//! `rules backtest` over real recordings of which it is known what they hold: its figures are those that follow from that.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, output, record, refused, stdout};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "backtest::figures_follow_from_what_is_known", skip: no_ebpf.clone(), run: figures },
        Case { name: "backtest::folders_that_say_nothing", skip: None, run: refusals },
    ]
}

/// Opening a file whose name ends so, by any program, or by one alone.
fn rule(id: &str, ends: &str, program: Option<&str>) -> String {
    let by = program.map(|name| format!("  exe_name: {name}\n")).unwrap_or_default();
    format!(
        "id: {id}\ntitle: {id}\nseverity: high\nattack: [T1059]\nfinds: x\nwhy: x\nbenign: x\nlimits: x\nwhen:\n  opened: {{ends: {ends}}}\n{by}\
         output: \"{{comm}}\"\n"
    )
}

fn backtest(folder: &Path, more: &[&str]) -> Result<std::process::Output> {
    output(Command::new(binary("analyze")?).args(["rules", "backtest"]).arg(folder).args(more))
}

fn rows<'a>(answer: &'a Value, name: &str) -> Result<&'a Vec<Value>> {
    let tables = answer["tables"].as_array().context("no tables")?;
    let table = tables.iter().find(|table| table["name"] == name).with_context(|| format!("no table {name}"))?;
    table["rows"].as_array().context("no rows")
}

fn figures() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = |name: &str| dir.path().join(name);
    for folder in ["all/clean", "all/bad/alpha", "all/bad/beta", "all/bad/campaign"] {
        fs::create_dir_all(path(folder))?;
    }
    for file in ["alpha", "beta", "other"] {
        fs::write(path(file), "x")?;
    }
    let recorded = |trace: &str, script: &str| {
        let mut command = record()?;
        command
            .args(["run", "--quiet", "-o"])
            .arg(path(trace))
            .args(["--", "sh", "-c", script])
            .current_dir(dir.path());
        stdout(&mut command)
    };
    // The rule alpha is right; beta sees cat alone, and so misses one and takes a harmless reader for a bad one.
    recorded("all/bad/alpha/one.trace", "cat alpha")?;
    recorded("all/bad/alpha/two.sqlite", "sort alpha; cat beta")?;
    recorded("all/bad/beta/one.trace", "cat beta")?;
    recorded("all/bad/beta/two.trace", "sort beta")?;
    recorded("all/bad/campaign/one.trace", "cat alpha")?;
    recorded("all/bad/loose.trace", "cat other")?;
    recorded("all/clean/one.trace", "cat other")?;
    recorded("all/clean/two.trace", "cat beta")?;
    recorded("all/clean/three.trace", "sort other")?;
    let rules = path("rules");
    fs::create_dir(&rules)?;
    fs::write(rules.join("alpha.yaml"), rule("alpha", "/alpha", None))?;
    fs::write(rules.join("beta.yaml"), rule("beta", "/beta", Some("cat")))?;
    fs::write(rules.join("never.yaml"), rule("never", "/gamma", None))?;
    let rules = rules.to_string_lossy().into_owned();
    let options = ["--no-built-in", "--rules", rules.as_str()];
    let out = backtest(&path("all"), &[&options[..], &["--format", "json"]].concat())?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let answer: Value = serde_json::from_slice(&out.stdout)?;
    let of = |id: &str| -> Result<Value> {
        let row = rows(&answer, "rules")?.iter().find(|row| row["rule"] == id).with_context(|| format!("no {id}"))?;
        Ok(["found", "missed", "elsewhere", "false_alarms", "precision", "recall"]
            .map(|name| row[name].clone())
            .to_vec()
            .into())
    };
    ensure!(of("alpha")? == serde_json::json!([2, 0, 1, 0, 1.0, 1.0]), "{}", of("alpha")?);
    ensure!(of("beta")? == serde_json::json!([1, 1, 1, 1, 2.0 / 3.0, 0.5]), "{}", of("beta")?);
    // Of a rule that nothing was recorded for, nothing is known.
    ensure!(of("never")? == serde_json::json!([0, 0, 0, 0, null, null]), "{}", of("never")?);
    let high = rows(&answer, "traces")?.iter().find(|row| row["at_least"] == "high").context("no row of high")?;
    ensure!(high["bad_told"] == 4 && high["clean_told"] == 1 && high["recall"] == 4.0 / 6.0, "{high}");
    let mut wrong: Vec<(String, String)> = Vec::new();
    for row in rows(&answer, "wrong")? {
        let name = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let trace = name("trace").replace(&*path("all").to_string_lossy(), "");
        wrong.push((name("what"), format!("{} {trace}", name("rule"))));
    }
    wrong.sort();
    let expected = [
        ("false alarm", "beta /clean/two.trace"),
        ("nothing found", " /bad/loose.trace"),
        ("nothing found", "beta /bad/beta/two.trace"),
    ];
    ensure!(wrong == expected.map(|(a, b)| (a.to_owned(), b.to_owned())), "{wrong:?}");
    // For people: what says nothing is left out, and said; a folder with a name that is no rule's is named.
    let text = String::from_utf8(backtest(&path("all"), &options)?.stdout)?;
    for part in
        ["3 clean traces, 6 bad ones", "bad/campaign has the name of no rule", "1 rules found nothing", "66.7 %"]
    {
        ensure!(text.contains(part), "no {part:?} in {text}");
    }
    ensure!(!text.contains("never"), "{text}");
    // With the built-in rules beside them the figures of these stay.
    let out = backtest(&path("all"), &["--rules", &rules, "--format", "json"])?;
    let both: Value = serde_json::from_slice(&out.stdout)?;
    let own = |answer: &Value| -> Result<Vec<Value>> {
        Ok(rows(answer, "rules")?
            .iter()
            .filter(|row| row["rule"] == "alpha" || row["rule"] == "beta")
            .cloned()
            .collect())
    };
    ensure!(own(&both)? == own(&answer)?, "{:?}", own(&both)?);
    ensure!(rows(&both, "rules")?.len() > 60, "the built-in rules are not asked");
    Ok(())
}

fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let folder = dir.path().join("x");
    fs::create_dir(&folder)?;
    refused(&backtest(&folder, &[])?, 2, &["clean", "DIR/bad"])?;
    fs::create_dir(folder.join("clean"))?;
    fs::create_dir(folder.join("bad"))?;
    refused(&backtest(&folder, &[])?, 2, &["holds no traces", "bad/RULE"])
}
