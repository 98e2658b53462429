//! Files that appear under their name only when they are whole.

use super::SinkError;
use schema::seal::{Hash, hex};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// A file that is written as `NAME.part`, summed on the way, and renamed at the end.
pub struct Summed {
    out: BufWriter<File>,
    sum: Sha256,
    bytes: u64,
    path: PathBuf,
}

/// What is known of a finished file.
pub struct Finished {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl Summed {
    /// Begins the file that will be `path`.
    pub fn create(path: &Path) -> Result<Summed, SinkError> {
        let part = part(path);
        let file = File::create(&part).map_err(SinkError::io(&part))?;
        let out = BufWriter::with_capacity(1 << 20, file);
        Ok(Summed { out, sum: Sha256::new(), bytes: 0, path: path.to_owned() })
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> Result<Finished, SinkError> {
        self.out.flush().map_err(SinkError::io(&self.path))?;
        std::fs::rename(part(&self.path), &self.path).map_err(SinkError::io(&self.path))?;
        Ok(Finished { bytes: self.bytes, sha256: hex(&self.sum.finalize()) })
    }

    /// The sum of what has been written so far.
    pub fn sum_so_far(&self) -> Hash {
        self.sum.clone().finalize().into()
    }
}

impl Write for Summed {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.out.write_all(buffer)?;
        self.sum.update(buffer);
        self.bytes += buffer.len() as u64;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Writes a small file in one step, so that no reader sees half of it.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), SinkError> {
    let part = part(path);
    std::fs::write(&part, bytes).map_err(SinkError::io(&part))?;
    std::fs::rename(&part, path).map_err(SinkError::io(path))
}

/// As [`replace`], and the file is on the disk before it has its name.
pub fn replace_safely(path: &Path, bytes: &[u8]) -> Result<(), SinkError> {
    let part = part(path);
    std::fs::write(&part, bytes).map_err(SinkError::io(&part))?;
    sync(&part)?;
    std::fs::rename(&part, path).map_err(SinkError::io(path))
}

/// Waits until a file, or a folder's list of names, is on the disk.
pub fn sync(path: &Path) -> Result<(), SinkError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(SinkError::io(path))
}

/// As [`sync`], of the folder that a file lies in.
pub fn sync_parent(path: &Path) -> Result<(), SinkError> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync(parent)
}

/// Removes what there is of a file that was not finished.
pub fn abandon(path: &Path) {
    let _ = std::fs::remove_file(part(path));
}

/// The name while it is written.
pub fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
