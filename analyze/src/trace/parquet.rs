//! `X.trace`: a folder of Parquet files.

use super::{Trace, check_columns, empty, manifest, with_added};
use crate::error::{Error, first_line};
use polars::prelude::{IntoLazy, LazyFrame, ParquetReader, PlRefPath, ScanArgsParquet, Schema, SchemaExt, SerReader};
use schema::{
    columns::{self, Table},
    manifest::{FILE_NAME, Manifest, State},
};
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// Opens the folder.
pub(super) fn open(folder: &Path) -> Result<Trace, Error> {
    let path = folder.join(FILE_NAME);
    let text = std::fs::read_to_string(&path).map_err(|e| Error::unreadable(&path, e))?;
    let mut manifest = manifest(folder, &text)?;
    let frames: Vec<(LazyFrame, u64)> =
        columns::TABLES.into_iter().map(|table| frame(folder, &manifest, table)).collect::<Result<_, _>>()?;
    if manifest.state == State::Recording {
        manifest.completeness.recorded = frames[0].1;
        manifest.rows = columns::TABLES.iter().zip(&frames).map(|(t, (_, rows))| (t.name.to_owned(), *rows)).collect();
    }
    let mut frames = frames.into_iter().map(|(frame, _)| frame);
    let mut next = || frames.next().unwrap_or_default();
    let (syscalls, processes, counts, losses) = (next(), next(), next(), next());
    Ok(Trace { path: folder.to_owned(), manifest, syscalls, processes, counts, losses, _copy: None })
}

/// The rows of a table, and how many there are.
fn frame(folder: &Path, manifest: &Manifest, table: &Table) -> Result<(LazyFrame, u64), Error> {
    let files = match manifest.state {
        State::Sealed => sealed_files(folder, manifest, table)?,
        State::Recording => finished_files(folder, table)?,
    };
    if files.is_empty() {
        return Ok((empty(table).lazy(), 0));
    }
    let mut rows = 0;
    let mut found = Schema::default();
    for file in &files {
        let (schema, number) = check(file, table)?;
        (found, rows) = (schema, rows + number);
    }
    let paths = files.iter().map(|f| PlRefPath::try_from_path(f)).collect::<Result<Vec<_>, _>>();
    let paths = paths.map_err(|e| Error::unreadable(folder, first_line(e)))?;
    let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let frame = LazyFrame::scan_parquet_files(paths.into_iter().collect(), args);
    let frame = frame.map_err(|e| Error::unreadable(folder, first_line(e)))?;
    Ok((with_added(frame, table, |name| found.contains(name)), rows))
}

/// The files that the manifest names; each must be there and as long as it says.
fn sealed_files(folder: &Path, manifest: &Manifest, table: &Table) -> Result<Vec<PathBuf>, Error> {
    let entries = manifest.files.iter().filter(|f| f.table == table.name);
    entries
        .map(|entry| {
            if entry.name.contains('/') || entry.name == ".." {
                let what = format!("names a file outside the trace: {:?}; do not trust it", entry.name);
                return Err(Error::unreadable(&folder.join(FILE_NAME), what));
            }
            let path = folder.join(&entry.name);
            let metadata = path.metadata().map_err(|e| {
                Error::unreadable(
                    &path,
                    format!("{e}; the manifest names it, so the trace is not whole: use a sound copy"),
                )
            })?;
            if metadata.len() != entry.bytes {
                let what = format!(
                    "has {} bytes and the manifest says {}: it is cut short or was changed; use a sound copy",
                    metadata.len(),
                    entry.bytes
                );
                return Err(Error::unreadable(&path, what));
            }
            Ok(path)
        })
        .collect()
}

/// The files that a recorder finished before it was killed: those that have their name.
fn finished_files(folder: &Path, table: &Table) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(folder).map_err(|e| Error::unreadable(folder, e))?;
    let mut files = Vec::new();
    for entry in entries {
        let name = entry.map_err(|e| Error::unreadable(folder, e))?.file_name();
        let text = name.to_string_lossy();
        let number = text.strip_prefix(table.name).and_then(|rest| rest.strip_suffix(".parquet"));
        if number.is_some_and(|n| n.starts_with('-') && n[1..].bytes().all(|b| b.is_ascii_digit())) {
            files.push(folder.join(&name));
        }
    }
    files.sort();
    // The recorder died while it joined these segments: the joined file has all of them.
    let joined = folder.join(format!("{}.parquet", table.name));
    Ok(if joined.is_file() { vec![joined] } else { files })
}

/// Reads a file's footer and checks that it is such a table; its columns and rows.
fn check(path: &Path, table: &Table) -> Result<(Schema, u64), Error> {
    let read = || -> Result<(Schema, usize), String> {
        let file = File::open(path).map_err(|e| e.to_string())?;
        let mut reader = ParquetReader::new(file);
        let schema = reader.schema().map_err(first_line)?;
        let rows = reader.num_rows().map_err(first_line)?;
        Ok((Schema::from_arrow_schema(&schema), rows))
    };
    let damaged = |what| Error::unreadable(path, format!("is no sound Parquet file: {what}; use a sound copy"));
    let outcome = std::panic::catch_unwind(read).unwrap_or_else(|_| Err("its footer is damaged".to_owned()));
    let (schema, rows) = outcome.map_err(damaged)?;
    check_columns(table, &schema).map_err(|what| Error::unreadable(path, what))?;
    Ok((schema, rows as u64))
}
