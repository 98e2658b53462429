//! Where a file comes from: a seam for whoever knows the image that was run.

/// Where a file comes from, as far as the image tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The layer that brought it.
    pub layer: Option<String>,
    /// The package that it belongs to.
    pub package: Option<String>,
    /// That package's version.
    pub version: Option<String>,
}

impl Origin {
    /// In one text: `nginx 1.26.0-1 (layer sha256:...)`.
    pub fn text(&self) -> String {
        let package = [&self.package, &self.version].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        match (&self.layer, package.is_empty()) {
            (Some(layer), true) => format!("layer {layer}"),
            (Some(layer), false) => format!("{package} (layer {layer})"),
            (None, _) => package,
        }
    }
}

/// Knows where files come from.
pub trait Owner {
    /// Where the file at this absolute path comes from; `None` if it is not in the image.
    fn owner(&self, path: &str) -> Option<Origin>;
}

/// Who knows it of each side.
#[derive(Default)]
pub struct Owners {
    /// Of the left.
    pub left: Option<Box<dyn Owner>>,
    /// Of the right.
    pub right: Option<Box<dyn Owner>>,
}

impl Owners {
    /// Where a file comes from on the left and on the right.
    pub fn of(&self, path: &str) -> [Option<Origin>; 2] {
        [&self.left, &self.right].map(|side| side.as_ref().and_then(|side| side.owner(path)))
    }

    /// Whether anything is known of any side.
    pub fn known(&self) -> bool {
        self.left.is_some() || self.right.is_some()
    }
}
