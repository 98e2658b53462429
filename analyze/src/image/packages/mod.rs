//! Which package a file belongs to: what the databases of package managers in the image say.
//!
//! Those of the distribution come first: what apt installed is the distribution's, also where it lies among Python's packages.

mod apk;
mod dpkg;
mod npm;
mod python;
mod rpm;

use super::tree::{PATH_LIMIT, Thing, Tree};
use std::collections::HashMap;

/// A package.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What knows it.
    pub manager: &'static str,
}

/// The packages, and what belongs to them.
#[derive(Debug, Default)]
pub struct Packages {
    all: Vec<Package>,
    files: HashMap<Vec<u8>, usize>,
    /// Folders of which everything belongs to a package, if nothing else does.
    folders: HashMap<Vec<u8>, usize>,
}

/// Whether the content of a file is read.
pub fn wanted(at: &[u8]) -> bool {
    [dpkg::wanted, apk::wanted, rpm::wanted, python::wanted, npm::wanted].iter().any(|wanted| wanted(at))
}

/// Reads what the databases in an image say.
pub fn read(tree: &Tree, notes: &mut Vec<String>) -> Packages {
    let mut packages = Packages::default();
    dpkg::read(tree, &mut packages);
    apk::read(tree, &mut packages);
    rpm::read(tree, &mut packages, notes);
    python::read(tree, &mut packages);
    npm::read(tree, &mut packages);
    packages
}

impl Packages {
    /// The package that a file belongs to; the path is resolved.
    pub fn of(&self, at: &[u8]) -> Option<&Package> {
        let above = || {
            let slashes = at.iter().enumerate().rev().filter(|(_, byte)| **byte == b'/');
            slashes.map(|(i, _)| &at[..i]).find_map(|folder| self.folders.get(folder))
        };
        let compiled = || self.files.get(&python::source(at)?);
        self.files.get(at).or_else(compiled).or_else(above).map(|i| &self.all[*i])
    }

    /// The version of a package.
    pub fn version(&self, manager: &str, name: &str) -> Option<&str> {
        let package = self.all.iter().find(|package| package.name == name && package.manager == manager)?;
        Some(&package.version)
    }

    /// A package of which files are named next.
    fn add(&mut self, name: &str, version: &str, manager: &'static str) -> usize {
        self.all.push(Package { name: name.to_owned(), version: version.to_owned(), manager });
        self.all.len() - 1
    }

    /// A file of a package, if the image has it. Folders are shared, and belong to nobody.
    fn file(&mut self, tree: &Tree, path: &[u8], package: usize) {
        if path.len() > PATH_LIMIT {
            return;
        }
        let at = tree.resolve(path, false);
        if tree.node(&at).is_some_and(|node| node.thing != Thing::Folder) {
            self.files.entry(at).or_insert(package);
        }
    }
}

/// Lines without their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// The last name of a path.
fn last(at: &[u8]) -> &[u8] {
    at.rsplit(|b| *b == b'/').next().unwrap_or(at)
}

/// The folder of a path, without a slash.
fn folder(at: &[u8]) -> &[u8] {
    &at[..at.iter().rposition(|b| *b == b'/').unwrap_or(0)]
}

/// Text, whatever the bytes.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
