//! The seal of a SQLite file: one row of table `seal`, JSON, written last.
//!
//! It holds the SHA-256 of the manifest's text and that of the whole file, the latter taken with its own 64 digits as zeros. So the
//! row is stored with zeros, the file is closed and summed, and the digits are put in their place. Where that is says a
//! number drawn at random when all else was written: nothing that was recorded can look like it.

use super::Hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Result};

/// Tables beside those with rows. The statements make them where they are not yet there.
pub const TABLES: &str = "CREATE TABLE IF NOT EXISTS seal (json TEXT NOT NULL); \
     CREATE TABLE IF NOT EXISTS custody (line TEXT NOT NULL); \
     CREATE TABLE IF NOT EXISTS signatures (name TEXT NOT NULL, text TEXT NOT NULL);";

/// The row's content. The members are written in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSeal {
    /// Random, 32 hexadecimal digits.
    pub nonce: String,
    /// SHA-256 of the text in table `manifest`.
    pub manifest_sha256: String,
    /// SHA-256 of the file in which these digits are zeros.
    pub file_sha256: String,
}

impl DatabaseSeal {
    /// The seal with the file's sum in its place.
    pub fn closed(self, sum: &Hash) -> DatabaseSeal {
        DatabaseSeal { file_sha256: super::hex(sum), ..self }
    }

    /// A seal whose file has not been summed yet.
    pub fn open(nonce: String, manifest_sha256: String) -> DatabaseSeal {
        DatabaseSeal { nonce, manifest_sha256, file_sha256: "0".repeat(64) }
    }

    /// The row's text.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The part of the text before the file's digits: what to look for in the file.
    pub fn before_digits(&self) -> String {
        let text = self.text();
        text.split_at_checked(text.len().saturating_sub(64 + 2)).map(|(start, _)| start.to_owned()).unwrap_or_default()
    }
}

/// Hexadecimal digits of the file's sum.
const DIGITS: u64 = 64;

/// Where the digits stand in the file; `None` if the row is not there, or not once.
///
/// # Errors
/// When the file cannot be read.
pub fn find_digits(mut file: impl Read, seal: &DatabaseSeal) -> Result<Option<u64>> {
    let needle = seal.before_digits();
    let finder = memchr::memmem::Finder::new(needle.as_bytes());
    let (mut window, mut begins, mut found) = (Vec::new(), 0_u64, Vec::new());
    while file.by_ref().take(1 << 20).read_to_end(&mut window)? > 0 {
        found.extend(finder.find_iter(&window).map(|at| begins + (at + needle.len()) as u64));
        // What may be the beginning of the needle stays.
        let done = window.len().saturating_sub(needle.len() - 1);
        window.drain(..done);
        begins += done as u64;
    }
    Ok(if let [at] = found[..] { Some(at) } else { None })
}

/// SHA-256 of the file, in which the digits at this place count as zeros.
///
/// # Errors
/// When the file cannot be read.
pub fn sum(mut file: impl Read, digits: u64) -> Result<Hash> {
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut begins = 0_u64;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(sum.finalize().into());
        }
        let within = |at: u64| at.saturating_sub(begins).min(n as u64) as usize;
        buffer[within(digits)..within(digits.saturating_add(DIGITS))].fill(b'0');
        sum.update(&buffer[..n]);
        begins += n as u64;
    }
}

/// First bytes of the zstd frame that ends a compressed trace: a skippable one (RFC 8878, 3.1.2), which every reader passes over. Its
/// content is [`TRAILER_MARK`] and the SHA-256 of all before it.
pub const TRAILER: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 40, 0, 0, 0];
/// See [`TRAILER`].
pub const TRAILER_MARK: &[u8; 8] = b"SCA-SUM1";
/// Bytes of the whole frame.
pub const TRAILER_BYTES: usize = 8 + 8 + 32;

/// The frame that ends a compressed trace whose other bytes have this digest.
pub fn trailer(sha256: &super::Hash) -> [u8; TRAILER_BYTES] {
    let mut frame = [0; TRAILER_BYTES];
    frame[..8].copy_from_slice(&TRAILER);
    frame[8..16].copy_from_slice(TRAILER_MARK);
    frame[16..].copy_from_slice(sha256);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_come_right_after_the_part_to_look_for() {
        let seal = DatabaseSeal::open("ab".repeat(16), "cd".repeat(32));
        assert_eq!(seal.text(), format!("{}{}\"}}", seal.before_digits(), "0".repeat(64)));
        // At every place, over the bounds of what is read at once too.
        for before in [0, 1, 4000, (1 << 20) - 100, (1 << 20) - 1, 1 << 20] {
            let mut file = vec![b'x'; before];
            file.extend_from_slice(seal.text().as_bytes());
            let at = (before + seal.before_digits().len()) as u64;
            assert_eq!(find_digits(file.as_slice(), &seal).unwrap(), Some(at));
            assert_eq!(sum(file.as_slice(), at).unwrap(), crate::seal::sha256(&file));
            let mut closed = file.clone();
            closed[at as usize..at as usize + 64].fill(b'e');
            assert_eq!(sum(closed.as_slice(), at).unwrap(), crate::seal::sha256(&file));
            file.extend_from_slice(seal.text().as_bytes());
            assert_eq!(find_digits(file.as_slice(), &seal).unwrap(), None);
        }
    }
}
