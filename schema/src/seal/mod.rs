//! How a trace is closed so that a change is noticed: what is summed, in which order, and how it is written down.
//!
//! Everything here works on bytes in memory. What is read and written is up to `record`, which seals, and `analyze`, which
//! verifies; docs/FORMAT.md, "Seal", tells the whole of it.
//!
//! - Each finished file of a folder, or each [`rows::CHUNK`] rows of a SQLite table, is a leaf: its SHA-256.
//! - The manifest lists the leaves and holds their [`merkle`] root. It is what is signed.
//! - [`sums`] lists the SHA-256 of every file of a folder, the manifest too; [`database`] does the same for a SQLite file.
//! - [`custody`] is the log of what was done to the trace since.

pub mod archive;
pub mod commit;
pub mod custody;
pub mod database;
pub mod merkle;
pub mod rows;
#[cfg(feature = "sign")]
pub mod sign;
pub mod sums;

use crate::manifest::{Manifest, Seal};
use sha2::{Digest, Sha256};

/// The algorithm's name in the manifest.
pub const ALGORITHM: &str = "sha256-rfc6962";

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// SHA-256 of bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// A digest from its 64 hexadecimal digits, in lower case.
pub fn unhex(text: &str) -> Option<Hash> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

/// The seal over the leaves that a manifest lists; `None` if one of them is no SHA-256.
pub fn over(manifest: &Manifest) -> Option<Seal> {
    let files = manifest.files.iter().map(|file| file.sha256.as_str());
    let leaves = files.chain(manifest.leaves.iter().map(|leaf| leaf.sha256.as_str()));
    let leaves: Vec<Hash> = leaves.map(unhex).collect::<Option<_>>()?;
    Some(Seal { algorithm: ALGORITHM.to_owned(), leaves: leaves.len() as u64, root: hex(&merkle::root(&leaves)) })
}

/// Whether a file of this name may be in a trace: no folders, nothing hidden, nothing that a shell or a terminal takes amiss.
pub fn is_member_name(name: &str) -> bool {
    let known = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-');
    (1..=100).contains(&name.len()) && name.bytes().all(known) && !name.starts_with(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_the_usual_and_comes_back() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&sha256(b"")), empty);
        assert_eq!(unhex(empty), Some(sha256(b"")));
        assert!(unhex(&empty.to_uppercase()).is_none() && unhex("").is_none() && unhex(&"é".repeat(32)).is_none());
    }

    #[test]
    fn only_plain_names_are_members() {
        for name in ["manifest.json", "SHA256SUMS", "syscalls-00000.parquet", "manifest.json.minisig"] {
            assert!(is_member_name(name), "{name}");
        }
        for name in ["", ".", "..", "/etc/passwd", "../x", "a/b", ".hidden", "-rf", "a b", "a\n", "é", &"x".repeat(101)]
        {
            assert!(!is_member_name(name), "{name}");
        }
    }
}
