//! Python's: `NAME-VERSION.dist-info/RECORD` lists the files of a package (Binary distribution format, PEP 376 and 627).

use super::{Packages, folder, last, lines, text};
use crate::image::tree::Tree;

/// Whether it is one of its files.
pub fn wanted(at: &[u8]) -> bool {
    (at.ends_with(b".dist-info/RECORD") || at.ends_with(b".dist-info/METADATA")) && !folder(at).is_empty()
}

/// What it says.
pub fn read(tree: &Tree, packages: &mut Packages) {
    for (at, content) in tree.contents(b"").filter(|(at, _)| at.ends_with(b".dist-info/RECORD")) {
        let info = folder(at);
        let named = last(info).strip_suffix(b".dist-info").unwrap_or_default();
        let cut = named.iter().rposition(|b| *b == b'-').unwrap_or(named.len());
        let (mut name, mut version) = (text(&named[..cut]), text(named.get(cut + 1..).unwrap_or_default()));
        // The folder's name has the package's in another spelling.
        if let Some((_, metadata)) = tree.content(&[info, b"/METADATA"].concat()) {
            for line in lines(metadata).take_while(|line| !line.is_empty()) {
                if let Some(value) = line.strip_prefix(b"Name:") {
                    name = text(value);
                } else if let Some(value) = line.strip_prefix(b"Version:") {
                    version = text(value);
                }
            }
        }
        let package = packages.add(&name, &version, "python");
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content);
        let mut row = csv::ByteRecord::new();
        while rows.read_byte_record(&mut row).is_ok_and(|more| more) {
            match row.get(0) {
                Some(path) if path.starts_with(b"/") => packages.file(tree, path, package),
                Some(path) => packages.file(tree, &[folder(info), b"/", path].concat(), package),
                None => {}
            }
        }
    }
}

/// The source that a compiled file comes from: `X/__pycache__/NAME.cpython-311.pyc` is of `X/NAME.py` (PEP 3147).
pub fn source(at: &[u8]) -> Option<Vec<u8>> {
    let name = last(at).strip_suffix(b".pyc")?;
    let above = folder(at).strip_suffix(b"__pycache__")?;
    let dot = name.iter().position(|b| *b == b'.')?;
    Some([above, &name[..dot], b".py"].concat())
}
