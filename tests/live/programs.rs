//! Programs behave the same whether they are recorded or not: Python's own tests of processes, signals and files.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{analyze, output, record};
use std::{collections::BTreeMap, path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let missing = output(Command::new("python3").args(["-c", "import test.test_signal"]))
        .map_or(true, |out| !out.status.success())
        .then(|| "no Python tests: apt-get install libpython3.N-testsuite".to_owned());
    let no_ebpf = missing.clone().or_else(|| no_ebpf.clone());
    vec![
        Case { name: "programs::python_behaves_the_same_ebpf", skip: no_ebpf, run: || python("ebpf") },
        Case { name: "programs::python_behaves_the_same_ptrace", skip: missing, run: || python("ptrace") },
    ]
}

/// Modules, and which of their tests: those of speed and of sleeping are left out.
const TESTS: [&str; 14] = [
    "-m",
    "test",
    "-v",
    "test_os",
    "test_subprocess",
    "test_signal",
    "-m",
    "test.test_os.*",
    "-m",
    "*.POSIXProcessTestCase.*",
    "-m",
    "test.test_signal.P*",
    "-m",
    "test.test_signal.W*",
];

/// What became of each test.
fn results(command: &mut Command, dir: &Path) -> Result<BTreeMap<String, String>> {
    let out = output(command.args(TESTS).current_dir(dir))?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    let lines = text.lines().filter(|line| line.starts_with("test_")).filter_map(|line| line.split_once(" ... "));
    Ok(lines.map(|(name, result)| (name.to_owned(), result.to_owned())).collect())
}

fn python(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("p.trace");
    let mut recorded = record()?;
    recorded.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).args(["--", "python3"]);
    let plain = results(&mut Command::new("python3"), dir.path())?;
    let ours = results(&mut recorded, dir.path())?;
    ensure!(plain.len() > 300, "{} tests", plain.len());
    ensure!(plain.keys().eq(ours.keys()), "{} tests untraced, {} recorded", plain.len(), ours.len());
    for (name, result) in &plain {
        // A slow machine makes Python leave out some that wait.
        let slow = |result: &str| result.contains("timeout");
        let found = &ours[name];
        ensure!(found == result || slow(found) || slow(result), "{name}: {result} untraced, {found} recorded");
    }
    let info = analyze(&["info", &trace.to_string_lossy()])?;
    ensure!(info["completeness"]["verdict"] == "exact", "{}", info["completeness"]);
    Ok(())
}
