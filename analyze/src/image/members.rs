//! The members of a tar, one after another, from anything that can be read forwards.
//!
//! Headers are those of POSIX.1-1988 (ustar), POSIX.1-2001 (pax) and GNU. What an archive may make us keep, a name above all, has a
//! limit; the contents are passed over unless they are asked for.

use std::{
    fs::File,
    io::{BufReader, Read},
};
use tar::{EntryType, Header};

const BLOCK: u64 = 512;
/// Bytes that the extended header of one member may have.
const EXTENDED_LIMIT: u64 = 1 << 20;

/// What can be read, and passed over.
pub trait Source: Read {
    /// Passes over so many bytes.
    ///
    /// # Errors
    /// When there are fewer.
    fn pass(&mut self, bytes: u64) -> std::io::Result<()>
    where
        Self: Sized,
    {
        match std::io::copy(&mut self.by_ref().take(bytes), &mut std::io::sink())? {
            passed if passed == bytes => Ok(()),
            _ => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl Source for BufReader<File> {
    fn pass(&mut self, bytes: u64) -> std::io::Result<()> {
        // Behind the end of a file one can go on; the header that is missing there says so.
        i64::try_from(bytes).map_err(std::io::Error::other).and_then(|bytes| self.seek_relative(bytes))
    }
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    File,
    /// Another name of a file that came before.
    Link,
    /// A symbolic link.
    Symlink,
    /// A folder.
    Folder,
    /// A device or a pipe.
    Other,
}

/// A member.
#[derive(Debug)]
pub struct Member {
    /// Its name, as it stands in the archive.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// Where a link leads.
    pub link: Vec<u8>,
    /// Where its content begins, in bytes from the beginning of the archive.
    pub from: u64,
    /// Bytes of content. Of a sparse file those that are stored.
    pub size: u64,
    /// The stored bytes are not the content: holes are left out.
    pub sparse: bool,
}

/// The members that are still to come.
pub struct Members<R> {
    from: R,
    /// Bytes passed so far.
    at: u64,
    /// Content of the current member, and what fills its last block.
    rest: u64,
}

/// What stands before a header, about the member behind it.
#[derive(Default)]
struct Extended {
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl<R: Source> Members<R> {
    pub fn new(from: R) -> Self {
        Members { from, at: 0, rest: 0 }
    }

    /// The next member, or `None` at the end.
    ///
    /// # Errors
    /// What is wrong with the archive.
    pub fn next(&mut self) -> Result<Option<Member>, String> {
        let mut extended = Extended::default();
        loop {
            self.from.pass(self.rest).map_err(|e| self.damaged(e))?;
            self.at += self.rest;
            self.rest = 0;
            let Some(header) = self.header()? else { return Ok(None) };
            let size = header.entry_size().map_err(|e| self.damaged(e))?;
            match header.entry_type() {
                EntryType::GNULongName => extended.path = Some(until_nul(self.small(size)?)),
                EntryType::GNULongLink => extended.link = Some(until_nul(self.small(size)?)),
                EntryType::XHeader => extended.read(&self.small(size)?),
                EntryType::XGlobalHeader => self.rest = self.padded(size)?,
                kind => return self.member(&header, kind, size, extended).map(Some),
            }
        }
    }

    fn member(&mut self, header: &Header, kind: EntryType, size: u64, before: Extended) -> Result<Member, String> {
        let path = before.path.unwrap_or_else(|| header.path_bytes().into_owned());
        let link = before.link.or_else(|| header.link_name_bytes().map(|l| l.into_owned())).unwrap_or_default();
        let kind = match kind {
            // As archives had it before there was a type.
            EntryType::Regular if path.ends_with(b"/") => Kind::Folder,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Kind::File,
            EntryType::Link => Kind::Link,
            EntryType::Symlink => Kind::Symlink,
            EntryType::Directory => Kind::Folder,
            _ => Kind::Other,
        };
        let mut sparse = before.sparse;
        if header.entry_type() == EntryType::GNUSparse {
            sparse = true;
            let mut more = header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
            while more {
                let mut block = [0; BLOCK as usize];
                self.from.read_exact(&mut block).map_err(|e| self.damaged(e))?;
                self.at += BLOCK;
                more = block[504] == 1;
            }
        }
        // Links have a size in some archives, and never content, but for hard links of pax.
        let size = if matches!(kind, Kind::File | Kind::Link) { before.size.unwrap_or(size) } else { size };
        self.rest = self.padded(size)?;
        Ok(Member { path, kind, link, from: self.at, size, sparse })
    }

    /// The content of the current member, which may be read once.
    ///
    /// # Errors
    /// When the archive ends before it.
    pub fn content(&mut self, member: &Member) -> Result<Vec<u8>, String> {
        let content = self.exactly(member.size)?;
        self.rest -= member.size;
        Ok(content)
    }

    /// What is read from.
    pub fn into_inner(self) -> R {
        self.from
    }

    fn exactly(&mut self, size: u64) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        self.from.by_ref().take(size).read_to_end(&mut content).map_err(|e| self.damaged(e))?;
        if content.len() as u64 != size {
            return Err(self.damaged("it is cut short"));
        }
        self.at += size;
        Ok(content)
    }

    /// An extended header.
    fn small(&mut self, size: u64) -> Result<Vec<u8>, String> {
        if size > EXTENDED_LIMIT {
            return Err(format!(
                "at byte {} a header has {size} bytes; no sound archive has such, do not trust it",
                self.at
            ));
        }
        let content = self.exactly(size)?;
        self.rest = self.padded(size)? - size;
        Ok(content)
    }

    fn header(&mut self) -> Result<Option<Header>, String> {
        let mut block = [0; BLOCK as usize];
        let mut filled = 0;
        while filled < block.len() {
            match self.from.read(&mut block[filled..]) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(self.damaged("it is cut short")),
                Ok(bytes) => filled += bytes,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(self.damaged(e)),
            }
        }
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let header = Header::from_byte_slice(&block).clone();
        // As if the sum itself were blanks.
        let sum: u32 =
            block.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) }).sum();
        if header.cksum().ok() != Some(sum) {
            return Err(self.damaged("the sum of a header is wrong"));
        }
        self.at += BLOCK;
        Ok(Some(header))
    }

    /// With what fills the last block.
    fn padded(&self, size: u64) -> Result<u64, String> {
        size.checked_next_multiple_of(BLOCK).ok_or_else(|| self.damaged("a size is larger than any file"))
    }

    fn damaged(&self, what: impl ToString) -> String {
        format!("is no sound tar archive: at byte {}: {}; use a sound copy", self.at, what.to_string())
    }
}

impl Extended {
    /// Records of the form `LENGTH KEY=VALUE\n`, the length that of the whole record (POSIX.1-2001, pax).
    fn read(&mut self, mut text: &[u8]) {
        while let Some((record, rest)) = record(text) {
            text = rest;
            let mut parts = record.splitn(2, |b| *b == b'=');
            let (key, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            match key {
                b"path" | b"GNU.sparse.name" => self.path = Some(value.to_vec()),
                b"linkpath" => self.link = Some(value.to_vec()),
                b"size" => self.size = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()),
                key => self.sparse |= key.starts_with(b"GNU.sparse."),
            }
        }
    }
}

/// The first record, without its length and its line end, and what follows.
fn record(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = text.iter().take(20).position(|b| *b == b' ')?;
    let length: usize = std::str::from_utf8(&text[..blank]).ok()?.parse().ok()?;
    let (record, rest) = text.split_at_checked(length)?;
    Some((record.get(blank + 1..length.checked_sub(1)?)?, rest))
}

fn until_nul(mut text: Vec<u8>) -> Vec<u8> {
    text.truncate(text.iter().position(|b| *b == 0).unwrap_or(text.len()));
    text
}
