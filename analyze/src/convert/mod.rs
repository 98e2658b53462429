//! `convert`: a trace in another form, with the same rows.
//!
//! Between a folder and an archive the files go over as they are, signatures included. Between files and SQLite the rows are written
//! anew, so the result has a seal of its own; its custody log says from what it was made.

pub mod lists;
#[cfg(test)]
mod tests;
pub mod to_files;
pub mod to_sqlite;

use crate::{
    cli::Convert,
    error::Error,
    evidence::{
        database, output,
        package::{Deed, Package},
        verify::{self, Sealed},
    },
    trace::{self, Form, Store},
};
use std::{collections::BTreeMap, path::Path};

/// The forms that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// `X.trace`
    Folder,
    /// `X.trace.tar`
    Archive,
    /// `X.sqlite`
    Sqlite,
    /// `X.sqlite.zst`
    Zstd,
}

/// The form that a name asks for.
///
/// # Errors
/// [`Error::Usage`] if it ends in none of the known endings.
pub fn target(path: &Path) -> Result<Target, Error> {
    match path.to_string_lossy().trim_end_matches('/') {
        name if name.ends_with(".trace") => Ok(Target::Folder),
        name if name.ends_with(".trace.tar") => Ok(Target::Archive),
        name if name.ends_with(".sqlite") => Ok(Target::Sqlite),
        name if name.ends_with(".sqlite.zst") => Ok(Target::Zstd),
        _ => Err(Error::Usage(format!(
            "{}: the name must end in .trace (a folder), .trace.tar, .sqlite or .sqlite.zst",
            path.display()
        ))),
    }
}

/// Runs the command.
///
/// # Errors
/// When the trace is not as it was sealed, or the output cannot be written.
pub fn run(options: &Convert) -> Result<(), Error> {
    let (input, path) = (&options.trace, options.output.as_path());
    let target = target(path)?;
    output::check(path, options.force)?;
    let sealed = verify::sound(input)?;
    let form = trace::form(input)?;
    let deed = deed(input, &sealed);
    let has_seal = sealed.manifest.seal.is_some();
    match (form, target) {
        (Form::Files(store), Target::Folder) => output::folder(&store, &Package::of(sealed, deed), path),
        (Form::Files(store), Target::Archive) => output::archive(&store, &Package::of(sealed, deed), path),
        (Form::Sqlite, Target::Sqlite | Target::Zstd) if has_seal => {
            database::replace_papers(input, path, target == Target::Zstd, &Package::of(sealed, deed))
        }
        (Form::Zstd, Target::Sqlite | Target::Zstd) if has_seal => {
            let copy = trace::decompress(input)?;
            database::replace_papers(copy.path(), path, target == Target::Zstd, &Package::of(sealed, deed))
        }
        (_, Target::Sqlite | Target::Zstd) => to_sqlite::write(sealed, deed, input, path, target == Target::Zstd),
        (Form::Sqlite, _) => to_files::write(sealed, deed, input, path, target),
        (Form::Zstd, _) => to_files::write(sealed, deed, trace::decompress(input)?.path(), path, target),
    }
}

/// What the custody log will say.
fn deed(input: &Path, sealed: &Sealed) -> Deed {
    let name = input.file_name().map(|name| schema::text::escape(name.as_encoded_bytes()).into_owned());
    let mut detail: BTreeMap<String, String> = BTreeMap::new();
    detail.insert("from".to_owned(), name.unwrap_or_default());
    detail.insert("from_manifest".to_owned(), schema::seal::hex(&schema::seal::sha256(sealed.text.as_bytes())));
    let signed: Vec<&str> = sealed.signatures.iter().map(|(name, _)| name.as_str()).collect();
    if !signed.is_empty() {
        detail.insert("from_signed".to_owned(), signed.join(" "));
    }
    Deed { action: "converted", detail, signature: None }
}

/// Writes the papers and files that lie in a folder as the form that was asked for.
///
/// # Errors
/// When they cannot be written.
pub fn finish(folder: tempfile::TempDir, package: &Package, path: &Path, target: Target) -> Result<(), Error> {
    match target {
        Target::Archive => output::archive(&Store::Folder(folder.path().to_owned()), package, path),
        _ => output::finish_folder(folder, package, path),
    }
}
