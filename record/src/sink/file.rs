//! Files that appear under their name only when they are whole.

use super::SinkError;
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

/// Removes what there is of a file that was not finished.
pub fn abandon(path: &Path) {
    let _ = std::fs::remove_file(part(path));
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
