//! More calls than the rings hold: nothing is lost, or it is known exactly what.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, output, record, workload};
use serde_json::Value;
use std::{path::Path, process::Command, time::Duration};

/// Loops at the same time, and the calls of each.
const LOOPS: u64 = 4;
const CALLS: u64 = 1_000_000;

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    vec![
        ebpf("pressure::default_settings_lose_nothing", || four("exact", &[])),
        ebpf("pressure::block_loses_nothing_in_the_smallest_ring", || {
            four("exact", &["--on-pressure", "block", "--buffer", "1"])
        }),
        ebpf("pressure::drop_counts_exactly_in_the_smallest_ring", || four("bounded", &["--buffer", "1"])),
        ebpf("pressure::killed_recorder_leaves_nobody_stopped", stopped),
    ]
}

fn script(loops: &Path) -> String {
    format!("for i in $(seq {LOOPS}); do {} getppid {CALLS} & done; wait", loops.display())
}

fn four(verdict: &str, options: &[&str]) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    let trace = dir.path().join("p.trace");
    let out = output(record()?.args(["run", "--quiet", "-o"]).arg(&trace).args(options).args([
        "--",
        "sh",
        "-c",
        &script(&loops),
    ]))?;
    ensure!(out.status.success(), "{out:?}");
    let name = trace.to_string_lossy().into_owned();
    let counted = analyze(&["frequency", &name, "--by", "pid,syscall"])?;
    let c = &counted["completeness"];
    ensure!(c["verdict"] == verdict, "{c}");
    // The kernel side's counts are the loops' own, whether rows were lost or not.
    let per_loop: Vec<u64> =
        rows(&counted).filter(|r| r["syscall"] == "getppid").map(|r| number(&r["calls"])).collect();
    let whole: Vec<u64> = per_loop.iter().copied().filter(|calls| *calls >= CALLS).collect();
    ensure!(whole.len() as u64 == LOOPS && whole.iter().all(|calls| *calls == CALLS), "{per_loop:?}");
    // What is missing is missing from the rows, to the last call.
    let recorded = analyze(&["frequency", &name, "--where", "true"])?;
    let kept: u64 = rows(&recorded).map(|r| number(&r["calls"])).sum();
    ensure!(kept == number(&c["recorded"]), "{kept} rows, {c}");
    ensure!(kept + number(&c["lost"]) == number(&c["expected"]), "{kept} rows, {c}");
    let missing = c["missing"].as_array().context("no list")?;
    let gap: u64 = missing.iter().map(|m| number(&m["expected"]) - number(&m["recorded"])).sum();
    ensure!(gap == number(&c["lost"]), "{c}");
    let rings = c["rings"].as_array().context("no list")?;
    ensure!(rings.iter().map(|r| number(&r["lost"])).sum::<u64>() == gap, "{c}");
    if verdict == "bounded" {
        ensure!(gap > 0 && counted["notes"].to_string().contains("own counts"), "{}", counted["notes"]);
    }
    Ok(())
}

fn rows(report: &Value) -> impl Iterator<Item = &Value> {
    report["tables"][0]["rows"].as_array().into_iter().flatten()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// The recorder is killed while its targets are made to wait all the time; they run on to their end.
fn stopped() -> Result<()> {
    for wait in [100, 250, 400] {
        let dir = tempfile::tempdir()?;
        let loops = workload(dir.path(), "loops", &[])?;
        let (trace, done) = (dir.path().join("s.trace"), dir.path().join("done"));
        let mut child = record()?
            .args(["run", "--quiet", "--on-pressure", "block", "--buffer", "1", "-o"])
            .arg(&trace)
            .args(["--", "sh", "-c", &format!("{}; touch {}", script(&loops), done.display())])
            .spawn()?;
        e2e::begun(&trace)?;
        std::thread::sleep(Duration::from_millis(wait));
        child.kill()?;
        child.wait()?;
        for _ in 0..200 {
            if done.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        ensure!(
            done.exists(),
            "the target is still stopped: {}",
            e2e::stdout(Command::new("ps").args(["axo", "pid,stat,comm"]))?
        );
        let info = analyze(&["info", &trace.to_string_lossy()])?;
        ensure!(info["completeness"]["verdict"] == "unknown", "{}", info["completeness"]);
    }
    Ok(())
}
