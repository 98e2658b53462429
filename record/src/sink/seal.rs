//! Closing a trace: digests, custody log and signature, on the disk before the manifest says `sealed`.

use super::{SinkError, file};
use schema::{
    manifest::{FILE_NAME, Manifest},
    seal::{self, custody, hex, sha256, sign, sums},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// The key of `--sign`.
pub type Signer = Arc<sign::SecretKey>;

/// Seals a folder whose tables are finished.
pub fn folder(path: &Path, manifest: Manifest, signer: Option<&Signer>) -> Result<Manifest, SinkError> {
    let manifest = Manifest { seal: seal::over(&manifest), ..manifest };
    let text = manifest.text().map_err(|e| SinkError::io(path)(e.into()))?;
    let mut sums: sums::Sums = manifest.files.iter().map(|f| (f.name.clone(), f.sha256.clone())).collect();
    sums.insert(FILE_NAME.to_owned(), hex(&sha256(text.as_bytes())));
    sums.extend(others(path, &sums)?);
    let Papers { custody, signature } = papers(path, &manifest, &text, signer)?;
    let mut write = |name: &str, text: &str| {
        sums.insert(name.to_owned(), hex(&sha256(text.as_bytes())));
        file::replace_safely(&path.join(name), text.as_bytes())
    };
    write(custody::FILE_NAME, &custody)?;
    if let Some((name, text)) = &signature {
        write(name, text)?;
    }
    file::replace_safely(&path.join(sums::FILE_NAME), sums::text(&sums).as_bytes())?;
    for file in &manifest.files {
        file::sync(&path.join(&file.name))?;
    }
    file::sync(path)?;
    // The last step: before it the trace is one whose recorder did not finish.
    file::replace_safely(&path.join(FILE_NAME), text.as_bytes())?;
    file::sync(path)?;
    file::sync_parent(path)?;
    Ok(manifest)
}

/// The sums of finished files that hold no rows.
fn others(path: &Path, known: &sums::Sums) -> Result<sums::Sums, SinkError> {
    let mut others = sums::Sums::new();
    for entry in std::fs::read_dir(path).map_err(SinkError::io(path))? {
        let entry = entry.map_err(SinkError::io(path))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && seal::is_member_name(&name) && !name.ends_with(".part") && !known.contains_key(&name) {
            let refused = SinkError::io(path);
            let mut sum = Sha256::new();
            let mut file = std::fs::File::open(entry.path()).map_err(refused)?;
            std::io::copy(&mut file, &mut Summer(&mut sum)).map_err(SinkError::io(path))?;
            file::sync(&entry.path())?;
            others.insert(name, hex(&sum.finalize()));
        }
    }
    Ok(others)
}

/// Writes into a sum.
struct Summer<'a>(&'a mut Sha256);

impl std::io::Write for Summer<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What goes with a manifest.
pub struct Papers {
    /// The custody log.
    pub custody: String,
    /// Name and text of the signature.
    pub signature: Option<(&'static str, String)>,
}

/// Begins the custody log, and signs.
pub fn papers(path: &Path, manifest: &Manifest, text: &str, signer: Option<&Signer>) -> Result<Papers, SinkError> {
    let digest = hex(&sha256(text.as_bytes()));
    let entry = |action: &str, detail: BTreeMap<String, String>| custody::Entry {
        n: 0,
        time: jiff::Timestamp::now().to_string(),
        who: who(&manifest.host.hostname),
        tool: format!("{} {}", manifest.tool.name, manifest.tool.version),
        action: action.to_owned(),
        manifest: digest.clone(),
        detail,
        prev: String::new(),
    };
    let mut log = custody::append("", entry("recorded", BTreeMap::new()));
    let mut signature = None;
    if let Some(key) = signer {
        log = custody::append(&log, entry("signed", [("key".to_owned(), key.name())].into()));
        let comment = sign::comment(&manifest.id, &log);
        let signed = key.sign(text.as_bytes(), &comment);
        signature = Some((key.file_name(), signed.map_err(|cause| SinkError::Sign { path: path.to_owned(), cause })?));
    }
    Ok(Papers { custody: log, signature })
}

/// User and host, for the custody log.
fn who(host: &str) -> String {
    let uid = nix::unistd::Uid::current();
    let name = nix::unistd::User::from_uid(uid).ok().flatten().map_or_else(|| format!("uid {uid}"), |user| user.name);
    format!("{name}@{host}")
}
