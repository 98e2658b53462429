//! Red Hat's: a header for each package, in a SQLite file (since rpm 4.16). Other forms of the database are named, not read.

mod header;
mod sqlite;

use super::Packages;
use crate::image::tree::Tree;

/// Where it lies; the second since Fedora 36 and on SUSE, mostly with a link from the first.
const FOLDERS: [&[u8]; 2] = [b"var/lib/rpm/", b"usr/lib/sysimage/rpm/"];
const SQLITE: &[u8] = b"rpmdb.sqlite";
/// What was written to the file of SQLite last, if it was not closed.
const WAL: &[u8] = b"rpmdb.sqlite-wal";
/// Other forms, and what they are.
const OTHERS: [(&[u8], &str); 2] =
    [(b"Packages.db", "is a database of SUSE (ndb)"), (b"Packages", "is a Berkeley DB, as rpm had it before 4.16")];

/// Whether it is one of its files.
pub fn wanted(at: &[u8]) -> bool {
    FOLDERS.iter().filter_map(|folder| at.strip_prefix(*folder)).any(|name| [SQLITE, WAL].contains(&name))
}

/// What it says. What cannot be read is noted.
pub fn read(tree: &Tree, packages: &mut Packages, notes: &mut Vec<String>) {
    for folder in FOLDERS {
        let at = |name: &[u8]| [folder, name].concat();
        let mut note = |name: &[u8], what: &str| {
            let at = String::from_utf8_lossy(&at(name)).into_owned();
            notes.push(format!("/{at} {what}: the packages of rpm are not known"));
        };
        if let Some((_, content)) = tree.content(&at(SQLITE)) {
            let wal = tree.content(&at(WAL));
            return match sqlite::headers(content, wal.as_ref().map(|(_, content)| *content)) {
                Ok(headers) => headers.iter().for_each(|header| claim(tree, packages, header)),
                Err(what) => note(SQLITE, &what),
            };
        }
        let other = OTHERS.iter().find(|(name, _)| tree.node(&tree.resolve(&at(name), false)).is_some());
        if let Some((name, what)) = other {
            return note(name, &format!("{what}, which is not read"));
        }
    }
}

fn claim(tree: &Tree, packages: &mut Packages, header: &[u8]) {
    let Some(package) = header::read(header) else { return };
    let id = packages.add(&package.name, &package.version, "rpm");
    for path in package.files() {
        packages.file(tree, &path, id);
    }
}
