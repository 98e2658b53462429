//! The names of a file system, layer over layer, and the few contents that are wanted.
//!
//! A path here has no leading slash, no `.` and no `..`, and every folder in it is a folder: symbolic links are followed when a name
//! is added, as an engine does that unpacks a layer, and when one is asked for.

use super::packages;
use std::{collections::BTreeMap, ops::Bound, sync::Arc};

/// Names that an image may have.
const MOST: usize = 4_000_000;
/// Bytes that all names together may have.
const NAMES_LIMIT: usize = 1 << 29;
/// Bytes of one path (PATH_MAX of linux/limits.h).
pub const PATH_LIMIT: usize = 4096;
/// Symbolic links that are followed in one path (MAXSYMLINKS of linux/namei.h).
const MOST_LINKS: usize = 40;
/// Bytes that one content may have.
const CONTENT_LIMIT: u64 = 256 << 20;
/// Bytes that all contents may have.
const CONTENTS_LIMIT: u64 = 512 << 20;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A folder.
    Folder,
    /// A symbolic link, and where it leads.
    Symlink(Vec<u8>),
    /// Anything else.
    File,
}

/// A name.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub thing: Thing,
    /// The layer that it comes from, from 0; of a folder the first that has it.
    pub layer: usize,
    /// The last layer that has it.
    last: usize,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<Vec<u8>, Node>,
    contents: BTreeMap<Vec<u8>, Arc<[u8]>>,
    names: usize,
    kept: u64,
}

impl Tree {
    /// Adds a name of a layer; where it is now, or `None` if it is none that a file system has.
    ///
    /// # Errors
    /// When there are more than any image has.
    pub fn add(&mut self, layer: usize, path: &[u8], thing: Thing) -> Result<Option<Vec<u8>>, String> {
        let long = matches!(&thing, Thing::Symlink(to) if to.len() > PATH_LIMIT);
        if long || path.len() > PATH_LIMIT || path.split(|b| *b == b'/').any(|part| part == b"..") {
            return Ok(None);
        }
        let at = self.resolve(path, false);
        if at.is_empty() {
            return Ok(None);
        }
        if thing == Thing::Folder
            && let Some(node) = self.nodes.get_mut(&at)
            && node.thing == Thing::Folder
        {
            node.last = layer;
            return Ok(Some(at));
        }
        if thing != Thing::Folder && self.nodes.get(&at).is_some_and(|node| node.thing == Thing::Folder) {
            self.hide_below(&at, usize::MAX);
        }
        self.remove(&at);
        self.names += at.len() + if let Thing::Symlink(to) = &thing { to.len() } else { 0 };
        if self.names > NAMES_LIMIT || self.nodes.len() >= MOST {
            return Err(format!(
                "holds more than {MOST} names, or {NAMES_LIMIT} bytes of them; no image does, do not trust it"
            ));
        }
        self.nodes.insert(at.clone(), Node { thing, layer, last: layer });
        Ok(Some(at))
    }

    /// Keeps the content of a file.
    pub fn keep(&mut self, at: Vec<u8>, content: Vec<u8>) {
        self.kept += content.len() as u64;
        self.contents.insert(at, content.into());
    }

    /// Whether there is room for another content.
    pub fn has_room(&self, size: u64) -> bool {
        size <= CONTENT_LIMIT && self.kept.saturating_add(size) <= CONTENTS_LIMIT
    }

    /// The file at `at` has also the content of the one named `of`.
    pub fn link(&mut self, at: Vec<u8>, of: &[u8]) {
        if packages::wanted(&at)
            && let Some(content) = self.contents.get(&self.resolve(of, false))
        {
            self.contents.insert(at, content.clone());
        }
    }

    /// Hides a name of the layers below `layer`, and all below it.
    pub fn hide(&mut self, layer: usize, path: &[u8]) {
        let at = self.resolve(path, false);
        self.hide_below(&at, layer);
        if self.nodes.get(&at).is_some_and(|node| node.last < layer) {
            self.remove(&at);
        }
    }

    /// Hides what the layers below `layer` have in a folder.
    pub fn hide_content(&mut self, layer: usize, folder: &[u8]) {
        let at = self.resolve(folder, true);
        self.hide_below(&at, layer);
    }

    fn hide_below(&mut self, at: &[u8], layer: usize) {
        let hidden: Vec<Vec<u8>> =
            below(&self.nodes, at).filter(|(_, node)| node.last < layer).map(|(path, _)| path.clone()).collect();
        for path in hidden {
            self.remove(&path);
        }
    }

    fn remove(&mut self, at: &[u8]) {
        if let Some(node) = self.nodes.remove(at) {
            let link = if let Thing::Symlink(to) = &node.thing { to.len() } else { 0 };
            self.names = self.names.saturating_sub(at.len() + link);
        }
        if let Some(content) = self.contents.remove(at) {
            self.kept = self.kept.saturating_sub(content.len() as u64);
        }
    }

    /// Whether it has no names.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What is at a resolved path.
    pub fn node(&self, at: &[u8]) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// The content of the file that a path leads to, if it was wanted; and where it is.
    pub fn content(&self, path: &[u8]) -> Option<(Vec<u8>, &[u8])> {
        let at = self.resolve(path, true);
        let content = self.contents.get(&at)?;
        Some((at, content))
    }

    /// The contents of files below a folder.
    pub fn contents(&self, folder: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
        below(&self.contents, &self.resolve(folder, true)).map(|(path, content)| (path.as_slice(), &content[..]))
    }

    /// The path with every link in it followed, that of the last name only if `last`. What is not there stays as it is.
    pub fn resolve(&self, path: &[u8], last: bool) -> Vec<u8> {
        let mut rest: Vec<Vec<u8>> = Vec::new();
        let push =
            |rest: &mut Vec<Vec<u8>>, path: &[u8]| rest.extend(path.split(|b| *b == b'/').rev().map(<[u8]>::to_vec));
        push(&mut rest, path);
        rest.retain(|part| !part.is_empty() && part != b".");
        let mut at: Vec<u8> = Vec::new();
        let mut links = 0;
        while let Some(part) = rest.pop() {
            if part.is_empty() || part == b"." {
                continue;
            }
            let folder = at.len();
            if part == b".." {
                at.truncate(at.iter().rposition(|b| *b == b'/').unwrap_or(0));
                continue;
            }
            if !at.is_empty() {
                at.push(b'/');
            }
            at.extend(part);
            if (last || !rest.is_empty())
                && links < MOST_LINKS
                && let Some(Node { thing: Thing::Symlink(to), .. }) = self.nodes.get(&at)
            {
                links += 1;
                at.truncate(if to.starts_with(b"/") { 0 } else { folder });
                push(&mut rest, to);
            }
        }
        at
    }
}

/// What lies below a folder; everything below the root.
fn below<'a, T>(map: &'a BTreeMap<Vec<u8>, T>, at: &[u8]) -> impl Iterator<Item = (&'a Vec<u8>, &'a T)> + use<'a, T> {
    let mut from = at.to_vec();
    if !from.is_empty() {
        from.push(b'/');
    }
    // The byte after the slash ends what begins with it.
    let to = if at.is_empty() { Bound::Unbounded } else { Bound::Excluded([at, b"0"].concat()) };
    map.range((Bound::Included(from), to))
}
