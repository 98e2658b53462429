//! `-o FILE`: the file is whole or as it was, whatever happens; and long work says that it works.

use crate::{Case, faults::Mount};
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, binary, output, refused, stdout};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

pub fn cases() -> Vec<Case> {
    let mount = Mount::new("size=64k").err().map(|e| format!("no tmpfs: {e:#}"));
    vec![
        Case { name: "output::interrupted_leaves_the_old_file", skip: None, run: interrupted },
        Case { name: "output::full_disk_leaves_the_old_file", skip: mount, run: full },
        Case { name: "output::devices_are_written_and_stay", skip: None, run: devices },
        Case { name: "output::ignored_signals_stay_ignored", skip: None, run: ignored },
        Case { name: "output::progress_is_for_terminals_and_goes_away", skip: None, run: progress },
        Case { name: "output::tables_fit_a_narrow_terminal", skip: None, run: narrow },
    ]
}

/// Some million rows out of a trace of 268: long enough to be interrupted.
const LONG: &str =
    "SELECT a.name, b.comm FROM syscalls a CROSS JOIN syscalls b CROSS JOIN (SELECT seq FROM syscalls LIMIT 100) c";

fn long(out: &Path) -> Result<Command> {
    let mut command = Command::new(binary("analyze")?);
    command.args(["sql", &format!("{HERE}/../samples/shell-pipeline.trace"), LONG, "--format", "json", "-o"]).arg(out);
    Ok(command)
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> =
        fs::read_dir(folder)?.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// Waits until the unfinished file is there.
fn begun(folder: &Path) -> Result<()> {
    for _ in 0..4000 {
        if names(folder)?.iter().any(|name| name.ends_with(".part")) {
            return Ok(());
        }
        sleep(Duration::from_millis(5));
    }
    anyhow::bail!("nothing was begun in {}", folder.display())
}

fn interrupted() -> Result<()> {
    for signal in ["-INT", "-TERM"] {
        let dir = tempfile::tempdir()?;
        let out = dir.path().join("x.json");
        fs::write(&out, "old")?;
        let mut child = long(&out)?.spawn()?;
        begun(dir.path())?;
        stdout(Command::new("kill").args([signal, &child.id().to_string()]))?;
        let status = child.wait()?;
        ensure!(!status.success() && status.code().is_none(), "{signal}: {status}");
        ensure!(names(dir.path())? == ["x.json"], "{signal} left {:?}", names(dir.path())?);
        ensure!(fs::read_to_string(&out)? == "old", "{signal} changed the file");
    }
    Ok(())
}

fn full() -> Result<()> {
    let mount = Mount::new("size=64k")?;
    let folder = mount.0.path();
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    let out = folder.join("x");
    fs::write(&out, "old")?;
    for args in [&["print", "--format", "json"][..], &["report"]] {
        let result = output(Command::new(binary("analyze")?).args(args).arg(&trace).arg("-o").arg(&out))?;
        refused(&result, 1, &["/x", "No space left"])?;
        ensure!(!String::from_utf8_lossy(&result.stderr).contains(".part"), "{result:?}");
        ensure!(names(folder)? == ["x"] && fs::read_to_string(&out)? == "old", "{:?}", names(folder)?);
    }
    Ok(())
}

fn devices() -> Result<()> {
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    let info = |out: &str| output(Command::new(binary("analyze")?).args(["info", &trace, "-o", out]));
    ensure!(info("/dev/null")?.status.success(), "/dev/null was refused");
    refused(&info("/dev/full")?, 1, &["/dev/full", "No space left"])?;
    stdout(Command::new("test").args(["-c", "/dev/null", "-a", "-c", "/dev/full"]))?;
    refused(&info("/nonexistent/x")?, 1, &["/nonexistent/x"])
}

/// Under nohup a hang-up ends nothing.
fn ignored() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let out = dir.path().join("x.json");
    let mut command = Command::new("nohup");
    let wanted = long(&out)?;
    command
        .arg(wanted.get_program())
        .args(wanted.get_args())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    let mut child = command.spawn()?;
    begun(dir.path())?;
    stdout(Command::new("kill").args(["-HUP", &child.id().to_string()]))?;
    let status = child.wait()?;
    ensure!(status.success() && names(dir.path())? == ["x.json"], "{status} {:?}", names(dir.path())?);
    Ok(())
}

/// `script` is the terminal. What it has seen at the end is erased, and a pipe sees nothing.
fn progress() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let out = dir.path().join("x.json");
    let command = long(&out)?;
    let mut line = format!("'{}'", command.get_program().to_string_lossy());
    for arg in command.get_args() {
        line.push_str(&format!(" '{}'", arg.to_string_lossy().replace("LIMIT 20", "LIMIT 40")));
    }
    let log = dir.path().join("log");
    stdout(Command::new("script").args(["-q", "-e", "-c", &line]).arg(&log).stdin(Stdio::null()).env("TERM", "xterm"))?;
    let seen = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    ensure!(seen.contains("reading") || seen.contains("rows written"), "no progress was shown: {seen:?}");
    // The last thing that happens to the line is that it is cleared.
    let last = seen.lines().rfind(|line| !line.starts_with("Script done")).context("nothing was seen")?;
    ensure!(last.trim_end().ends_with("\u{1b}[2K") || last.contains("\u{1b}[2K"), "it stays: {last:?}");
    let piped = output(&mut long(&out)?)?;
    ensure!(piped.status.success() && piped.stderr.is_empty() && piped.stdout.is_empty(), "{piped:?}");
    Ok(())
}

/// In a terminal of 80 columns no line of a table is longer, no name or number is broken, and what is not shown is named.
fn narrow() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let sample = format!("{HERE}/../samples/shell-pipeline.trace");
    for report in ["frequency", "latency", "errors", "files", "processes", "resources", "timeline"] {
        let log = dir.path().join("log");
        let line = format!("stty cols 80; '{}' {report} '{sample}'", binary("analyze")?.display());
        let mut script = Command::new("script");
        stdout(script.args(["-q", "-e", "-c", &line]).arg(&log).stdin(Stdio::null()).env("NO_COLOR", "1"))?;
        let seen = String::from_utf8_lossy(&fs::read(&log)?).replace('\r', "");
        let rows: Vec<&str> = seen.lines().filter(|line| line.starts_with(' ')).collect();
        let long = rows.iter().find(|row| row.chars().count() > 80);
        ensure!(long.is_none() && rows.len() > 3, "{report}: {long:?} in\n{seen}");
        let answer = analyze(&[report, &sample])?;
        let table = &answer["tables"][0];
        let columns = table["columns"].as_array().context("no columns")?;
        let names =
            columns.iter().filter_map(|column| column["name"].as_str()).map(|name| name.trim_end_matches("_ns"));
        let missing: Vec<&str> = names.filter(|name| !seen.contains(name)).collect();
        ensure!(missing.is_empty(), "{report}: {missing:?} are neither shown nor named in\n{seen}");
        let first = columns.first().and_then(|column| column["name"].as_str()).context("no first column")?;
        if matches!(report, "frequency" | "latency" | "errors") {
            let names = table["rows"].as_array().context("no rows")?.iter().filter_map(|row| row[first].as_str());
            let broken =
                names.into_iter().find(|name| !rows.iter().any(|row| row.split_whitespace().next() == Some(name)));
            ensure!(broken.is_none(), "{report}: {broken:?} is broken in\n{seen}");
        }
    }
    Ok(())
}
