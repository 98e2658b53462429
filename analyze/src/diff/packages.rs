//! Packages of which files were used and that are of another version on the other side: where the program is an interpreter, these name
//! the cause.

use super::{
    fact::{Dimension, Run},
    owner::Owners,
};
use crate::{
    document::{Column, Layout, Table, Value},
    image::Image,
    keys::Texts,
};
use std::collections::{BTreeMap, HashSet};

/// Packages that a note names.
const NAMED: usize = 5;

/// A package, and its version on the left and on the right.
pub struct Changed {
    name: String,
    manager: &'static str,
    versions: [Option<String>; 2],
    /// Files of it that were used, on the side that used more.
    files: usize,
}

/// Compares what both sides used. Without both images there is nothing to compare.
pub fn changed(sides: [&[Run]; 2], texts: &Texts, owners: &Owners) -> Vec<Changed> {
    let [Some(left), Some(right)] = &owners.images else { return Vec::new() };
    let images = [left, right];
    let mut found: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for (runs, image) in sides.into_iter().zip(images) {
        for (package, files) in used(runs, image, texts) {
            let most = found.entry(package).or_default();
            *most = files.max(*most);
        }
    }
    let changed = found.into_iter().map(|((manager, name), files)| {
        let versions = images.map(|image| image.version(manager, &name).map(str::to_owned));
        Changed { name, manager, versions, files }
    });
    changed.filter(|package| package.versions[0] != package.versions[1]).collect()
}

/// How many files of each package were used.
fn used(runs: &[Run], image: &Image, texts: &Texts) -> BTreeMap<(&'static str, String), usize> {
    let files = runs.iter().flat_map(|run| run.facts.iter());
    let files = files.filter(|(key, _)| matches!(key.dimension, Dimension::File | Dimension::Program));
    // What was made normal is in no image; what it was before is.
    let files: HashSet<u32> = files.flat_map(|(key, seen)| seen.raw().iter().copied().chain([key.item])).collect();
    let mut packages = BTreeMap::new();
    for file in files {
        let path = texts.get(file.into()).unwrap_or_default();
        let Some(origin) = image.owner(&path) else { continue };
        if let (Some(manager), Some(package)) = (origin.manager, origin.package) {
            *packages.entry((manager, package.to_owned())).or_default() += 1;
        }
    }
    packages
}

/// The first of them in a sentence.
pub fn note(changed: &[Changed]) -> Option<String> {
    let named = changed.iter().take(NAMED).map(|package| {
        let [left, right] = package.versions.each_ref().map(|version| version.as_deref().unwrap_or("none"));
        format!("{} {left} -> {right} ({})", package.name, package.manager)
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match changed.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    (!changed.is_empty()).then(|| format!("packages that were used and differ: {named}{more}"))
}

/// All of them.
pub fn table(changed: Vec<Changed>) -> Table {
    let columns = vec![
        Column::text("package"),
        Column::text("manager"),
        Column::text("left"),
        Column::text("right"),
        Column::integer("files", None),
    ];
    let row = |package: Changed| {
        let [left, right] = package.versions.map(|version| version.map_or(Value::Null, Value::from));
        vec![package.name.into(), package.manager.into(), left, right, Value::Uint(package.files as u64)]
    };
    let rows: Vec<Vec<Value>> = changed.into_iter().map(row).collect();
    Table { name: "packages", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}
