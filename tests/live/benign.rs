//! What ordinary software does raises no alarm: real programs at their usual work, recorded and searched for what is suspicious.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, output, record};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![Case { name: "benign::ordinary_software_raises_no_alarm", skip: no_ebpf.clone(), run: quiet }]
}

/// The recipes, in order of name.
fn recipes() -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(Path::new(HERE).join("benign"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "sh") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// A program that a recipe needs and that is not here. Its first line names them: commands, folders, or packages.
fn lacking(recipe: &Path) -> Result<Option<String>> {
    let text = std::fs::read_to_string(recipe)?;
    let needs = text.lines().next().and_then(|line| line.strip_prefix("# needs: ")).context("no line of needs")?;
    let here = |need: &str| {
        let known = if need.starts_with("libpython") || need.starts_with("python3-") {
            format!(
                "dpkg-query -W -f '${{Status}}\\n' '{need}' 'libpython3*-{}' 2>/dev/null | grep -q 'ok installed'",
                need.rsplit('-').next().unwrap_or_default()
            )
        } else {
            format!("[ -e '{need}' ] || command -v '{need}'")
        };
        Command::new("sh").args(["-c", &known]).output().is_ok_and(|out| out.status.success())
    };
    Ok(needs.split(' ').find(|need| !here(need)).map(str::to_owned))
}

fn quiet() -> Result<()> {
    let (mut recorded, mut medium, mut alarms) = (0, 0, Vec::new());
    println!();
    for recipe in recipes()? {
        let name = recipe.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(need) = lacking(&recipe)? {
            println!("benign: {name}: not recorded, no {need}");
            continue;
        }
        // Not a hidden folder, as temporary ones are otherwise: nobody builds in those.
        let dir = tempfile::Builder::new().prefix("benign-").tempdir()?;
        let work = dir.path().join("work");
        std::fs::create_dir(&work)?;
        let trace = dir.path().join(format!("{name}.trace"));
        let out = output(
            record()?.args(["run", "--quiet", "-o"]).arg(&trace).args(["--", "sh"]).arg(&recipe).current_dir(&work),
        )?;
        ensure!(out.status.success(), "{name}: {}: {}", out.status, String::from_utf8_lossy(&out.stderr));
        let found = suspicious(&trace)?;
        let of = |severity: &str| found.iter().filter(|(s, _)| s == severity).count();
        println!("benign: {name}: {} findings, {} of medium severity", found.len(), of("medium"));
        recorded += 1;
        medium += of("medium");
        alarms.extend(
            found
                .into_iter()
                .filter(|(s, _)| s == "high" || s == "critical")
                .map(|(s, id)| format!("{name}: {s}: {id}")),
        );
    }
    ensure!(recorded >= 8, "only {recorded} recipes could be recorded");
    ensure!(alarms.is_empty(), "{}", alarms.join("\n"));
    ensure!(medium <= recorded, "{medium} findings of medium severity in {recorded} recordings");
    Ok(())
}

/// Severity and rule of every finding.
fn suspicious(trace: &Path) -> Result<Vec<(String, String)>> {
    let out = output(Command::new(e2e::binary("analyze")?).args(["suspicious", "--format", "json"]).arg(trace))?;
    ensure!(matches!(out.status.code(), Some(0 | 1)), "{}: {}", out.status, String::from_utf8_lossy(&out.stderr));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().context("no findings in the report")?;
    Ok(findings.iter().map(|f| (text(&f["severity"]), text(&f["id"]))).collect())
}
