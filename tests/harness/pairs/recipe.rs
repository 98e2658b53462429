//! A recipe: what the two images are, what is run in them, and what must come out.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// A recipe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Its name: that of its file.
    #[serde(skip)]
    pub name: String,
    /// What changed, in a sentence.
    pub title: String,
    /// Where that is said; of planted changes nowhere.
    pub source: Option<String>,
    /// What both images are made of.
    pub base: Base,
    /// The command that is run in both.
    pub run: Vec<String>,
    /// Runs of each.
    #[serde(default = "runs")]
    pub runs: usize,
    /// What both images have.
    #[serde(default)]
    pub both: Side,
    /// What the older one has.
    #[serde(default)]
    pub left: Side,
    /// What the newer one has.
    #[serde(default)]
    pub right: Side,
    /// What must be found.
    #[serde(default)]
    pub expect: Vec<Expect>,
    /// How little may be found.
    pub quiet: Option<Quiet>,
}

/// What an image is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// Busybox alone: made at once, without a network.
    Busybox,
    /// Debian 12 with Python, Node.js and xz, by mmdebstrap.
    Debian,
}

/// What an image has that its base has not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// Files by their path, and what is in them. All can be executed.
    pub files: BTreeMap<String, String>,
    /// Packages of PyPI, as `NAME==VERSION`.
    pub pip: Vec<String>,
    /// Archives of npm in `/packages`, as `NAME@VERSION`; npm itself is installed, others are not.
    pub npm: Vec<String>,
    /// Packages of Debian by their path below `pool/main` of the mirror.
    pub debs: Vec<String>,
    /// `/opt/planted` is workloads/pair.c, compiled with these options.
    pub planted: Option<Vec<String>>,
}

/// What must be found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Its kind, as diff names it.
    pub kind: String,
    /// What stands in the difference: every one of these.
    pub words: Vec<String>,
    /// It is among so many first differences.
    #[serde(default = "first")]
    pub within: usize,
    /// What brought it, as far as the image tells.
    pub from: Option<String>,
}

/// How little may be found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// Differences that are graver than this count.
    pub above: String,
    /// So many may be.
    #[serde(default)]
    pub most: usize,
    /// Instead of two images one, run so often; any five runs are compared with any five others.
    pub same: Option<usize>,
    /// So many times.
    #[serde(default = "repetitions")]
    pub repetitions: usize,
    /// Repetitions that may fail.
    #[serde(default)]
    pub failures: usize,
}

fn runs() -> usize {
    3
}

fn first() -> usize {
    3
}

fn repetitions() -> usize {
    20
}

/// Every recipe, by name.
///
/// # Errors
/// When one makes no sense.
pub fn all() -> Result<Vec<Recipe>> {
    let folder = Path::new(crate::HERE).join("pairs");
    let mut recipes = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path)?;
            let mut recipe: Recipe = toml::from_str(&text).with_context(|| path.display().to_string())?;
            recipe.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let asked = !recipe.expect.is_empty() || recipe.quiet.is_some();
            ensure!(asked, "{}: nothing is expected of it", path.display());
            recipes.push(recipe);
        }
    }
    recipes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(recipes)
}
