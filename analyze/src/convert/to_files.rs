//! Rows into Parquet files.

use super::{
    Target,
    lists::{captures_from_json, texts_from_json},
    to_sqlite::CHUNK,
};
use crate::{
    error::{Error, first_line},
    evidence::{
        output::{self, refused},
        package::{Deed, Package},
        verify::Sealed,
    },
    trace,
};
use polars::{
    io::parquet::write::BatchedWriter,
    prelude::{DataFrame, DataType, ParquetCompression, ParquetWriter},
};
use schema::{
    columns::{ColumnType, OPTIONAL, TABLES, Table, syscalls},
    manifest::{FileEntry, Manifest},
    seal::hex,
};
use sha2::{Digest, Sha256};
use std::{fs::File, path::Path};

/// Chunks of a segment.
const SEGMENT: u32 = 64;

/// Takes rows of a table.
pub type Take<'a> = &'a mut dyn FnMut(DataFrame) -> Result<(), String>;

/// Writes the database as a folder or archive.
///
/// # Errors
/// When its rows cannot be read, or the output not written.
pub fn write(sealed: Sealed, deed: Deed, database: &Path, path: &Path, target: Target) -> Result<(), Error> {
    let connection = trace::connect(database, database)?;
    let optional = OPTIONAL.into_iter().filter(|t| connection.table_exists(None, t.name).unwrap_or(false));
    let tables: Vec<&Table> = TABLES.into_iter().chain(optional).collect();
    write_tables(sealed, deed, &tables, path, target, |table, take| {
        trace::read_chunks(&connection, table, CHUNK as usize, take).map_err(|what| Error::unreadable(database, what))
    })
}

/// Writes tables as a folder or archive; `chunks` hands over the rows of one.
///
/// # Errors
/// Those of `chunks`, and when the output cannot be written.
pub fn write_tables(
    sealed: Sealed,
    deed: Deed,
    tables: &[&Table],
    path: &Path,
    target: Target,
    chunks: impl Fn(&Table, Take<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let folder = output::begin_folder(path)?;
    let mut files = Vec::new();
    for table in tables {
        let mut out = Files::new(table, folder.path());
        chunks(table, &mut |rows| out.write(rows))?;
        files.extend(out.finish().map_err(|what| refused(path)(std::io::Error::other(what)))?);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut rows: std::collections::BTreeMap<String, u64> = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
    for file in &files {
        *rows.entry(file.table.clone()).or_default() += file.rows;
    }
    let Sealed { manifest, custody, .. } = sealed;
    let manifest = Manifest { files, rows, leaves: Vec::new(), ..manifest };
    let package = Package::anew(manifest, custody.unwrap_or_default(), deed);
    super::finish(folder, &package, path, target)
}

/// The files of a table.
pub struct Files<'a> {
    table: &'a Table,
    folder: &'a Path,
    open: Option<(BatchedWriter<File>, FileEntry, u32)>,
    finished: Vec<FileEntry>,
}

impl<'a> Files<'a> {
    /// Begins a table.
    pub fn new(table: &'a Table, folder: &'a Path) -> Files<'a> {
        Files { table, folder, open: None, finished: Vec::new() }
    }

    /// Adds rows as a row group.
    ///
    /// # Errors
    /// When they are not what the format says, or cannot be written.
    pub fn write(&mut self, mut rows: DataFrame) -> Result<(), String> {
        typed_lists(self.table, &mut rows)?;
        rows.rechunk_mut();
        let (out, entry, chunks) = match &mut self.open {
            Some(open) => open,
            none => none.insert(begin(self.table, self.folder, self.finished.len(), &rows)?),
        };
        if rows.height() > 0 {
            out.write_batch(&rows).map_err(first_line)?;
        }
        entry.rows += rows.height() as u64;
        *chunks += 1;
        if *chunks == SEGMENT { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), String> {
        let Some((out, mut entry, _)) = self.open.take() else { return Ok(()) };
        out.finish().map_err(first_line)?;
        drop(out);
        let io = |e: std::io::Error| e.to_string();
        let mut file = File::open(self.folder.join(&entry.name)).map_err(io)?;
        file.sync_all().map_err(io)?;
        let mut sum = Sha256::new();
        entry.bytes = std::io::copy(&mut file, &mut SumOf(&mut sum)).map_err(io)?;
        entry.sha256 = hex(&sum.finalize());
        self.finished.push(entry);
        Ok(())
    }

    /// The finished files.
    ///
    /// # Errors
    /// As [`Files::write`].
    pub fn finish(mut self) -> Result<Vec<FileEntry>, String> {
        self.close()?;
        Ok(self.finished)
    }
}

/// Turns the columns that SQLite has as JSON into lists.
///
/// # Errors
/// When they are not what the format says.
pub fn typed_lists(table: &Table, rows: &mut DataFrame) -> Result<(), String> {
    for column in table.columns {
        let index = rows.get_column_index(column.name).ok_or("lacks a column")?;
        if *rows.columns()[index].dtype() != DataType::String {
            continue;
        }
        let say = |what: String| format!("table {}, column {}: {what}", table.name, column.name);
        let converted = match column.ty {
            ColumnType::TextList => texts_from_json(&rows.columns()[index]).map_err(say)?,
            ColumnType::Captures => captures_from_json(&rows.columns()[index]).map_err(say)?,
            _ => continue,
        };
        rows.replace_column(index, converted).map_err(first_line)?;
    }
    Ok(())
}

fn begin(
    table: &Table,
    folder: &Path,
    number: usize,
    rows: &DataFrame,
) -> Result<(BatchedWriter<File>, FileEntry, u32), String> {
    // Small tables have one file under their own name, as record writes them.
    let name = match number {
        0 if table.name != syscalls::TABLE.name => format!("{}.parquet", table.name),
        _ => format!("{}-{number:05}.parquet", table.name),
    };
    let file = File::create_new(folder.join(&name)).map_err(|e| e.to_string())?;
    let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
    let out = writer.batched(rows.schema()).map_err(first_line)?;
    let entry = FileEntry { name, table: table.name.to_owned(), rows: 0, bytes: 0, sha256: String::new() };
    Ok((out, entry, 0))
}

struct SumOf<'a>(&'a mut Sha256);

impl std::io::Write for SumOf<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
