//! What every end-to-end test needs: the built binaries, a scratch folder, compiled workloads, and reasons to skip.

pub mod compare;
pub mod containers;
pub mod pairs;
pub mod strace;
pub mod trace;

use anyhow::{Context, Result, bail, ensure};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Folder of this package, where workloads and scripts lie.
pub const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// The built binary of that name, beside the folder of this test's own executable.
///
/// # Errors
/// When it has not been built.
pub fn binary(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let path = own.parent().and_then(Path::parent).context("no target folder")?.join(name);
    ensure!(path.is_file(), "{} is missing: run `cargo build --release` first", path.display());
    Ok(path)
}

/// `record` with these arguments.
///
/// # Errors
/// As [`binary`].
pub fn record() -> Result<Command> {
    Ok(Command::new(binary("record")?))
}

/// Runs a command to its end and returns everything of it.
///
/// # Errors
/// When it cannot be started.
pub fn output(command: &mut Command) -> Result<Output> {
    command.output().with_context(|| format!("{command:?}"))
}

/// Runs a command that must succeed; its standard output.
///
/// # Errors
/// When it cannot be started or fails.
pub fn stdout(command: &mut Command) -> Result<String> {
    let out = output(command)?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    ensure!(out.status.success(), "{command:?}: {}: {text}{}", out.status, String::from_utf8_lossy(&out.stderr));
    Ok(text)
}

/// `analyze` with these arguments, which must succeed; its answer as JSON.
///
/// # Errors
/// When it fails or prints no JSON.
pub fn analyze(args: &[&str]) -> Result<serde_json::Value> {
    let text = stdout(Command::new(binary("analyze")?).args(args).args(["--format", "json"]))?;
    serde_json::from_str(&text).with_context(|| format!("analyze {args:?} printed no JSON: {text}"))
}

/// Compiles `workloads/NAME.c` into `folder`.
///
/// # Errors
/// When the compiler refuses.
pub fn workload(folder: &Path, name: &str, flags: &[&str]) -> Result<PathBuf> {
    let out = folder.join(name);
    let source = format!("{HERE}/workloads/{name}.c");
    stdout(Command::new("gcc").args(["-O2", "-Wall", "-Werror", "-o"]).arg(&out).arg(source).args(flags))?;
    Ok(out)
}

/// Waits until a recorder has begun its trace, which it does right before it lets its target start.
///
/// # Errors
/// When it has not after half a minute.
pub fn begun(trace: &Path) -> Result<()> {
    for _ in 0..600 {
        if trace.join("manifest.json").exists() {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    bail!("{} is not there", trace.display())
}

/// The folder with rules that others wrote, `falco` or `sigma`; they are not ours to keep here.
///
/// # Errors
/// Why there is none.
pub fn rules_of_others(whose: &str) -> std::result::Result<PathBuf, String> {
    let beside = || Path::new(HERE).join("../../shared/rules");
    let folder = std::env::var_os("FOREIGN_RULES").map_or_else(beside, PathBuf::from).join(whose);
    let folder = folder.canonicalize().map_err(|e| format!("{}: {e}; set FOREIGN_RULES", folder.display()))?;
    Ok(folder.join("rules"))
}

/// Why Python cannot be used with this module, if it cannot.
pub fn no_python(module: &str) -> Option<String> {
    match Command::new("python3").args(["-c", &format!("import {module}")]).output() {
        Ok(out) if out.status.success() => None,
        Ok(out) => Some(String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or_default().to_owned()),
        Err(error) => Some(format!("python3: {error}")),
    }
}

/// Whether the kernel lets us load the eBPF programs; if not, why.
pub fn no_ebpf() -> Option<String> {
    lacking("ebpf")
}

/// Whether containers can be run here; if not, why.
pub fn no_podman() -> Option<String> {
    lacking("ebpf").or_else(|| lacking("podman"))
}

fn lacking(check: &str) -> Option<String> {
    let answer = (|| -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&stdout(record()?.args(["doctor", "--format", "json"]))?)?)
    })();
    match answer {
        Err(error) => Some(format!("record doctor: {error:#}")),
        Ok(answer) => {
            let checks = answer["checks"].as_array().cloned().unwrap_or_default();
            match checks.iter().find(|c| c["name"] == check) {
                Some(found) if found["ok"] == true => None,
                Some(found) => Some(format!("{check}: {}", found["found"])),
                None => Some(format!("record doctor says nothing about {check}")),
            }
        }
    }
}

/// Fails unless `out` has this exit status and its standard error is one line that holds every one of `parts`.
///
/// # Errors
/// With what it printed instead.
pub fn refused(out: &Output, status: i32, parts: &[&str]) -> Result<()> {
    let text = String::from_utf8_lossy(&out.stderr);
    ensure!(out.status.code() == Some(status), "exit status {} instead of {status}: {text}", out.status);
    ensure!(text.trim_end().lines().count() == 1, "not one line: {text}");
    ensure!(!text.contains("panicked"), "a panic: {text}");
    match parts.iter().find(|part| !text.contains(**part)) {
        Some(part) => bail!("{part:?} is not in: {text}"),
        None => Ok(()),
    }
}
