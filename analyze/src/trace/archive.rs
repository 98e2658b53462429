//! `X.trace.tar`: what is in it and where, so that it can be read without unpacking.
//!
//! Nothing in an archive is taken on trust: links, devices, folders above, names twice, and sizes that the file does not have are
//! refused. An archive that tar(1) made of the folder is taken too, with `./` or the folder's name before each name.

use schema::seal::is_member_name;
use std::{
    collections::BTreeMap,
    io::{BufReader, Read, Seek},
    ops::Range,
};

/// Members that an archive may have.
const MOST: usize = 100_000;

/// Where each file's bytes are.
pub type Members = BTreeMap<String, Range<usize>>;

/// Whether this is the beginning of a tar (POSIX.1-1988, ustar; GNU tar writes the same word).
pub fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Lists an archive of `length` bytes.
///
/// # Errors
/// What is wrong with it.
pub fn index(file: impl Read + Seek, length: u64) -> Result<Members, String> {
    let mut archive = tar::Archive::new(BufReader::new(file));
    let damaged = |e: std::io::Error| format!("is no sound archive: {e}; use a sound copy");
    let mut members = Members::new();
    let mut folder: Option<String> = None;
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let refused = |what: &str| Err(format!("holds {path:?}, {what}; do not trust it"));
        let kind = entry.header().entry_type();
        if kind.is_dir() && path.split('/').all(|part| part.is_empty() || part == "." || is_member_name(part)) {
            continue;
        }
        if !kind.is_file() {
            return refused("which is not a plain file");
        }
        let inner = path.strip_prefix("./").unwrap_or(&path);
        let (above, name) = inner.rsplit_once('/').unwrap_or(("", inner));
        if !is_member_name(name) || !(above.is_empty() || is_member_name(above)) {
            return refused("a name that no trace has");
        }
        if folder.get_or_insert_with(|| above.to_owned()) != above {
            return refused("which is in another folder than the rest");
        }
        let from = entry.raw_file_position();
        let to = from.checked_add(entry.size()).filter(|to| *to <= length);
        let Some(to) = to else { return refused("which ends behind the end of the archive: it is cut short") };
        let (Ok(from), Ok(to)) = (usize::try_from(from), usize::try_from(to)) else {
            return refused("which is too large for this machine");
        };
        if members.insert(name.to_owned(), from..to).is_some() {
            return refused("twice");
        }
        if members.len() > MOST {
            return Err(format!("holds more than {MOST} files; no trace does"));
        }
    }
    Ok(members)
}
