//! A root file system that lies in a folder.

use super::{
    layer, packages,
    tree::{Thing, Tree},
};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::Read,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::Path,
};

/// What the kernel shows of itself, and no image has.
const KERNEL: [&[u8]; 3] = [b"proc", b"sys", b"dev"];

/// Reads the names below `root`, as far as they are on the same file system.
///
/// # Errors
/// When the folder cannot be read, or holds too much. Folders in it that cannot be read are noted.
pub fn read(root: &Path, notes: &mut Vec<String>) -> Result<Tree, String> {
    let mut tree = Tree::default();
    let device = fs::metadata(root).map_err(|e| e.to_string())?.dev();
    let mut folders: Vec<Vec<u8>> = vec![Vec::new()];
    let mut unread = 0_usize;
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(OsStr::from_bytes(&folder))) {
            Ok(entries) => entries,
            Err(e) if folder.is_empty() => return Err(e.to_string()),
            Err(_) => {
                unread += 1;
                continue;
            }
        };
        for entry in entries.flatten() {
            let mut path = folder.clone();
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend(entry.file_name().as_bytes());
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() && KERNEL.contains(&&path[..]) {
                continue;
            }
            let thing = if metadata.is_dir() {
                Thing::Folder
            } else if metadata.is_symlink() {
                fs::read_link(entry.path()).map_or(Thing::File, |to| Thing::Symlink(to.as_os_str().as_bytes().to_vec()))
            } else {
                Thing::File
            };
            let Some(at) = tree.add(0, &path, thing)? else { continue };
            if metadata.is_dir() && metadata.dev() == device {
                folders.push(path);
            } else if metadata.is_file() && packages::wanted(&at) {
                keep(&mut tree, at, &entry.path(), metadata.len(), notes);
            }
        }
    }
    if unread > 0 {
        notes.push(format!(
            "{unread} folders of {} could not be read; run as root to know what is in them",
            root.display()
        ));
    }
    Ok(tree)
}

fn keep(tree: &mut Tree, at: Vec<u8>, path: &Path, size: u64, notes: &mut Vec<String>) {
    if !tree.has_room(size) {
        notes.push(layer::too_large(&at));
        return;
    }
    let mut content = Vec::new();
    // It may have grown since.
    match File::open(path).and_then(|file| file.take(size).read_to_end(&mut content)) {
        Ok(_) => tree.keep(at, content),
        Err(e) => notes.push(format!("{}: {e}", path.display())),
    }
}
