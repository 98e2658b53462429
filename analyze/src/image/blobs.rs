//! The parts of an image, by name: files below a folder, or members of an archive.

use super::members::{Kind, Members};
use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read},
    ops::Range,
    os::unix::fs::FileExt,
    path::{Component, Path, PathBuf},
};

/// Members that an archive of an image may have; a root file system has more.
const MOST: usize = 100_000;
/// Bytes that an index, a manifest or a configuration may have.
const TEXT_LIMIT: u64 = 16 << 20;

/// Where the parts are.
pub enum Blobs {
    /// Below this folder, which is a canonical path.
    Folder(PathBuf),
    /// In this archive.
    Archive(File, HashMap<String, Place>),
}

/// Where a member of an archive is.
pub enum Place {
    /// These bytes.
    Bytes(Range<u64>),
    /// Under this name; older archives have a layer that is there twice only once.
    Link(String),
}

impl Blobs {
    /// Lists an archive; `None` if it has too many members for an image.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn archive(file: File) -> Result<Option<Blobs>, String> {
        let mut members = Members::new(BufReader::new(file.try_clone().map_err(|e| e.to_string())?));
        let mut places = HashMap::new();
        while let Some(member) = members.next()? {
            let Some(name) = plain(Path::new(&*String::from_utf8_lossy(&member.path))) else { continue };
            let link = String::from_utf8_lossy(&member.link).into_owned();
            let place = match member.kind {
                Kind::File if !member.sparse => Place::Bytes(member.from..member.from.saturating_add(member.size)),
                Kind::Link => Place::Link(link),
                // Relative to the folder that the link lies in: `../ID/layer.tar`.
                Kind::Symlink => Place::Link(beside(&name, &link)),
                _ => continue,
            };
            places.insert(name, place);
            if places.len() > MOST {
                return Ok(None);
            }
        }
        Ok(Some(Blobs::Archive(file, places)))
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Blobs::Folder(root) => inside(root, name).is_ok(),
            Blobs::Archive(_, places) => places.contains_key(name),
        }
    }

    /// A part, and how many bytes it has.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn open(&self, name: &str) -> Result<(Box<dyn Read + '_>, u64), String> {
        match self {
            Blobs::Folder(root) => {
                let file = File::open(inside(root, name)?).map_err(|e| format!("{name}: {e}"))?;
                let size = file.metadata().map_err(|e| format!("{name}: {e}"))?.len();
                Ok((Box::new(file), size))
            }
            Blobs::Archive(file, places) => {
                let linked = match places.get(name) {
                    Some(Place::Link(to)) => places.get(to),
                    place => place,
                };
                let Some(Place::Bytes(range)) = linked else { return Err(format!("{name} is not in it")) };
                Ok((Box::new(Part { file, range: range.clone() }), range.end - range.start))
            }
        }
    }

    /// A part that is a text.
    ///
    /// # Errors
    /// When there is none of that name, or it is too large for what it is.
    pub fn text(&self, name: &str) -> Result<Vec<u8>, String> {
        let (from, _) = self.open(name)?;
        let mut text = Vec::new();
        from.take(TEXT_LIMIT + 1).read_to_end(&mut text).map_err(|e| format!("{name}: {e}"))?;
        if text.len() as u64 > TEXT_LIMIT {
            return Err(format!("{name} has more than {TEXT_LIMIT} bytes; do not trust it"));
        }
        Ok(text)
    }
}

/// Part of a file.
struct Part<'a> {
    file: &'a File,
    range: Range<u64>,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.range.end - self.range.start).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.file.read_at(&mut buffer[..most], self.range.start)?;
        self.range.start += read as u64;
        Ok(read)
    }
}

/// The file of that name below `root`, wherever links in it may lead.
fn inside(root: &Path, name: &str) -> Result<PathBuf, String> {
    let name = plain(Path::new(name)).ok_or_else(|| format!("{name:?} is no name of a part"))?;
    match root.join(&name).canonicalize() {
        Ok(path) if path.starts_with(root) && path.is_file() => Ok(path),
        Ok(_) => Err(format!("{name} is no file in it")),
        Err(_) => Err(format!("{name} is not in it")),
    }
}

/// A relative name without `.`, if it leads nowhere else.
fn plain(path: &Path) -> Option<String> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let names = parts.map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty()).map(|names| names.join("/"))
}

/// What a symbolic link at `name` leads to.
fn beside(name: &str, link: &str) -> String {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
