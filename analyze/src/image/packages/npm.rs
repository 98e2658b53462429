//! npm's: what lies in `node_modules/NAME` belongs to the package that `package.json` there names.

use super::{Packages, folder, last};
use crate::image::tree::Tree;

/// Bytes that a description may have.
const LIMIT: usize = 4 << 20;

#[derive(serde::Deserialize)]
struct Description {
    name: String,
    #[serde(default)]
    version: String,
}

/// Whether it is the description of an installed package, and not one that a package has for something else.
pub fn wanted(at: &[u8]) -> bool {
    last(at) == b"package.json" && {
        let above = folder(folder(at));
        let scope = last(above).starts_with(b"@");
        last(if scope { folder(above) } else { above }) == b"node_modules"
    }
}

/// What they say.
pub fn read(tree: &Tree, packages: &mut Packages) {
    for (at, content) in tree.contents(b"").filter(|(at, content)| wanted(at) && content.len() <= LIMIT) {
        let Ok(description) = serde_json::from_slice::<Description>(content) else { continue };
        let package = packages.add(&description.name, &description.version, "npm");
        packages.folders.insert(folder(at).to_vec(), package);
    }
}
