//! What is given as an image, recognised by content.

use super::{
    blobs::Blobs,
    folder, layer,
    members::Members,
    origin::{Image, Layer},
    packages,
    recipe::{self, Recipe},
    tree::Tree,
    unpack,
};
use crate::error::Error;
use std::{
    fs::File,
    io::{BufReader, Read, Seek},
    path::Path,
};

/// Opens it.
///
/// # Errors
/// [`Error::Unreadable`] when it is none, or is damaged.
pub fn open(path: &Path) -> Result<Image, Error> {
    let refused = |what: String| Error::unreadable(path, what);
    let mut notes = Vec::new();
    let (tree, recipe) = if path.is_dir() {
        folder(path, &mut notes).map_err(refused)?
    } else {
        file(File::open(path).map_err(|e| Error::unreadable(path, e))?, &mut notes).map_err(refused)?
    };
    let packages = packages::read(&tree, &mut notes);
    let layers = recipe.as_ref().map_or(Vec::new(), |recipe| {
        let of = recipe.parts.len();
        let layer = |(i, part): (usize, &recipe::Part)| Layer {
            index: i + 1,
            of,
            digest: part.digest.clone(),
            made_by: part.made_by.clone(),
        };
        recipe.parts.iter().enumerate().map(layer).collect()
    });
    Ok(Image { path: path.to_owned(), id: recipe.map(|recipe| recipe.id), layers, tree, packages, notes })
}

fn folder(path: &Path, notes: &mut Vec<String>) -> Result<(Tree, Option<Recipe>), String> {
    let root = path.canonicalize().map_err(|e| e.to_string())?;
    let blobs = Blobs::Folder(root.clone());
    if let Some(recipe) = recipe::read(&blobs)? {
        return Ok((layers(&blobs, &recipe, notes)?, Some(recipe)));
    }
    if root.join(schema::manifest::FILE_NAME).is_file() && root.join("processes.parquet").is_file() {
        return Err(
            "is a trace; name the image that it was recorded of: a root file system, an OCI layout or an archive"
                .to_owned(),
        );
    }
    let tree = folder::read(&root, notes)?;
    if tree.is_empty() { Err("is empty; name a root file system, or an image".to_owned()) } else { Ok((tree, None)) }
}

fn file(mut file: File, notes: &mut Vec<String>) -> Result<(Tree, Option<Recipe>), String> {
    let mut head = Vec::new();
    file.by_ref().take(6).read_to_end(&mut head).map_err(|e| e.to_string())?;
    file.rewind().map_err(|e| e.to_string())?;
    // Twice read: to see what it is, and then.
    if unpack::compression(&head).is_some() {
        let size = file.metadata().map_err(|e| e.to_string())?.len();
        let mut copy = tempfile::tempfile().map_err(|e| e.to_string())?;
        std::io::copy(&mut unpack::open(file, size)?, &mut copy).map_err(|e| e.to_string())?;
        copy.rewind().map_err(|e| e.to_string())?;
        file = copy;
    }
    let again = file.try_clone().map_err(|e| e.to_string())?;
    if let Some(blobs) = Blobs::archive(file)?
        && let Some(recipe) = recipe::read(&blobs)?
    {
        return Ok((layers(&blobs, &recipe, notes)?, Some(recipe)));
    }
    let mut tree = Tree::default();
    let mut from = BufReader::new(again);
    from.rewind().map_err(|e| e.to_string())?;
    layer::add(&mut tree, 0, false, &mut Members::new(from), notes)?;
    if tree.is_empty() { Err("is an empty archive; name an image".to_owned()) } else { Ok((tree, None)) }
}

fn layers(blobs: &Blobs, recipe: &Recipe, notes: &mut Vec<String>) -> Result<Tree, String> {
    let mut tree = Tree::default();
    for (i, part) in recipe.parts.iter().enumerate() {
        let named = |what: String| format!("layer {} ({}): {what}", i + 1, part.blob);
        let (from, size) = blobs.open(&part.blob).map_err(named)?;
        let mut members = Members::new(unpack::open(from, size).map_err(named)?);
        layer::add(&mut tree, i, true, &mut members, notes).map_err(named)?;
        let digest = members.into_inner().digest().map_err(named)?;
        if digest != part.digest {
            let what =
                format!("is not what the image says: its sum is {digest} and not {}; use a sound copy", part.digest);
            return Err(named(what));
        }
    }
    Ok(tree)
}
