//! What is kept of a recording that runs by itself: a file per recording in the user's runtime folder.

use anyhow::{Context, Result};
use procfs::process::Process;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

/// A recording that runs by itself, or has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The recorder's process.
    pub pid: u32,
    /// When that process began, in clock ticks after boot: its id may be given to another one.
    pub born: u64,
    /// When it was started, UTC.
    pub started: String,
    /// The command line of the recorder.
    pub command: Vec<String>,
    /// The trace.
    pub output: PathBuf,
    /// What the recorder, and its target, say.
    pub log: PathBuf,
    /// It is forgotten when it has ended in order: nobody has asked for it by its name.
    pub passing: bool,
    /// The recorder's exit status, once it has ended in order.
    pub status: Option<u8>,
}

/// The folder: of this user alone.
///
/// # Errors
/// When there is none and none can be made, or it belongs to somebody else.
pub fn folder() -> Result<PathBuf> {
    let uid = nix::unistd::geteuid();
    let base = match std::env::var_os("XDG_RUNTIME_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None if uid.is_root() => PathBuf::from("/run"),
        None => anyhow::bail!(
            "XDG_RUNTIME_DIR is not set, so there is no place for what runs: export XDG_RUNTIME_DIR=FOLDER"
        ),
    };
    let folder = base.join("record");
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).with_context(|| folder.display().to_string())?;
    let owner = fs::metadata(&folder)?.uid();
    anyhow::ensure!(owner == uid.as_raw(), "{}: it belongs to user {owner}", folder.display());
    Ok(folder)
}

/// When a process began; `None` if there is none, or only its remains.
pub fn born(pid: u32) -> Option<u64> {
    let stat = Process::new(i32::try_from(pid).ok()?).ok()?.stat().ok()?;
    (!matches!(stat.state, 'Z' | 'X')).then_some(stat.starttime)
}

impl Kept {
    /// Whether the recorder runs.
    pub fn runs(&self) -> bool {
        self.status.is_none() && born(self.pid) == Some(self.born)
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When the folder does not take it.
    pub fn write(&self) -> Result<()> {
        let path = path(&self.name)?;
        let part = path.with_extension("part");
        let mut file = fs::File::create(&part).with_context(|| part.display().to_string())?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        Ok(fs::rename(&part, &path)?)
    }

    /// Forgets it. Trace and target are left alone.
    ///
    /// # Errors
    /// When the folder is not ours.
    pub fn forget(&self) -> Result<()> {
        let _ = fs::remove_file(&self.log);
        Ok(fs::remove_file(path(&self.name)?)?)
    }

    /// The last lines that the recorder said of itself: how it went, and the seal.
    pub fn said(&self) -> Option<String> {
        let text = fs::read(&self.log).ok()?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("record: ")).collect();
        let last = &lines[lines.len().saturating_sub(2)..];
        (!last.is_empty()).then(|| last.join("\n"))
    }
}

/// The file of the recording of that name.
fn path(name: &str) -> Result<PathBuf> {
    Ok(folder()?.join(format!("{name}.json")))
}

/// The recording of that name.
///
/// # Errors
/// When there is none.
pub fn read(name: &str) -> Result<Kept> {
    let path = path(name)?;
    let none = || format!("no recording is named {}; see `record list`", schema::text::escape(name.as_bytes()));
    let bytes = fs::read(&path).with_context(none)?;
    parse(&path, &bytes)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Kept> {
    serde_json::from_slice(bytes).with_context(|| format!("{}: it is damaged; remove it", path.display()))
}

/// Every recording, by name.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn all() -> Result<Vec<Kept>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder()?)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            all.push(parse(&path, &fs::read(&path)?)?);
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}
