//! `X.trace`: a folder of Parquet files; `X.trace.tar`: the same in an archive.

use super::{MANIFEST_LIMIT, Trace, check_columns, empty, manifest, store::Store, with_added};
use crate::{
    error::{Error, first_line},
    scan::Segment,
};
use polars::prelude::{
    HiveOptions, IntoLazy, LazyFrame, ParquetReader, PlRefPath, ScanArgsParquet, Schema, SchemaExt, SerReader,
};
use polars::{io::mmap::MmapBytesReader, lazy::dsl::ScanSources};
use schema::{
    columns::{self, Table},
    manifest::{FILE_NAME, Manifest, State},
    seal::is_member_name,
};
use std::{fs::File, io::Cursor};

/// Opens the folder or archive.
pub(super) fn open(store: &Store) -> Result<Trace, Error> {
    let text = store.text(FILE_NAME, MANIFEST_LIMIT)?;
    let mut manifest = manifest(store.root(), &text)?;
    let frames: Vec<(LazyFrame, u64)> =
        columns::TABLES.into_iter().map(|table| frame(store, &manifest, table)).collect::<Result<_, _>>()?;
    if manifest.state == State::Recording {
        manifest.completeness.recorded = frames[0].1;
        manifest.rows = columns::TABLES.iter().zip(&frames).map(|(t, (_, rows))| (t.name.to_owned(), *rows)).collect();
    }
    let mut frames = frames.into_iter().map(|(frame, _)| frame);
    let mut next = || frames.next().unwrap_or_default();
    let (syscalls, processes, counts, losses) = (next(), next(), next(), next());
    let output = match manifest.files.iter().any(|file| file.table == columns::output::TABLE.name) {
        true => Some(frame(store, &manifest, &columns::output::TABLE)?.0),
        false => None,
    };
    let segments =
        files(store, &manifest, &columns::syscalls::TABLE)?.iter().map(|file| segment(store, file)).collect();
    let (path, packed) = (store.root().to_owned(), None);
    Ok(Trace { path, manifest, syscalls, processes, counts, losses, output, segments, packed, _copy: None })
}

/// The rows of a table, and how many there are.
fn frame(store: &Store, manifest: &Manifest, table: &Table) -> Result<(LazyFrame, u64), Error> {
    let files = files(store, manifest, table)?;
    if files.is_empty() {
        return Ok((empty(table).lazy(), 0));
    }
    let mut rows = 0;
    let mut found = Schema::default();
    for file in &files {
        let (schema, number) = check(store, file, table)?;
        (found, rows) = (schema, rows + number);
    }
    let damaged = |e| Error::unreadable(store.root(), first_line(e));
    let sources = match store {
        Store::Folder(folder) => {
            let paths = files.iter().map(|f| PlRefPath::try_from_path(&folder.join(f))).collect::<Result<Vec<_>, _>>();
            ScanSources::Paths(paths.map_err(damaged)?.into_iter().collect())
        }
        Store::Archive { .. } => ScanSources::Buffers(files.iter().map(|file| store.buffer(file)).collect()),
    };
    let hive_options = HiveOptions::new_disabled();
    let args = ScanArgsParquet { glob: false, hive_options, ..ScanArgsParquet::default() };
    let frame = LazyFrame::scan_parquet_sources(sources, args).map_err(damaged)?;
    Ok((with_added(frame, table, |name| found.contains(name)), rows))
}

/// The files of a table.
fn files(store: &Store, manifest: &Manifest, table: &Table) -> Result<Vec<String>, Error> {
    match manifest.state {
        State::Sealed => sealed_files(store, manifest, table),
        State::Recording => finished_files(store, table),
    }
}

fn segment(store: &Store, file: &str) -> Segment {
    match store {
        Store::Folder(folder) => Segment::File(folder.join(file)),
        Store::Archive { .. } => Segment::Bytes(store.buffer(file)),
    }
}

/// The files that the manifest names; each must be there and as long as it says.
fn sealed_files(store: &Store, manifest: &Manifest, table: &Table) -> Result<Vec<String>, Error> {
    let entries = manifest.files.iter().filter(|f| f.table == table.name);
    entries
        .map(|entry| {
            if !is_member_name(&entry.name) {
                let what = format!("names a file outside the trace: {:?}; do not trust it", entry.name);
                return Err(Error::unreadable(&store.path(FILE_NAME), what));
            }
            let bytes = store.bytes(&entry.name).map_err(|e| match e {
                Error::Unreadable { path, what } => {
                    Error::Unreadable { path, what: format!("{what}; the manifest names it: use a sound copy") }
                }
                other => other,
            })?;
            if bytes != entry.bytes {
                let what = format!(
                    "has {bytes} bytes and the manifest says {}: it is cut short or was changed; use a sound copy",
                    entry.bytes
                );
                return Err(Error::unreadable(&store.path(&entry.name), what));
            }
            Ok(entry.name.clone())
        })
        .collect()
}

/// The files that a recorder finished before it was killed: those that have their name.
fn finished_files(store: &Store, table: &Table) -> Result<Vec<String>, Error> {
    // The recorder died while it joined these segments: the joined file has all of them.
    let joined = format!("{}.parquet", table.name);
    if store.has(&joined) {
        return Ok(vec![joined]);
    }
    let mut files = store.names()?;
    files.retain(|name| {
        let number = name.strip_prefix(table.name).and_then(|rest| rest.strip_suffix(".parquet"));
        let number = number.and_then(|number| number.strip_prefix('-'));
        number.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) && store.has(name)
    });
    Ok(files)
}

/// Reads a file's footer and checks that it is such a table; its columns and rows.
fn check(store: &Store, name: &str, table: &Table) -> Result<(Schema, u64), Error> {
    let path = store.path(name);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match store {
        Store::Folder(_) => footer(File::open(&path).map_err(|e| e.to_string())?),
        Store::Archive { .. } => footer(Cursor::new(store.buffer(name))),
    }));
    let damaged = |what| Error::unreadable(&path, format!("is no sound Parquet file: {what}; use a sound copy"));
    let outcome = outcome.unwrap_or_else(|_| Err("its footer is damaged".to_owned()));
    let (schema, rows) = outcome.map_err(damaged)?;
    check_columns(table, &schema).map_err(|what| Error::unreadable(&path, what))?;
    Ok((schema, rows))
}

fn footer(file: impl MmapBytesReader) -> Result<(Schema, u64), String> {
    let mut reader = ParquetReader::new(file);
    let schema = reader.schema().map_err(first_line)?;
    let rows = reader.num_rows().map_err(first_line)?;
    Ok((Schema::from_arrow_schema(&schema), rows as u64))
}
