//! The papers of a trace: manifest, custody log, signatures and sums, as they are after something was done to it.

use super::{files::manifest_digest, verify::Sealed};
use schema::{
    manifest::{FILE_NAME, Manifest},
    seal::{self, custody, hex, sha256, sums},
    version::CURRENT,
};
use std::{collections::BTreeMap, os::unix::fs::MetadataExt};

/// What was done to a trace.
#[derive(Default)]
pub struct Deed {
    /// One word, as the custody log has it.
    pub action: &'static str,
    /// More about it.
    pub detail: BTreeMap<String, String>,
    /// A signature that it made: name and text.
    pub signature: Option<(String, String)>,
}

/// The papers.
pub struct Package {
    /// The manifest.
    pub manifest: Manifest,
    /// Its text.
    pub text: String,
    /// The custody log.
    pub custody: String,
    /// Signatures by name.
    pub signatures: BTreeMap<String, String>,
    /// Sums of files that are neither rows nor papers.
    pub others: BTreeMap<String, String>,
    /// Other papers by name: commitments, their signatures, and salts.
    pub extra: BTreeMap<String, String>,
}

impl Package {
    /// The papers after a deed that left the manifest as it is. A trace of a format without a seal gets one.
    pub fn of(sealed: Sealed, deed: Deed) -> Package {
        let Sealed { manifest, text, custody, signatures, others } = sealed;
        let (manifest, text) = if manifest.seal.is_some() { (manifest, text) } else { close(manifest) };
        let mut signatures: BTreeMap<String, String> = signatures.into_iter().collect();
        signatures.extend(deed.signature.clone());
        let custody = custody::append(&custody.unwrap_or_default(), entry(&text, deed));
        Package { manifest, text, custody, signatures, others, extra: BTreeMap::new() }
    }

    /// The papers of a trace with other rows: signatures were about the old ones.
    pub fn anew(manifest: Manifest, custody: String, deed: Deed) -> Package {
        let (manifest, text) = close(manifest);
        let custody = custody::append(&custody, entry(&text, deed));
        let (signatures, others, extra) = Default::default();
        Package { manifest, text, custody, signatures, others, extra }
    }

    /// The papers as files of a folder.
    pub fn small_files(&self) -> BTreeMap<String, String> {
        let mut small = self.signatures.clone();
        small.extend(self.extra.clone());
        small.insert(FILE_NAME.to_owned(), self.text.clone());
        small.insert(custody::FILE_NAME.to_owned(), self.custody.clone());
        let mut sums: sums::Sums = self.manifest.files.iter().map(|f| (f.name.clone(), f.sha256.clone())).collect();
        sums.extend(self.others.clone());
        sums.extend(small.iter().map(|(name, text)| (name.clone(), hex(&sha256(text.as_bytes())))));
        small.insert(sums::FILE_NAME.to_owned(), sums::text(&sums));
        small
    }

    /// The names of the other files.
    pub fn large_files(&self) -> impl Iterator<Item = &String> {
        let others = self.others.keys().filter(|name| !self.extra.contains_key(*name));
        self.manifest.files.iter().map(|file| &file.name).chain(others)
    }
}

/// A manifest with its seal, and its text.
fn close(manifest: Manifest) -> (Manifest, String) {
    let manifest = Manifest { format: CURRENT, seal: None, ..manifest };
    let manifest = Manifest { seal: seal::over(&manifest), ..manifest };
    let text = manifest.text().unwrap_or_default();
    (manifest, text)
}

/// A line for the custody log.
pub fn entry(manifest_text: &str, deed: Deed) -> custody::Entry {
    custody::Entry {
        n: 0,
        time: jiff::Timestamp::now().to_string(),
        who: who(),
        tool: format!("analyze {}", env!("CARGO_PKG_VERSION")),
        action: deed.action.to_owned(),
        manifest: manifest_digest(manifest_text),
        detail: deed.detail,
        prev: String::new(),
    }
}

/// User and host, as far as they are known without asking anyone.
fn who() -> String {
    let name = std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).ok().filter(|name| !name.is_empty());
    let uid = || std::fs::metadata("/proc/self").map_or_else(|_| "unknown".to_owned(), |m| format!("uid {}", m.uid()));
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}@{}", name.unwrap_or_else(uid), host.trim())
}
