//! Debian's: `status` has a paragraph for each package, `info/PACKAGE.list` its files; images without a package manager have a file
//! for each package in `status.d`, with `PACKAGE.md5sums` beside it.

use super::{Packages, last, lines, text};
use crate::image::tree::Tree;
use std::collections::HashMap;

const FOLDER: &[u8] = b"var/lib/dpkg/";

/// Whether it is one of its files.
pub fn wanted(at: &[u8]) -> bool {
    let Some(name) = at.strip_prefix(FOLDER) else { return false };
    name == b"status"
        || name == b"diversions"
        || name.starts_with(b"status.d/")
        || (name.starts_with(b"info/") && name.ends_with(b".list"))
}

/// What it says.
pub fn read(tree: &Tree, packages: &mut Packages) {
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut add = |packages: &mut Packages, paragraph: &Paragraph| {
        let package = packages.add(&text(paragraph.name), &text(paragraph.version), "dpkg");
        known.insert(paragraph.name.to_vec(), package);
        // Of several architectures at once the list says which.
        known.insert([paragraph.name, b":", paragraph.architecture].concat(), package);
        package
    };
    for paragraph in tree.content(&[FOLDER, b"status"].concat()).iter().flat_map(|(_, status)| paragraphs(status)) {
        add(packages, &paragraph);
    }
    for (at, content) in tree.contents(&[FOLDER, b"status.d"].concat()).filter(|(at, _)| !at.ends_with(b".md5sums")) {
        let sums = tree.content(&[at, &b".md5sums"[..]].concat());
        for paragraph in paragraphs(content) {
            let package = add(packages, &paragraph);
            for line in sums.iter().flat_map(|(_, content)| lines(content)) {
                // The sum, two blanks, and a path without a slash before it.
                if let Some(path) = line.get(34..) {
                    packages.file(tree, path, package);
                }
            }
        }
    }
    let diverted = diversions(tree);
    for (at, content) in tree.contents(&[FOLDER, b"info"].concat()) {
        let name = last(at).strip_suffix(b".list").unwrap_or_default();
        let Some(package) = known.get(name).copied() else { continue };
        let name = name.split(|b| *b == b':').next().unwrap_or(name);
        for path in lines(content).filter(|path| !path.is_empty()) {
            match diverted.get(path) {
                Some((to, by)) if *by != name => packages.file(tree, to, package),
                _ => packages.file(tree, path, package),
            }
        }
    }
}

/// Files that lie elsewhere because another package wants their names: where, and which package.
fn diversions(tree: &Tree) -> HashMap<Vec<u8>, (Vec<u8>, Vec<u8>)> {
    let Some((_, content)) = tree.content(&[FOLDER, b"diversions"].concat()) else { return HashMap::new() };
    let all: Vec<&[u8]> = lines(content).collect();
    all.chunks_exact(3).map(|three| (three[0].to_vec(), (three[1].to_vec(), three[2].to_vec()))).collect()
}

struct Paragraph<'a> {
    name: &'a [u8],
    version: &'a [u8],
    architecture: &'a [u8],
}

/// The packages of a status file, with the fields that matter.
fn paragraphs(content: &[u8]) -> Vec<Paragraph<'_>> {
    let mut found = Vec::new();
    let empty = || Paragraph { name: b"", version: b"", architecture: b"" };
    let mut current = empty();
    for line in lines(content).chain([&b""[..]]) {
        let field = |name: &[u8]| line.strip_prefix(name).map(<[u8]>::trim_ascii);
        if line.is_empty() {
            let complete = std::mem::replace(&mut current, empty());
            if !complete.name.is_empty() {
                found.push(complete);
            }
        } else if let Some(name) = field(b"Package:") {
            current.name = name;
        } else if let Some(version) = field(b"Version:") {
            current.version = version;
        } else if let Some(architecture) = field(b"Architecture:") {
            current.architecture = architecture;
        }
    }
    found
}
