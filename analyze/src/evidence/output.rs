//! Traces as files: each appears under its name when it is whole and on the disk.

use super::{package::Package, recipients::Recipients};
use crate::{error::Error, trace::Store};
use schema::seal::{archive, custody, sums};
use std::{
    fs::File,
    io::{BufWriter, Read, Write},
    path::Path,
};
use tempfile::{NamedTempFile, TempDir};

/// The folder that an output lies in.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes an I/O error one about the output.
pub fn refused(path: &Path) -> impl Fn(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Output { path: path.clone(), source }
}

/// Refuses an output that is there.
///
/// # Errors
/// [`Error::Usage`].
pub fn check(path: &Path, force: bool) -> Result<(), Error> {
    if !parent(path).is_dir() {
        return Err(Error::Usage(format!("{}: there is no such folder; create it first", parent(path).display())));
    }
    match path.symlink_metadata() {
        Ok(metadata) if !force || metadata.is_dir() => Err(Error::Usage(format!(
            "{} exists; name another output{}",
            path.display(),
            if metadata.is_dir() { "" } else { ", or replace it with --force" }
        ))),
        _ => Ok(()),
    }
}

/// A file beside the output, to become it.
///
/// # Errors
/// When it cannot be made.
pub fn begin(path: &Path) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    // As every other file: the temporary's own mode would shut out all but its owner.
    builder.prefix(".analyze-").permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(parent(path)).map_err(refused(path))
}

/// Gives a finished file its name.
///
/// # Errors
/// When the disk refuses.
pub fn finish(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    file.as_file().sync_all().map_err(refused(path))?;
    file.persist(path).map_err(|e| refused(path)(e.error))?;
    sync_folder(parent(path))
}

fn sync_folder(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(refused(path))
}

/// Writes a trace as an archive.
///
/// # Errors
/// When a file cannot be read or written.
pub fn archive(store: &Store, package: &Package, path: &Path) -> Result<(), Error> {
    let mut out = BufWriter::with_capacity(1 << 20, begin(path)?);
    archive_into(store, package, &mut out).map_err(refused(path))?;
    finish(out.into_inner().map_err(|e| refused(path)(e.into_error()))?, path)
}

/// Writes a trace as an archive that only the recipients can read.
///
/// # Errors
/// As [`archive`].
pub fn encrypted(store: &Store, package: &Package, recipients: &Recipients, path: &Path) -> Result<(), Error> {
    let write = |out: &mut dyn Write| archive_into(store, package, out);
    let file = recipients.encrypt(begin(path)?, write).map_err(refused(path))?;
    finish(file, path)
}

fn archive_into(store: &Store, package: &Package, mut out: &mut dyn Write) -> std::io::Result<()> {
    let small = package.small_files();
    let mut names: Vec<&String> = small.keys().chain(package.large_files()).collect();
    names.sort();
    for name in names {
        match small.get(name) {
            Some(text) => archive::add(&mut out, name, text.len() as u64, text.as_bytes()),
            None => {
                let of_input = std::io::Error::other;
                archive::add(&mut out, name, store.bytes(name).map_err(of_input)?, store.open(name).map_err(of_input)?)
            }
        }?;
    }
    archive::end(&mut out)
}

/// Writes a trace as a folder, which must not be there.
///
/// # Errors
/// As [`archive`].
pub fn folder(store: &Store, package: &Package, path: &Path) -> Result<(), Error> {
    let folder = begin_folder(path)?;
    for name in package.large_files() {
        let mut out = File::create_new(folder.path().join(name)).map_err(refused(path))?;
        let mut content = store.open(name)?.take(store.bytes(name)?);
        std::io::copy(&mut content, &mut out).and_then(|_| out.sync_all()).map_err(refused(path))?;
    }
    finish_folder(folder, package, path)
}

/// A folder beside the output, to become it.
///
/// # Errors
/// When it cannot be made.
pub fn begin_folder(path: &Path) -> Result<TempDir, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".analyze-").permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755));
    builder.tempdir_in(parent(path)).map_err(refused(path))
}

/// Adds the papers to a folder that has the rest, and gives it its name.
///
/// # Errors
/// As [`archive`].
pub fn finish_folder(folder: TempDir, package: &Package, path: &Path) -> Result<(), Error> {
    for (name, text) in package.small_files() {
        let mut out = File::create_new(folder.path().join(name)).map_err(refused(path))?;
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(refused(path))?;
    }
    sync_folder(folder.path())?;
    std::fs::rename(folder.path(), path).map_err(refused(path))?;
    // It has another name now; nothing is to be removed.
    let _ = folder.keep();
    sync_folder(parent(path))
}

/// Replaces the papers of a folder, the manifest excepted. The sums come last.
///
/// # Errors
/// As [`archive`].
pub fn replace_papers(folder: &Path, package: &Package) -> Result<(), Error> {
    let small = package.small_files();
    let papers = package.signatures.keys().chain(package.extra.keys()).map(String::as_str);
    let names = papers.chain([custody::FILE_NAME, sums::FILE_NAME]);
    for name in names {
        let path = folder.join(name);
        let mut file = begin(&path)?;
        file.write_all(small.get(name).map(String::as_bytes).unwrap_or_default()).map_err(refused(&path))?;
        finish(file, &path)?;
    }
    Ok(())
}
