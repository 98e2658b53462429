//! Where in an image a path comes from.

use super::{
    packages::{Package, Packages},
    tree::{Thing, Tree},
};
use crate::error::Error;
use schema::manifest::Manifest;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// An image that was read.
pub struct Image {
    /// As given on the command line.
    pub path: PathBuf,
    /// Digest of its configuration, as engines name it; a root file system has none.
    pub id: Option<String>,
    /// Its layers, from the lowest; a root file system has none.
    pub layers: Vec<Layer>,
    /// What could not be read, and what is not known for that.
    pub notes: Vec<String>,
    pub(super) tree: Tree,
    pub(super) packages: Packages,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its place, from 1, the lowest.
    pub index: usize,
    /// How many there are.
    pub of: usize,
    /// Digest of its tar, unpacked: as in the manifest of a trace.
    pub digest: String,
    /// The step that made it, as the image says.
    pub made_by: Option<String>,
}

/// Where a path comes from. The texts are the image's and may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The layer that has it, where the image has layers.
    pub layer: Option<&'a Layer>,
    /// The package that it belongs to.
    pub package: Option<&'a str>,
    /// The version of that package.
    pub version: Option<&'a str>,
    /// What knows the package: `dpkg`, `apk`, `rpm`, `python` or `npm`.
    pub manager: Option<&'static str>,
}

impl Image {
    /// Reads a root file system, an OCI image layout, or what `docker save` or `podman save` wrote.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is none, or is damaged.
    pub fn open(path: &Path) -> Result<Image, Error> {
        super::open::open(path)
    }

    /// Where a path comes from, absolute and written as in a trace; `None` if the image does not have it.
    ///
    /// Of a symbolic link that no package owns, what it leads to counts: `/usr/bin/awk` is that of the awk that was chosen.
    pub fn owner(&self, path: &str) -> Option<Origin<'_>> {
        let path = schema::text::unescape(path).filter(|path| path.starts_with(b"/"))?;
        let mut at = self.tree.resolve(&path, false);
        let mut node = self.tree.node(&at)?;
        let mut package = self.packages.of(&at);
        if package.is_none() && matches!(node.thing, Thing::Symlink(_)) {
            at = self.tree.resolve(&path, true);
            node = self.tree.node(&at)?;
            package = self.packages.of(&at);
        }
        Some(Origin {
            layer: self.layers.get(node.layer),
            package: package.map(|p: &Package| p.name.as_str()),
            version: package.map(|p| p.version.as_str()),
            manager: package.map(|p| p.manager),
        })
    }
}

impl Image {
    /// The version that the image has of a package.
    pub fn version(&self, manager: &str, package: &str) -> Option<&str> {
        self.packages.version(manager, package)
    }

    /// What a reader must know of an answer about traces of these manifests.
    pub fn notes_on<'a>(&self, traces: impl Iterator<Item = &'a Manifest>) -> Vec<String> {
        let path = self.path.display();
        let mut notes: Vec<String> = self.notes.iter().map(|note| format!("{path}: {note}")).collect();
        let digests = || self.layers.iter().map(|layer| &layer.digest);
        let others = traces.filter_map(|t| t.container.as_ref()).filter(|container| {
            let same =
                self.id.as_ref().is_some_and(|id| id.ends_with(&container.image_id) && !container.image_id.is_empty());
            let told = !self.layers.is_empty() && !container.layers.is_empty();
            told && !same && !digests().eq(container.layers.iter())
        });
        notes.extend(others.take(1).map(|container| {
            format!(
                "{path} has other layers than the image that was recorded, {}: what it says may be wrong",
                container.image
            )
        }));
        notes
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.package, self.version, self.manager) {
            (Some(package), Some(version), Some(manager)) => write!(f, "{package} {version} ({manager})")?,
            _ => f.write_str("no package")?,
        }
        match self.layer {
            Some(layer) => write!(f, ", {layer}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = self.digest.strip_prefix("sha256:").unwrap_or(&self.digest);
        let short: String = digest.chars().take(12).collect();
        write!(f, "layer {} of {} ({short})", self.index, self.of)
    }
}
