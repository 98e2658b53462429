//! A layer as it was before it was compressed, and the digest of that.

use super::members::Source;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read};

/// First bytes of what layers are compressed with, and its name.
const FORMS: [(&[u8], &str); 4] =
    [(&[0x1f, 0x8b], GZIP), (&[0x28, 0xb5, 0x2f, 0xfd], ZSTD), (b"\xfd7zXZ\0", "xz"), (b"BZh", "bzip2")];
const GZIP: &str = "gzip";
const ZSTD: &str = "zstd";

/// What something is compressed with, by its first bytes.
pub fn compression(head: &[u8]) -> Option<&'static str> {
    FORMS.iter().find(|(first, _)| head.starts_with(first)).map(|(_, name)| *name)
}

/// Bytes as they come out, up to a limit, with their sum.
pub struct Stream<'a> {
    from: Box<dyn Read + 'a>,
    left: u64,
    sum: Sha256,
}

/// Unpacks what has `size` bytes as it is, if it is compressed at all.
///
/// # Errors
/// When it is compressed with something else than gzip or zstd, or cannot be read.
pub fn open<'a>(from: impl Read + 'a, size: u64) -> Result<Stream<'a>, String> {
    let mut from = BufReader::with_capacity(1 << 16, from);
    let head = from.fill_buf().map_err(|e| e.to_string())?;
    let from: Box<dyn Read + 'a> = match compression(head) {
        Some(GZIP) => Box::new(flate2::bufread::MultiGzDecoder::new(from)),
        Some(ZSTD) => Box::new(zstd::stream::read::Decoder::with_buffer(from).map_err(|e| e.to_string())?),
        Some(other) => return Err(format!("is compressed with {other}, which is not read; unpack it first")),
        None => Box::new(from),
    };
    // Files shrink to a tenth; zeros alone to a thousandth and less.
    Ok(Stream { from, left: size.saturating_mul(100).max(16 << 30), sum: Sha256::new() })
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            std::io::Error::other("would become far larger than any layer that compresses so well; do not trust it")
        })?;
        self.sum.update(&buffer[..read]);
        Ok(read)
    }
}

impl Source for Stream<'_> {}

impl Stream<'_> {
    /// Reads the rest; the digest of everything, as image configurations have it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn digest(mut self) -> Result<String, String> {
        std::io::copy(&mut self, &mut std::io::sink()).map_err(|e| e.to_string())?;
        Ok(super::recipe::digest_of(self.sum))
    }
}
