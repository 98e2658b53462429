//! Recordings that run by themselves: `record start`, `status`, `list` and `stop`. There is no daemon: each is a process of
//! its own session, which survives the terminal, and a file that says which.

mod state;

use crate::{
    cli::{Action, Cli, Format, Start, Status, Stop},
    exit::{self, Failure},
    session,
};
use anyhow::{Context, Result};
use clap::Parser;
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, setsid},
};
use state::Kept;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

/// Name of the hidden subcommand that such a process runs.
pub const SUBCOMMAND: &str = "detached";

/// How long a recording may take to begin, and to end.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

/// `record start`: starts a recorder and waits until it records.
///
/// # Errors
/// When its command line is not understood, or it fails before it has begun.
pub fn start(options: &Start) -> Result<u8> {
    let line = std::iter::once(OsString::from("record")).chain(options.line.iter().cloned());
    let inner = Cli::try_parse_from(crate::config::expand(line.collect())?).unwrap_or_else(|error| error.exit());
    let recording = inner.action.recording().ok_or_else(|| Failure {
        status: exit::USAGE,
        message: "only run, container, attach and host record, and can be started".to_owned(),
    })?;
    let name = name(options.name.as_deref(), &options.line)?;
    let output = recording.output.clone().unwrap_or_else(|| session::default_output(&name));
    let mut words = options.line.clone();
    if recording.output.is_none() {
        words.insert(1, format!("--output={}", output.display()).into());
    }
    let status = launch(&name, words, output, false)?;
    println!("{name}");
    Ok(status)
}

/// Starts a recorder with the command line `words`, which writes to `output`, and waits until it records. What is `passing` is
/// forgotten when it ends.
///
/// # Errors
/// When one of that name runs, or it fails before it has begun.
pub fn launch(name: &str, words: Vec<OsString>, output: PathBuf, passing: bool) -> Result<u8> {
    if let Ok(kept) = state::read(name) {
        anyhow::ensure!(!kept.runs(), "a recording named {name} runs already; give another --name");
        kept.forget()?;
    }
    let output = std::path::absolute(&output).with_context(|| output.display().to_string())?;
    let log = state::folder()?.join(format!("{name}.log"));
    let file = fs::File::create(&log).with_context(|| log.display().to_string())?;
    let began = SystemTime::now();
    let mut child = Command::new("/proc/self/exe")
        .args([SUBCOMMAND, name, "--"])
        .args(&words)
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()?;
    let text = |word: &OsString| schema::text::escape(word.as_encoded_bytes()).into_owned();
    let kept = Kept {
        name: name.to_owned(),
        pid: child.id(),
        born: state::born(child.id()).unwrap_or_default(),
        started: jiff::Timestamp::now().to_string(),
        command: words.iter().map(text).collect(),
        output,
        log,
        passing,
        status: None,
    };
    kept.write()?;
    let deadline = Instant::now() + PATIENCE;
    while !is_new(&kept.output, began) && Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            let said = kept.said().unwrap_or_else(|| format!("record: it ended with {status}"));
            // A target may have ended already, in order.
            if status.success() || kept.output.exists() {
                break;
            }
            kept.forget()?;
            let message = said.trim_start_matches("record: ").to_owned();
            return Err(Failure { status: status.code().map_or(exit::FAILED, |code| code as u8), message }.into());
        }
        std::thread::sleep(LOOK);
    }
    Ok(0)
}

/// Whether a trace is there that was not there before.
fn is_new(output: &Path, since: SystemTime) -> bool {
    fs::metadata(output).and_then(|metadata| metadata.modified()).is_ok_and(|time| time >= since)
}

/// The name that was asked for, or one after what is recorded.
fn name(wish: Option<&str>, line: &[OsString]) -> Result<String> {
    let plain = |name: &str| {
        !name.is_empty() && name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    match wish {
        Some(wish) if plain(wish) => Ok(wish.to_owned()),
        Some(_) => {
            Err(Failure { status: exit::USAGE, message: "a name has up to 64 letters, digits, - and _".to_owned() }
                .into())
        }
        None => {
            let kind = line.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
            Ok(format!("{kind}-{}", std::process::id()))
        }
    }
}

/// The process of a recording: leaves the terminal, records, and notes how it ended.
///
/// # Errors
/// Those of the recording.
pub fn run(name: &str, line: Vec<OsString>, act: fn(Action) -> Result<u8>) -> Result<u8> {
    // It is no leader of a group, for it was forked.
    setsid().context("leaving the terminal")?;
    let line = std::iter::once(OsString::from("record")).chain(line);
    let result = act(Cli::parse_from(crate::config::expand(line.collect())?).action);
    if let Ok(mut kept) = state::read(name) {
        kept.status = Some(result.as_ref().map_or_else(exit::of_error, |status| *status));
        if kept.passing && result.is_ok() { kept.forget()? } else { kept.write()? }
    }
    result
}

/// `record stop`: ends a recording as SIGTERM does, and waits until its trace is sealed.
///
/// # Errors
/// When there is none of that name, or it does not end.
pub fn stop(options: &Stop) -> Result<u8> {
    let kept = state::read(&options.name)?;
    if kept.runs() {
        kill(Pid::from_raw(kept.pid as i32), Signal::SIGTERM).with_context(|| format!("process {}", kept.pid))?;
        let deadline = Instant::now() + PATIENCE;
        while state::born(kept.pid) == Some(kept.born) {
            anyhow::ensure!(
                Instant::now() < deadline,
                "process {} does not end; its log is {}",
                kept.pid,
                kept.log.display()
            );
            std::thread::sleep(LOOK);
        }
    }
    let kept = state::read(&options.name)?;
    println!("{}", kept.said().unwrap_or_else(|| format!("record: {}", kept.output.display())));
    kept.forget()?;
    Ok(0)
}

/// `record status` and `record list`: what runs, and what has ended and was not stopped.
///
/// # Errors
/// When there is none of that name.
pub fn status(options: &Status) -> Result<u8> {
    let all = match &options.name {
        Some(name) => vec![state::read(name)?],
        None => state::all()?,
    };
    let rows: Vec<Row> = all.into_iter().map(Row::of).collect();
    match options.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&rows)?),
        Format::Table if rows.is_empty() => println!("nothing is being recorded"),
        Format::Table => rows.iter().for_each(|row| println!("{row}")),
    }
    Ok(0)
}

/// A recording as it is now.
#[derive(serde::Serialize)]
struct Row {
    #[serde(flatten)]
    kept: Kept,
    /// `recording`, `ended`, or `died`: it was killed, and its trace is not sealed.
    state: &'static str,
    /// Bytes of the trace.
    bytes: u64,
}

impl Row {
    fn of(kept: Kept) -> Row {
        let state = match kept.status {
            Some(_) => "ended",
            None if kept.runs() => "recording",
            None => "died",
        };
        Row { bytes: size(&kept.output), state, kept }
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Row { kept, state, bytes } = self;
        write!(f, "{}: {state}", kept.name)?;
        if let Some(status) = kept.status {
            write!(f, " with status {status}")?;
        }
        let output = schema::text::escape(kept.output.as_os_str().as_encoded_bytes());
        write!(
            f,
            ", process {}, since {}, {bytes} bytes in {output}: {}",
            kept.pid,
            kept.started,
            kept.command.join(" ")
        )
    }
}

/// Bytes of a file, or of the files in a folder.
fn size(path: &PathBuf) -> u64 {
    let Ok(metadata) = fs::metadata(path) else { return 0 };
    if metadata.is_file() {
        return metadata.len();
    }
    let files = fs::read_dir(path).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
