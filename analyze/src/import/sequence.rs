//! Plain sequences of system calls, numbers or names, separated by spaces or line ends: the form of public data sets for intrusion
//! detection, one file a process. No times, arguments or results.

use super::{
    Bad, Told, lines, refused,
    rows::{Call, Rows},
};
use crate::error::Error;
use schema::{Arch, wire::flags};
use std::path::{Path, PathBuf};

/// The files that paths stand for: themselves, or all that lie in the folder that they name, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|e| Error::unreadable(path, e))? {
            let entry = entry.map_err(|e| Error::unreadable(path, e))?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if !hidden && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.push(entry.path());
            }
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

/// The number of a call, from its number or its name.
pub fn number(word: &str, arch: Arch) -> Option<i32> {
    word.parse::<i32>().ok().filter(|nr| *nr >= 0).or_else(|| arch.syscall_nr(word))
}

/// The words of a line; a comment has none.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    let comment = line.trim_start().starts_with('#');
    line.split_whitespace().take_while(move |_| !comment)
}

/// Reads file number `at` as a process of its own.
///
/// # Errors
/// When it cannot be read, or a word is no call and that is to be an error.
pub(super) fn import(path: &Path, at: usize, arch: Arch, rows: &mut Rows, bad: &mut Bad) -> Result<(), Error> {
    // Ids as those of processes are; nobody has so many files.
    let id = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let mut position = 0_i64;
    for line in lines(path)? {
        let (number_of_line, line) = line?;
        let text = String::from_utf8_lossy(&line);
        for word in words(&text) {
            let Some(nr) = number(word, arch) else {
                bad.line(number_of_line, format!("{word:?} is no number and no name of a call of {}", arch.name()))?;
                continue;
            };
            let call = Call {
                seq: position as u64,
                ts: position,
                tgid: id,
                tid: id,
                arch: arch.name().to_owned(),
                nr,
                name: arch.display_name(nr).into_owned(),
                // Nothing is said about how a call ended.
                flags: flags::UNFINISHED,
                ..Call::default()
            };
            rows.call(&call).map_err(|e| refused(path, e))?;
            position += 1;
        }
    }
    Ok(())
}

/// What such files do not tell.
pub(super) fn told() -> Told {
    Told {
        command: Vec::new(),
        limits: vec![
            "times: ts is the position in the sequence, and no call has a duration".to_owned(),
            "arguments, results, paths; processes: each file is one".to_owned(),
        ],
        timed: false,
    }
}
