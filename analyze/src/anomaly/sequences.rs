//! Plain sequences of calls, a file each, as runs of one program without a name.

use super::unit::{Kind, Names, Thing, Thread, Unit};
use crate::{error::Error, import::sequence};
use schema::Arch;
use std::{
    collections::HashSet,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

/// Bytes of a file; no sequence has as many.
const LIMIT: u64 = 1 << 30;
/// Bytes at the begin of a file by which it is recognised.
const HEAD: u64 = 4096;

/// The files of sequences that a path stands for; `None` if it is something else.
///
/// # Errors
/// When a folder cannot be read.
pub fn within(path: &Path) -> Result<Option<Vec<PathBuf>>, Error> {
    if path.is_dir() && path.join(schema::manifest::FILE_NAME).is_file() {
        return Ok(None);
    }
    let files = sequence::files(&[path.to_owned()])?;
    // The first tells what all are; one that is none is an error then.
    Ok(files.first().is_some_and(|first| looks_like(first)).then_some(files))
}

/// Whether a file begins as a sequence does.
fn looks_like(path: &Path) -> bool {
    let mut head = String::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_string(&mut head));
    let whole = |word: &str| sequence::number(word, Arch::X86_64).is_some();
    // The last word may be cut.
    let words: Vec<&str> = head.lines().flat_map(sequence::words).collect();
    let cut = usize::from(head.len() as u64 == HEAD);
    read.is_ok() && !words.is_empty() && words[..words.len().saturating_sub(cut)].iter().all(|word| whole(word))
}

/// Reads a file as a run; `input` is its number.
///
/// # Errors
/// When it cannot be read, or a word in it is no call.
pub fn read(path: &Path, input: u32, names: &mut Names) -> Result<Unit, Error> {
    let refused = |e: std::io::Error| Error::unreadable(path, e);
    let mut reader = BufReader::new(File::open(path).map_err(refused)?.take(LIMIT));
    let (mut calls, mut line, mut number) = (Vec::new(), Vec::new(), 0_u64);
    let (mut things, mut seen) = (Vec::new(), HashSet::new());
    loop {
        line.clear();
        number += 1;
        if reader.read_until(b'\n', &mut line).map_err(refused)? == 0 {
            break;
        }
        for word in sequence::words(&String::from_utf8_lossy(&line)) {
            let nr = sequence::number(word, Arch::X86_64).ok_or_else(|| {
                let what =
                    format!("line {number}: {:?} is no number and no name of a call", crate::escape::visible(word));
                Error::unreadable(path, what)
            })?;
            if seen.insert(nr) {
                let kind = Kind::Call;
                let text = format!("{} {}", kind.name(), Arch::X86_64.display_name(nr));
                things.push(Thing { kind, text: names.things.number(&text), row: (input + 1, calls.len() as i64) });
            }
            calls.push(call(nr, names));
        }
    }
    let program = names.programs.number("");
    Ok(Unit {
        program,
        pid: input + 1,
        input,
        group: input,
        threads: vec![Thread { tid: 0, calls, times: Vec::new() }],
        things,
    })
}

/// The number of a call's name.
fn call(nr: i32, names: &mut Names) -> u16 {
    let name = Arch::X86_64.display_name(nr);
    // There are a few hundred calls; a file with tens of thousands of numbers has the last ones alike.
    u16::try_from(names.calls.number(&name)).unwrap_or(u16::MAX)
}
