//! A layer, put over those below it (image-spec, layer.md).

use super::{
    members::{Kind, Member, Members, Source},
    packages,
    tree::{Thing, Tree},
};

/// What hides a name of the layers below begins with this.
const WHITEOUT: &[u8] = b".wh.";
/// What hides everything that the layers below have in a folder.
const OPAQUE: &[u8] = b".wh..wh..opq";

/// Adds a layer. `hides`: it may hide what is below; a tar of a root file system may not.
///
/// # Errors
/// What is wrong with the archive.
pub fn add<R: Source>(
    tree: &mut Tree,
    layer: usize,
    hides: bool,
    members: &mut Members<R>,
    notes: &mut Vec<String>,
) -> Result<(), String> {
    while let Some(member) = members.next()? {
        let path = member.path.strip_suffix(b"/").unwrap_or(&member.path);
        let cut = path.iter().rposition(|b| *b == b'/').map_or(0, |slash| slash + 1);
        let (folder, name) = path.split_at(cut);
        match name.strip_prefix(WHITEOUT).filter(|_| hides) {
            Some(_) if name == OPAQUE => tree.hide_content(layer, folder),
            // Notes that AUFS made for itself.
            Some(hidden) if hidden.starts_with(WHITEOUT) => {}
            Some(hidden) => tree.hide(layer, &[folder, hidden].concat()),
            None => place(tree, layer, &member, members, notes)?,
        }
    }
    Ok(())
}

fn place<R: Source>(
    tree: &mut Tree,
    layer: usize,
    member: &Member,
    members: &mut Members<R>,
    notes: &mut Vec<String>,
) -> Result<(), String> {
    let thing = match member.kind {
        Kind::Folder => Thing::Folder,
        Kind::Symlink => Thing::Symlink(member.link.clone()),
        Kind::File | Kind::Link | Kind::Other => Thing::File,
    };
    let Some(at) = tree.add(layer, &member.path, thing)? else { return Ok(()) };
    match member.kind {
        Kind::Link => tree.link(at, &member.link),
        Kind::File if packages::wanted(&at) => {
            if member.sparse || !tree.has_room(member.size) {
                notes.push(too_large(&at));
            } else {
                tree.keep(at, members.content(member)?);
            }
        }
        _ => {}
    }
    Ok(())
}

/// What is said of a database that is not read.
pub fn too_large(at: &[u8]) -> String {
    format!("{} is too large to be read, and what it says of packages is not known", schema::text::escape(at))
}
