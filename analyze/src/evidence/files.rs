//! Verifying a folder or an archive: every file against the manifest and `SHA256SUMS`, nothing more and nothing less, and of an
//! archive every byte between the files too.

use super::{
    findings::{Findings, Status},
    verify::Sealed,
};
use crate::{
    error::Error,
    trace::{MANIFEST_LIMIT, Store},
};
use schema::{
    manifest::{FILE_NAME, FileEntry, Manifest, State},
    seal::{
        archive, custody, hex, sha256,
        sign::{MINISIGN_FILE, SSH_FILE},
        sums::{self, Sums},
    },
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, io::Read};

/// Verifies the files of a trace. What can be said of their content goes to `found`.
///
/// # Errors
/// When there is no manifest that can be read.
pub fn verify(store: &Store, found: &mut Findings) -> Result<Sealed, Error> {
    let text = store.text(FILE_NAME, MANIFEST_LIMIT)?;
    let manifest = crate::trace::manifest(&store.path(FILE_NAME), &text)?;
    let actual = digests(store, found)?;
    let sealed = manifest.seal.is_some();
    let sums = if sealed { read_sums(store, found) } else { unsealed(store, &manifest, found) };
    if sealed && schema::seal::over(&manifest) != manifest.seal {
        found.add(FILE_NAME, Status::Changed, "its Merkle root is not that of the files it lists");
    }
    data_files(&manifest, &actual, &sums, found);
    other_files(&manifest, &actual, &sums, sealed, found);
    if let Store::Archive { bytes, .. } = store {
        between_files(store, bytes.as_ref(), found);
    }
    let read = |name: &str| store.has(name).then(|| store.text(name, custody::LIMIT));
    let optional = |name: &str, found: &mut Findings| match read(name) {
        Some(Ok(text)) => Some(text),
        Some(Err(error)) => {
            found.add(name, Status::Changed, error.to_string());
            None
        }
        None => None,
    };
    let custody = optional(custody::FILE_NAME, found);
    let signatures = [MINISIGN_FILE, SSH_FILE].map(|name| Some((name.to_owned(), optional(name, found)?)));
    let papers = [FILE_NAME, custody::FILE_NAME, MINISIGN_FILE, SSH_FILE];
    let is_other = |name: &str| !papers.contains(&name) && manifest.files.iter().all(|file| file.name != name);
    let others = sums.into_iter().filter(|(name, _)| is_other(name)).collect();
    Ok(Sealed { manifest, text, custody, signatures: signatures.into_iter().flatten().collect(), others })
}

/// The SHA-256 of every file, by name.
fn digests(store: &Store, found: &mut Findings) -> Result<BTreeMap<String, String>, Error> {
    let mut digests = BTreeMap::new();
    for name in store.names()? {
        match store.open(&name).and_then(|file| digest(file).map_err(|e| Error::unreadable(&store.path(&name), e))) {
            Ok(sum) => {
                digests.insert(name, sum);
            }
            Err(Error::Unreadable { what, .. }) => found.add(name, Status::Extra, what),
            Err(other) => return Err(other),
        }
    }
    Ok(digests)
}

fn digest(mut file: impl Read) -> std::io::Result<String> {
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&sum.finalize())),
            n => sum.update(&buffer[..n]),
        }
    }
}

fn read_sums(store: &Store, found: &mut Findings) -> Sums {
    if !store.has(sums::FILE_NAME) {
        found.add(sums::FILE_NAME, Status::Missing, "the trace was sealed with it");
        return Sums::new();
    }
    let sums = match store.text(sums::FILE_NAME, MANIFEST_LIMIT) {
        Ok(text) => sums::parse(&text).map_err(|line| format!("line {line} is not as it was written")),
        Err(error) => Err(error.to_string()),
    };
    sums.unwrap_or_else(|what| {
        found.add(sums::FILE_NAME, Status::Changed, what);
        Sums::new()
    })
}

/// Of a trace without a seal only the files that the manifest lists can be verified.
fn unsealed(store: &Store, manifest: &Manifest, found: &mut Findings) -> Sums {
    if manifest.state == State::Recording {
        found.add(FILE_NAME, Status::Changed, "was never sealed: the recorder did not finish, or is still writing");
    } else if manifest.format.minor >= 3 || store.has(sums::FILE_NAME) {
        found.add(FILE_NAME, Status::Changed, "has no seal, which traces of this format have");
    } else {
        found.notes.push(format!(
            "format {} had no seal: the files were compared with the manifest, the manifest with nothing",
            manifest.format
        ));
    }
    Sums::new()
}

/// The files with rows.
fn data_files(manifest: &Manifest, actual: &BTreeMap<String, String>, sums: &Sums, found: &mut Findings) {
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &manifest.files {
        let from = first.entry(&file.table).or_default();
        let rows = if file.rows == 0 {
            format!("no rows of {}", file.table)
        } else {
            format!("rows {}-{} of {}", *from + 1, from.saturating_add(file.rows), file.table)
        };
        *from = from.saturating_add(file.rows);
        match actual.get(&file.name) {
            None => found.add(&file.name, Status::Missing, rows),
            Some(sum) if *sum != file.sha256 => {
                let other = manifest.files.iter().find(|other| other.sha256 == *sum).map(|other| &other.name);
                let as_other = other.map(|name| format!("; it is {name} under another name")).unwrap_or_default();
                found.add(&file.name, Status::Changed, format!("{rows}{as_other}"));
            }
            Some(_) => found.add(&file.name, Status::Ok, rows),
        }
        if !sums.is_empty() && sums.get(&file.name) != Some(&file.sha256) {
            let what = format!("has another sum for {} than the manifest", file.name);
            found.add(sums::FILE_NAME, Status::Changed, what);
        }
    }
}

/// Manifest, log, signatures, and what is not the trace's.
fn other_files(
    manifest: &Manifest,
    actual: &BTreeMap<String, String>,
    sums: &Sums,
    sealed: bool,
    found: &mut Findings,
) {
    let is_data = |name: &str| manifest.files.iter().any(|FileEntry { name: known, .. }| known == name);
    for (name, sum) in actual.iter().filter(|(name, _)| !is_data(name) && *name != sums::FILE_NAME) {
        match sums.get(name) {
            Some(expected) if expected == sum => found.add(name, Status::Ok, ""),
            Some(_) => found.add(name, Status::Changed, format!("its sum is not the one in {}", sums::FILE_NAME)),
            None if name == FILE_NAME && sealed && !sums.is_empty() => {
                found.add(sums::FILE_NAME, Status::Changed, format!("has no sum for {FILE_NAME}"));
            }
            None if name == FILE_NAME => found.add(name, Status::Unknown, "there is nothing to compare it with"),
            None => found.add(name, Status::Extra, "is none of the sealed files"),
        }
    }
    for name in sums.keys().filter(|name| !is_data(name) && !actual.contains_key(*name)) {
        found.add(name, Status::Missing, format!("{} lists it", sums::FILE_NAME));
    }
    if sealed && !sums.is_empty() && !sums.contains_key(custody::FILE_NAME) {
        found.add(custody::FILE_NAME, Status::Missing, "the trace was sealed with it");
    }
}

/// The headers and fillings of an archive, which are the same for the same files.
fn between_files(store: &Store, bytes: &[u8], found: &mut Findings) {
    let part = store.root().display().to_string();
    let Store::Archive { members, .. } = store else { return };
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|(_, range)| range.start);
    let mut at = 0;
    let zeros = |from: usize, length: u64| {
        let all = bytes.get(from..from.saturating_add(length as usize));
        all.is_some_and(|bytes| bytes.iter().all(|b| *b == 0))
    };
    for (name, range) in members {
        let header = archive::header(name, range.len() as u64);
        let same = header.is_ok_and(|header| bytes.get(at..range.start) == Some(&header.as_bytes()[..]));
        let padding = archive::padding(range.len() as u64);
        if !same || !zeros(range.end, padding) {
            found.add(&part, Status::Changed, format!("the archive around {name} is not as analyze pack writes it"));
            return;
        }
        at = range.end + padding as usize;
    }
    if bytes.len() as u64 != at as u64 + archive::END || !zeros(at, archive::END) {
        found.add(&part, Status::Changed, "the end of the archive is not as analyze pack writes it");
    }
}

/// The digest of a manifest's text.
pub fn manifest_digest(text: &str) -> String {
    hex(&sha256(text.as_bytes()))
}
