//! Alpine's: one file with a paragraph for each package, of lines with a letter (apk-tools, apk-v2 installed database).

use super::{Packages, lines, text};
use crate::image::tree::Tree;

/// Where it lies, since Alpine 3.22 in /usr.
const PLACES: [&[u8]; 2] = [b"lib/apk/db/installed", b"usr/lib/apk/db/installed"];

/// Whether it is that file.
pub fn wanted(at: &[u8]) -> bool {
    PLACES.contains(&at)
}

/// What it says.
pub fn read(tree: &Tree, packages: &mut Packages) {
    // Where /lib is a link to /usr/lib, both are the same.
    let Some((_, content)) = PLACES.iter().find_map(|place| tree.content(place)) else { return };
    let (mut name, mut version, mut folder) = (&b""[..], &b""[..], &b""[..]);
    let mut package = None;
    for line in lines(content) {
        match line.split_at_checked(2) {
            None => (name, version, folder, package) = (b"", b"", b"", None),
            Some((b"P:", rest)) => name = rest,
            Some((b"V:", rest)) => version = rest,
            Some((b"F:", rest)) => folder = rest,
            Some((b"R:", rest)) => {
                let package = *package.get_or_insert_with(|| packages.add(&text(name), &text(version), "apk"));
                packages.file(tree, &[folder, b"/", rest].concat(), package);
            }
            Some(_) => {}
        }
    }
}
