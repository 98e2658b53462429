//! Rules of Falco over our traces: what their conditions mean, by a plain reading of them (falco_events.py), and how many are answered.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, binary, no_python, output, record, rules_of_others, stdout};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let no_rules = rules_of_others("falco").err();
    vec![
        Case { name: "falco::conditions_mean_what_a_plain_reading_says", skip: no_python("yaml"), run: conditions },
        Case { name: "falco::its_own_rules_are_answered", skip: no_rules.clone(), run: answered },
        Case {
            name: "falco::its_own_rules_fire_on_a_recording",
            skip: no_rules.or_else(|| no_ebpf.clone()),
            run: recorded,
        },
        Case { name: "falco::what_makes_no_sense_is_told", skip: None, run: mistakes },
    ]
}

/// Every file of Falco's own rules, if they are here.
fn own_rules() -> Result<Vec<PathBuf>> {
    let Ok(folder) = rules_of_others("falco") else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "yaml") {
            files.push(path);
        }
    }
    // As Falco reads them.
    files.sort();
    Ok(files)
}

/// What `suspicious` says of a trace with these rules, and no others.
pub fn suspicious(trace: &Path, rules: &[PathBuf]) -> Result<Value> {
    let mut command = Command::new(binary("analyze")?);
    command.arg("suspicious").arg(trace).args(["--no-built-in", "--format", "json", "--rules"]).args(rules);
    let out = output(&mut command)?;
    let text = String::from_utf8_lossy(&out.stdout);
    ensure!(matches!(out.status.code(), Some(0 | 1)), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_str(&text).with_context(|| format!("no JSON: {text}"))
}

/// Which processes each rule has found, by title.
pub fn found(answer: &Value) -> Result<BTreeMap<String, BTreeSet<u64>>> {
    let mut found: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for finding in answer["findings"].as_array().context("no findings")? {
        let title = finding["title"].as_str().context("no title")?.to_owned();
        // A row is thread@time; these programs have one thread.
        for row in finding["rows"].as_array().context("no rows")? {
            let row = row.as_str().context("no row")?;
            found.entry(title.clone()).or_default().insert(row.split('@').next().unwrap_or_default().parse()?);
        }
    }
    Ok(found)
}

/// The table of what became of rules that others wrote.
pub fn told(answer: &Value) -> Result<Vec<Value>> {
    let tables = answer["tables"].as_array().context("no tables")?;
    let table = tables.iter().find(|table| table["name"] == "foreign_rules").context("no table foreign_rules")?;
    Ok(table["rows"].as_array().context("no rows")?.clone())
}

fn conditions() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let script = |args: &[&str], files: &[PathBuf]| {
        stdout(Command::new("python3").arg(format!("{HERE}/live/falco_events.py")).args(args).args(files))
    };
    let text = dir.path().join("events.strace");
    script(&["events"], std::slice::from_ref(&text))?;
    let mut rules = vec![Path::new(HERE).join("live/falco_rules.yaml")];
    rules.extend(own_rules()?);
    for place in ["host", "container"] {
        let trace = dir.path().join(format!("{place}.sqlite"));
        stdout(Command::new(binary("analyze")?).args(["import", "--from", "strace"]).arg(&text).arg("-o").arg(&trace))?;
        if place == "container" {
            script(&["container"], std::slice::from_ref(&trace))?;
        }
        let expected: Value = serde_json::from_str(&script(&["expect", place], &rules)?)?;
        ensure!(expected["sets"].as_u64() >= Some(30), "{}", expected["sets"]);
        let answer = suspicious(&trace, &rules)?;
        let (ours, told) = (found(&answer)?, told(&answer)?);
        let (mut differ, mut met) = (Vec::new(), 0);
        for (rule, pids) in expected["rules"].as_object().context("no rules")? {
            // One that its author has switched off is not asked.
            if told.iter().any(|row| row["rule"] == *rule && row["enabled"] == "no") {
                continue;
            }
            let expected: BTreeSet<u64> =
                pids.as_array().context("no pids")?.iter().filter_map(Value::as_u64).collect();
            let ours = ours.get(rule).cloned().unwrap_or_default();
            met += usize::from(!expected.is_empty());
            if ours != expected {
                differ.push(format!("{place}: {rule}: ours {ours:?}, expected {expected:?}"));
            }
        }
        ensure!(differ.is_empty(), "{}", differ.join("\n"));
        ensure!(met >= 40, "only {met} rules match anything");
    }
    Ok(())
}

fn answered() -> Result<()> {
    let mut command = Command::new(binary("analyze")?);
    command.args(["rules", "list", "--format", "json", "--rules"]).args(own_rules()?);
    let answer: Value = serde_json::from_str(&stdout(&mut command)?)?;
    let rows = told(&answer)?;
    let count = |what: &str| rows.iter().filter(|row| row["answer"] == what).count();
    ensure!(rows.len() == 93, "{} rules", rows.len());
    let (whole, partly) = (count("answered"), count("partly"));
    ensure!(whole >= 75, "answered {whole}, partly {partly}");
    for row in &rows {
        let missing = row["missing"].as_str().unwrap_or_default();
        ensure!((row["answer"] == "answered") == missing.is_empty(), "{row}");
        ensure!(!missing.starts_with("line "), "does not compile: {row}");
    }
    Ok(())
}

fn recorded() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let rules = own_rules()?;
    let of = |name: &str, command: &[&str]| -> Result<BTreeMap<String, BTreeSet<u64>>> {
        let trace = dir.path().join(name);
        stdout(record()?.args(["run", "-o"]).arg(&trace).arg("--").args(command))?;
        found(&suspicious(&trace, &rules)?)
    };
    let quiet = of("quiet.trace", &["ls", "-l", "/etc"])?;
    ensure!(quiet.is_empty(), "{quiet:?}");
    let script = "cat /etc/shadow >/dev/null; ln -s /etc/shadow l; ln l h; rm l h";
    let script = format!("cd {} && {script}", dir.path().display());
    let found = of("loud.trace", &["sh", "-c", &script])?;
    for rule in ["Read sensitive file untrusted", "Create Symlink Over Sensitive Files"] {
        ensure!(found.contains_key(rule), "{rule} is not among {found:?}");
    }
    Ok(())
}

fn mistakes() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("rules.yaml");
    let list = |text: &str| -> Result<std::process::Output> {
        fs::write(&file, text)?;
        output(Command::new(binary("analyze")?).args(["rules", "list", "--format", "json", "--rules"]).arg(&file))
    };
    // A condition is a matter of its rule alone.
    let out = list(
        "- {rule: a, condition: 'evt.type ~ open', desc: d, output: o, priority: INFO}\n- {rule: b, condition: evt.type=open, desc: d, output: o, priority: INFO}\n",
    )?;
    let rows = told(&serde_json::from_slice(&out.stdout)?)?;
    let reason = rows[0]["missing"].as_str().unwrap_or_default();
    ensure!(
        rows[0]["answer"] == "not answerable" && reason.contains("line 1") && reason.contains("character 10"),
        "{reason}"
    );
    ensure!(rows[1]["answer"] == "answered", "{}", rows[1]);
    // What is no rule file at all is not read.
    let out = list("- {rule: a, desc: d}\n")?;
    e2e::refused(&out, 2, &["rules.yaml:1:", "no condition"])?;
    Ok(())
}
