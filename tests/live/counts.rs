//! Loops with a known number of calls are counted exactly, by both backends.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{analyze, record, stdout, workload};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "counts::ebpf", skip: no_ebpf.clone(), run: || known_loops("ebpf") },
        Case { name: "counts::ptrace", skip: None, run: || known_loops("ptrace") },
    ]
}

fn known_loops(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let loops = workload(dir.path(), "loops", &[])?;
    for (kind, n, names) in [
        ("getppid", 1_000_000_u64, &["getppid"][..]),
        ("fstatat", 200_000, &["newfstatat"]),
        ("open", 100_000, &["openat", "close"]),
    ] {
        let trace = dir.path().join(format!("{kind}.trace"));
        stdout(
            record()?
                .args(["run", "--quiet", "--require-complete", "--buffer", "256M", "--backend", backend, "-o"])
                .arg(&trace)
                .arg("--")
                .arg(&loops)
                .args([kind, &n.to_string()]),
        )?;
        let report = analyze(&["frequency", &trace.to_string_lossy()])?;
        ensure!(report["completeness"]["verdict"] == "exact", "{}", report["completeness"]);
        let rows = report["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
        for name in names {
            let row = rows.iter().find(|row| row["syscall"] == *name);
            let calls = row.and_then(|row| row["calls"].as_u64()).unwrap_or(0);
            // The program's start makes a few calls of the same names: those, the loop of length 0 tells.
            let start = calls_of_start(&loops, kind, name, dir.path(), backend)?;
            ensure!(calls == n + start, "{backend}: {name} was called {} times, recorded {calls}", n + start);
        }
    }
    Ok(())
}

fn calls_of_start(
    loops: &std::path::Path,
    kind: &str,
    name: &str,
    dir: &std::path::Path,
    backend: &str,
) -> Result<u64> {
    let trace = dir.join("start.trace");
    stdout(
        record()?
            .args(["run", "--quiet", "--force", "--backend", backend, "-o"])
            .arg(&trace)
            .arg("--")
            .arg(loops)
            .args([kind, "0"]),
    )?;
    let report = analyze(&["frequency", &trace.to_string_lossy()])?;
    let rows = report["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
    Ok(rows.iter().find(|row| row["syscall"] == name).and_then(|row| row["calls"].as_u64()).unwrap_or(0))
}
