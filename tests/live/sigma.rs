//! Rules of Sigma over our traces: which events they match, by pySigma's own reading of them (sigma_events.py), and how many are answered.

use crate::{
    Case,
    falco::{found, suspicious, told},
};
use anyhow::{Context, Result, ensure};
use e2e::{HERE, binary, no_python, rules_of_others, stdout};
use serde_json::Value;
use std::{collections::BTreeSet, fs, process::Command};

pub fn cases() -> Vec<Case> {
    let no_rules = rules_of_others("sigma").err();
    vec![
        Case {
            name: "sigma::rules_match_what_pysigma_says",
            skip: no_rules.clone().or_else(|| no_python("sigma.collection")),
            run: pysigma,
        },
        Case { name: "sigma::its_own_rules_are_answered", skip: no_rules, run: answered },
        Case { name: "sigma::correlations_count_and_order", skip: None, run: correlations },
    ]
}

fn pysigma() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let rules = rules_of_others("sigma").map_err(anyhow::Error::msg)?;
    let (text, trace) = (dir.path().join("events.strace"), dir.path().join("events.sqlite"));
    let script = Command::new("python3").arg(format!("{HERE}/live/sigma_events.py")).arg(&rules).arg(&text).output()?;
    ensure!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));
    let expected: Value = serde_json::from_slice(&script.stdout)?;
    stdout(Command::new(binary("analyze")?).args(["import", "--from", "strace"]).arg(&text).arg("-o").arg(&trace))?;
    let ours = found(&suspicious(&trace, &[rules])?)?;
    let expected = expected["expected"].as_object().context("nothing expected")?;
    let (mut differ, mut met) = (Vec::new(), 0);
    for (rule, pids) in expected {
        let expected: BTreeSet<u64> = pids.as_array().context("no pids")?.iter().filter_map(Value::as_u64).collect();
        let ours = ours.get(rule).cloned().unwrap_or_default();
        met += usize::from(!expected.is_empty());
        if ours != expected {
            let (more, less) = (ours.difference(&expected), expected.difference(&ours));
            differ.push(format!(
                "{rule}: ours alone {:?}, pySigma's alone {:?}",
                more.collect::<Vec<_>>(),
                less.collect::<Vec<_>>()
            ));
        }
    }
    ensure!(differ.is_empty(), "{}", differ.join("\n"));
    ensure!(expected.len() >= 200 && met >= 170, "{} rules, {met} match anything", expected.len());
    Ok(())
}

fn answered() -> Result<()> {
    let rules = rules_of_others("sigma").map_err(anyhow::Error::msg)?;
    let mut command = Command::new(binary("analyze")?);
    let answer = stdout(command.args(["rules", "list", "--format", "json", "--rules"]).arg(rules))?;
    let rows = told(&serde_json::from_str(&answer)?)?;
    let wrong = rows.iter().filter(|row| row["missing"].as_str().is_some_and(|missing| missing.starts_with("line ")));
    let wrong: Vec<String> = wrong.map(ToString::to_string).collect();
    ensure!(rows.len() - wrong.len() >= 200, "of {} rules do not compile: {}", rows.len(), wrong.join("\n"));
    let can = rows.iter().filter(|row| row["answer"] != "not answerable").count();
    ensure!(can >= 180, "only {can} of {} can be answered", rows.len());
    Ok(())
}

const RULES: &str = "
title: Shell
name: shell
logsource: {product: linux, category: process_creation}
detection:
  selection: {Image|endswith: /sh}
  condition: selection
---
title: Fetch
name: fetch
logsource: {product: linux, category: process_creation}
detection:
  selection: {Image|endswith: [/curl, /wget]}
  condition: selection
---
title: Four shells
level: high
correlation: {type: event_count, rules: [shell], timespan: 1m, condition: {gte: 4}}
---
title: Nine shells
correlation: {type: event_count, rules: [shell], timespan: 1m, condition: {gte: 9}}
---
title: Three command lines
correlation: {type: value_count, rules: [shell], timespan: 1m, condition: {gte: 3, field: CommandLine}}
---
title: Five command lines
correlation: {type: value_count, rules: [shell], timespan: 1m, condition: {gte: 5, field: CommandLine}}
---
title: A shell, then a fetch
correlation: {type: temporal_ordered, rules: [shell, fetch], timespan: 1m}
---
title: A fetch, then a shell
correlation: {type: temporal_ordered, rules: [fetch, shell], timespan: 1m}
---
title: Both
correlation: {type: temporal, rules: [fetch, shell], timespan: 1m}
---
title: Both within a second
correlation: {type: temporal, rules: [fetch, shell], timespan: 1s}
";

/// Four shells with three command lines within four seconds, and ten seconds later a fetch.
fn correlations() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (rules, text, trace) = (dir.path().join("rules.yml"), dir.path().join("strace"), dir.path().join("x.sqlite"));
    fs::write(&rules, RULES)?;
    let mut lines = String::new();
    let exec = |pid: u32, second: u32, argv: &str| {
        let exe = argv.split(' ').next().unwrap_or_default();
        let argv = argv.split(' ').map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        format!(
            "{pid} 1700000{second:03}.000000 execve(\"/bin/{exe}\", [{argv}], 0x7ffc00000000 /* 1 var */) = 0 <0.000010>\n"
        )
    };
    for (at, argv) in ["sh a", "sh b", "sh c", "sh c"].into_iter().enumerate() {
        lines += &exec(100 + at as u32, at as u32, argv);
    }
    lines += &exec(200, 14, "curl x");
    fs::write(&text, lines)?;
    stdout(Command::new(binary("analyze")?).args(["import", "--from", "strace"]).arg(&text).arg("-o").arg(&trace))?;
    let found = found(&suspicious(&trace, &[rules])?)?;
    let titles: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    // Rules that a correlation is made of do not speak for themselves.
    let expected = ["Four shells", "Three command lines", "A shell, then a fetch", "Both"];
    ensure!(titles == BTreeSet::from(expected), "{found:?}");
    Ok(())
}
