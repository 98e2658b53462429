//! The files of a trace, in a folder or in an archive.

use super::{archive, locked};
use crate::error::{Error, first_line};
use polars::polars_utils::mmap::MMapSemaphore;
use polars_buffer::Buffer;
use std::{
    fs::File,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

/// Where the files are.
pub enum Store {
    /// A folder.
    Folder(PathBuf),
    /// An archive, mapped into memory.
    Archive {
        /// The archive.
        path: PathBuf,
        /// All of its bytes.
        bytes: Buffer<u8>,
        /// Which of them are which file.
        members: archive::Members,
        /// Whether it lies encrypted.
        encrypted: bool,
    },
}

impl Store {
    /// The archive at `path`.
    ///
    /// # Errors
    /// When it is damaged, or holds what no trace holds.
    pub fn archive(path: &Path) -> Result<Store, Error> {
        let refused = |e: &dyn std::fmt::Display| Error::unreadable(path, first_line(e));
        let file = File::open(path).map_err(|e| refused(&e))?;
        let length = file.metadata().map_err(|e| refused(&e))?.len();
        let members = archive::index(&file, length).map_err(|e| refused(&e))?;
        let bytes = Buffer::from_owner(MMapSemaphore::new_from_file(&file).map_err(|e| refused(&e))?);
        Ok(Store::Archive { path: path.to_owned(), bytes, members, encrypted: false })
    }

    /// The encrypted archive at `path`.
    ///
    /// # Errors
    /// When it cannot be decrypted, and as [`Store::archive`].
    pub fn encrypted(path: &Path) -> Result<Store, Error> {
        let content = locked::decrypt(path)?;
        let members = archive::index(Cursor::new(&content), content.len() as u64);
        let members = members.map_err(|what| Error::unreadable(path, first_line(what)))?;
        Ok(Store::Archive { path: path.to_owned(), bytes: Buffer::from(content), members, encrypted: true })
    }

    /// What the user named.
    pub fn root(&self) -> &Path {
        match self {
            Store::Folder(path) | Store::Archive { path, .. } => path,
        }
    }

    /// How messages name a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// The names of everything that is there, in order.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        match self {
            Store::Folder(folder) => {
                let refused = |e| Error::unreadable(folder, e);
                let mut names = Vec::new();
                for entry in std::fs::read_dir(folder).map_err(refused)? {
                    names.push(entry.map_err(refused)?.file_name().to_string_lossy().into_owned());
                }
                names.sort();
                Ok(names)
            }
            Store::Archive { members, .. } => Ok(members.keys().cloned().collect()),
        }
    }

    /// Bytes of a file. Links and everything else that is no plain file are refused: they may lead out of the trace.
    ///
    /// # Errors
    /// When it is not there or no plain file.
    pub fn bytes(&self, name: &str) -> Result<u64, Error> {
        match self {
            Store::Folder(folder) => {
                let path = folder.join(name);
                let metadata = path.symlink_metadata().map_err(|e| Error::unreadable(&path, e))?;
                if !metadata.is_file() {
                    return Err(Error::unreadable(&path, "is not a plain file; no trace holds such, do not trust it"));
                }
                Ok(metadata.len())
            }
            Store::Archive { members, .. } => match members.get(name) {
                Some(range) => Ok(range.len() as u64),
                None => Err(Error::unreadable(&self.path(name), "is not in the archive")),
            },
        }
    }

    /// Whether a file is there.
    pub fn has(&self, name: &str) -> bool {
        self.bytes(name).is_ok()
    }

    /// A file's content, to be read once.
    ///
    /// # Errors
    /// As [`Store::bytes`].
    pub fn open(&self, name: &str) -> Result<Box<dyn Read>, Error> {
        self.bytes(name)?;
        match self {
            Store::Folder(folder) => {
                let path = folder.join(name);
                Ok(Box::new(File::open(&path).map_err(|e| Error::unreadable(&path, e))?))
            }
            Store::Archive { .. } => Ok(Box::new(Cursor::new(self.buffer(name)))),
        }
    }

    /// A file's content in an archive; empty in a folder.
    pub fn buffer(&self, name: &str) -> Buffer<u8> {
        match self {
            Store::Archive { bytes, members, .. } => {
                bytes.clone().sliced(members.get(name).cloned().unwrap_or_default())
            }
            Store::Folder(_) => Buffer::new(),
        }
    }

    /// A small file as text.
    ///
    /// # Errors
    /// As [`Store::bytes`], when it has more than `most` bytes, and when it is no text.
    pub fn text(&self, name: &str, most: u64) -> Result<String, Error> {
        let refused = |what: String| Error::unreadable(&self.path(name), what);
        let length = self.bytes(name)?;
        if length > most {
            return Err(refused(format!(
                "has {length} bytes, which is more than any trace's ({most}); do not trust it"
            )));
        }
        let mut text = Vec::new();
        self.open(name)?.take(most).read_to_end(&mut text).map_err(|e| refused(e.to_string()))?;
        String::from_utf8(text).map_err(|_| refused("is no text: it is damaged; use a sound copy".to_owned()))
    }
}
