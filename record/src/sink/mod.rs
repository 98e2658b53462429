//! Where rows go: a folder of Parquet files or one SQLite file.

mod archive;
mod file;
pub mod parquet;
mod seal;
pub mod sqlite;
mod writer;

pub use ::schema::seal::hex;
pub use seal::Signer;
pub use writer::Writer;

use crate::rows::Rows;
use ::schema::{
    columns::{Table, syscalls},
    manifest::Manifest,
};
use arrow::record_batch::RecordBatch;
use std::path::{Path, PathBuf};

/// Rows to write.
pub enum Batch {
    /// Of `syscalls`.
    Calls(Rows),
    /// Of another table.
    Rows(&'static Table, RecordBatch),
}

impl Batch {
    /// The table that the rows belong to.
    pub fn table(&self) -> &'static Table {
        match self {
            Batch::Calls(_) => &syscalls::TABLE,
            Batch::Rows(table, _) => table,
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Batch::Calls(rows) => rows.len(),
            Batch::Rows(_, batch) => batch.num_rows(),
        }
    }
}

/// A trace being written.
pub trait Sink: Send {
    /// Adds rows to a table.
    ///
    /// # Errors
    /// When they cannot be written. What was finished before stays readable.
    fn write(&mut self, batch: &Batch) -> Result<(), SinkError>;

    /// Makes what has been written so far readable, should the recorder be killed, together with this manifest.
    ///
    /// # Errors
    /// As [`Sink::write`].
    fn checkpoint(&mut self, manifest: &Manifest) -> Result<(), SinkError>;

    /// Bytes written so far.
    fn bytes(&self) -> u64;

    /// Gives up what is not finished, after an error, so that there is room for the rest; how many calls that were.
    fn abandon(&mut self) -> u64;

    /// Finishes the trace. The sink completes the manifest's rows and files.
    ///
    /// # Errors
    /// As [`Sink::write`].
    fn seal(self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError>;
}

/// Why a trace could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The file system refused.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Rows could not be encoded.
    #[error("{}: {cause}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the encoder said.
        cause: ::parquet::errors::ParquetError,
    },
    /// The database refused.
    #[error("{}: {cause}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What the database said.
        cause: rusqlite::Error,
    },
    /// The trace could not be signed.
    #[error("{}: {cause}", path.display())]
    Sign {
        /// The trace.
        path: PathBuf,
        /// Why.
        cause: ::schema::seal::sign::KeyError,
    },
    /// The output is there already.
    #[error("{} exists; name another output, or replace it with --force", .0.display())]
    Exists(PathBuf),
    /// The output's name says no form.
    #[error("{}: the name must end in .trace (a folder of Parquet files), .trace.tar, .sqlite or .sqlite.zst", .0.display())]
    Form(PathBuf),
    /// The form cannot drop its oldest rows.
    #[error("{}: --last needs the form X.trace or X.trace.tar", .0.display())]
    LastForm(PathBuf),
    /// The folder of the output is missing.
    #[error("{}: there is no such folder; create it first", .0.display())]
    NoFolder(PathBuf),
}

impl SinkError {
    /// Adds the path to an error of the file system.
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> SinkError + use<'_> {
        move |cause| SinkError::Io { path: path.to_owned(), cause }
    }
}

/// The forms of a trace that can be written, by the end of the output's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `X.trace`: a folder.
    Folder,
    /// `X.trace.tar`: the same in one file.
    Archive,
    /// `X.sqlite`.
    Sqlite,
    /// `X.sqlite.zst`: the same, compressed when finished.
    SqliteZstd,
}

/// The form that a name asks for.
///
/// # Errors
/// [`SinkError::Form`] if it ends in none of the known endings.
pub fn form(path: &Path) -> Result<Form, SinkError> {
    match path.to_string_lossy().trim_end_matches('/') {
        name if name.ends_with(".trace") => Ok(Form::Folder),
        name if name.ends_with(".trace.tar") => Ok(Form::Archive),
        name if name.ends_with(".sqlite") => Ok(Form::Sqlite),
        name if name.ends_with(".sqlite.zst") => Ok(Form::SqliteZstd),
        _ => Err(SinkError::Form(path.to_owned())),
    }
}

/// Checks that a trace can be written to `path`, before anything is started.
///
/// # Errors
/// When the name has no form, the folder is missing, or something is there and `force` is not set.
pub fn check(path: &Path, force: bool, last: Option<u64>) -> Result<(), SinkError> {
    if matches!(form(path)?, Form::Sqlite | Form::SqliteZstd) && last.is_some() {
        return Err(SinkError::LastForm(path.to_owned()));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(SinkError::NoFolder(folder.to_owned()));
    }
    if !force && path.symlink_metadata().is_ok() {
        return Err(SinkError::Exists(path.to_owned()));
    }
    Ok(())
}

/// Begins a trace at `path`, replacing what is there if `force` is set. With `last`, only the newest calls are kept, up
/// to so many bytes. With `signer`, it is signed when it is sealed.
///
/// # Errors
/// As [`check`], and when the file system refuses.
pub fn create(
    path: &Path,
    force: bool,
    last: Option<u64>,
    signer: Option<Signer>,
    manifest: &Manifest,
) -> Result<Box<dyn Sink>, SinkError> {
    check(path, force, last)?;
    if force {
        remove(path)?;
    }
    let mut sink: Box<dyn Sink> = match form(path)? {
        Form::Folder => Box::new(parquet::Folder::create(path, last, signer)?),
        Form::Archive => Box::new(archive::Archive::create(path, last, signer)?),
        form => Box::new(sqlite::Database::create(path, form == Form::SqliteZstd, signer)?),
    };
    sink.checkpoint(manifest)?;
    Ok(sink)
}

/// Removes a trace, and nothing that is not one.
///
/// # Errors
/// When the file system refuses, or a folder holds no manifest.
pub fn remove(path: &Path) -> Result<(), SinkError> {
    let Ok(metadata) = path.symlink_metadata() else { return Ok(()) };
    if !metadata.is_dir() {
        return std::fs::remove_file(path).map_err(SinkError::io(path));
    }
    if !path.join(::schema::manifest::FILE_NAME).is_file() {
        let cause = std::io::Error::other("is a folder without manifest.json, so not a trace: it is left as it is");
        return Err(SinkError::Io { path: path.to_owned(), cause });
    }
    std::fs::remove_dir_all(path).map_err(SinkError::io(path))
}
