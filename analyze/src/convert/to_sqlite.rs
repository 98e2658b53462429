//! Rows into a SQLite file.

use super::lists::{CaptureRows, captures_from_json, texts_to_json};
use crate::{
    error::{Error, first_line},
    evidence::{
        database,
        output::{self, refused},
        package::{Deed, Package},
        verify::Sealed,
    },
    trace,
};
use polars::prelude::{AnyValue, Column, DataFrame, DataType, LazyFrame, PolarsResult, col};
use rusqlite::{Connection, types::ValueRef};
use schema::{
    columns::{Table, sql, syscalls},
    manifest::{Leaf, Manifest},
    packed::{
        CHUNKS, VIEW,
        encode::{Encoder, Field, Insert},
    },
    seal::rows::Rows,
};
use std::{borrow::Cow, collections::BTreeMap, path::Path};

/// Rows that are in memory at once.
pub const CHUNK: u32 = 1 << 17;

/// Writes the trace at `input` as a SQLite file.
///
/// # Errors
/// When its rows cannot be read, or the output not written.
pub fn write(sealed: Sealed, deed: Deed, input: &Path, path: &Path, compress: bool) -> Result<(), Error> {
    let trace = trace::open(input)?;
    let file = output::begin(path)?;
    let broken = |e: rusqlite::Error| refused(path)(std::io::Error::other(e));
    let connection = begin(file.path()).map_err(broken)?;
    let mut writer = Writer::new(&connection, input, path);
    for (table, frame) in trace.tables() {
        writer.begin(table)?;
        for_chunks(input, table, &frame, &mut |rows| writer.rows(table, &rows))?;
    }
    let leaves = writer.finish()?;
    connection.execute_batch(sql::FINISH).map_err(broken)?;
    connection.close().map_err(|(_, e)| broken(e))?;
    let Sealed { manifest, custody, .. } = sealed;
    let manifest = Manifest { files: Vec::new(), leaves, rows: trace.manifest.rows.clone(), ..manifest };
    let package = Package::anew(manifest, custody.unwrap_or_default(), deed);
    database::close(file, path, compress, &package)
}

/// Opens an empty file that is to become a database. It has no name yet: when the machine stops there is nothing to recover.
///
/// # Errors
/// As SQLite has them.
pub fn begin(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;",
    )?;
    Ok(connection)
}

/// Hands over the rows of a frame, some at a time.
///
/// # Errors
/// When they cannot be read, and those of `take`.
pub fn for_chunks(
    input: &Path,
    table: &Table,
    frame: &LazyFrame,
    take: &mut dyn FnMut(DataFrame) -> Result<(), Error>,
) -> Result<(), Error> {
    let columns: Vec<_> = table.columns.iter().map(|c| col(c.name)).collect();
    for chunk in 0_i64.. {
        let rows = frame.clone().slice(chunk * i64::from(CHUNK), CHUNK).select(columns.clone());
        let rows = trace::collect(input, rows)?;
        if rows.height() == 0 {
            break;
        }
        take(rows)?;
    }
    Ok(())
}

/// Writes tables into a database. Errors name `input` or `path`, depending on which is at fault.
pub struct Writer<'a> {
    connection: &'a Connection,
    input: &'a Path,
    path: &'a Path,
    encoder: Encoder,
    digests: BTreeMap<&'static str, Rows>,
}

impl<'a> Writer<'a> {
    /// Nothing written yet.
    pub fn new(connection: &'a Connection, input: &'a Path, path: &'a Path) -> Writer<'a> {
        Writer { connection, input, path, encoder: Encoder::default(), digests: BTreeMap::new() }
    }

    fn broken(&self) -> impl Fn(rusqlite::Error) -> Error + use<'a> {
        let path = self.path;
        move |e| refused(path)(std::io::Error::other(e))
    }

    /// Makes a table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&mut self, table: &Table) -> Result<(), Error> {
        self.connection.execute_batch(&sql::create(table)).map_err(self.broken())
    }

    /// Adds rows to a table.
    ///
    /// # Errors
    /// When they are not what the format says, or cannot be written.
    pub fn rows(&mut self, table: &'static Table, rows: &DataFrame) -> Result<(), Error> {
        let unfit = |e: &dyn std::fmt::Display| Error::unreadable(self.input, first_line(e));
        if table.name == syscalls::TABLE.name {
            self.pack(rows).map_err(|e| unfit(&e))?;
            return self.store();
        }
        let broken = self.broken();
        let places = vec!["?"; table.columns.len()].join(",");
        let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
        self.connection.execute_batch("BEGIN").map_err(&broken)?;
        let mut statement = self.connection.prepare(&insert).map_err(&broken)?;
        let digest = self.digests.entry(table.name).or_insert_with(|| Rows::new(table.name));
        for row in 0..rows.height() {
            for (i, column) in rows.columns().iter().enumerate() {
                let field = field(column, row);
                let value = value(&field);
                database::take_in(digest, value);
                statement.raw_bind_parameter(i + 1, database::Borrowed(value)).map_err(&broken)?;
            }
            digest.end_row();
            statement.raw_execute().map_err(&broken)?;
        }
        self.connection.execute_batch("COMMIT").map_err(&broken)
    }

    fn pack(&mut self, rows: &DataFrame) -> PolarsResult<()> {
        let mut found: Vec<(&str, &Column)> =
            syscalls::TABLE.columns.iter().map(|c| c.name).zip(rows.columns()).collect();
        // A column that has no values need not be asked in each row.
        found.retain(|(name, column)| *name == "data" || column.null_count() < column.len());
        let named = |name: &str| found.iter().find(|(known, _)| *known == name).map(|(_, column)| *column);
        let captures = match named("data") {
            Some(texts) if *texts.dtype() == DataType::String => {
                let typed = captures_from_json(texts);
                CaptureRows::new(&typed.map_err(|e| polars::prelude::polars_err!(ComputeError: "column data {e}"))?)?
            }
            Some(lists) => CaptureRows::new(lists)?,
            None => return Ok(()),
        };
        let number = |name: &str, row| match named(name).map_or(Field::Null, |column| field(column, row)) {
            Field::Int(n) => Some(n),
            _ => None,
        };
        for row in 0..rows.height() {
            let cell = |name: &str| named(name).map_or(Field::Null, |column| field(column, row));
            let shape = self.encoder.shape(cell, captures.row(row));
            let own = |name| number(name, row);
            self.encoder.push(&shape, own("seq").unwrap_or_default(), own("ts").unwrap_or_default(), own("dur"));
        }
        Ok(())
    }

    /// Stores what was packed.
    fn store(&mut self) -> Result<(), Error> {
        let broken = self.broken();
        self.connection.execute_batch("BEGIN").map_err(&broken)?;
        for insert in self.encoder.ready() {
            self::insert(self.connection, insert, &mut self.digests).map_err(&broken)?;
        }
        self.encoder.stored();
        self.connection.execute_batch("COMMIT").map_err(&broken)
    }

    /// Ends the writing; the digests of all rows.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<Vec<Leaf>, Error> {
        self.encoder.flush();
        self.store()?;
        Ok(self.digests.into_values().flat_map(Rows::finish).collect())
    }
}

fn insert(
    connection: &Connection,
    insert: &Insert,
    digests: &mut BTreeMap<&'static str, Rows>,
) -> rusqlite::Result<()> {
    let places = vec!["?"; insert.values.len()].join(",");
    let mut statement = connection.prepare_cached(&format!("INSERT INTO {} VALUES ({places})", insert.table))?;
    let chunk = insert.table == CHUNKS;
    let name = if chunk { VIEW } else { insert.table };
    let digest = digests.entry(name).or_insert_with(|| Rows::new(name));
    for (i, field) in insert.values.iter().enumerate() {
        let value = value(field);
        database::take_in(digest, value);
        statement.raw_bind_parameter(i + 1, database::Borrowed(value))?;
    }
    digest.end_rows(if chunk { insert.calls } else { 1 });
    statement.raw_execute().map(|_| ())
}

fn value<'a>(field: &'a Field<'_>) -> ValueRef<'a> {
    match field {
        Field::Null => ValueRef::Null,
        Field::Int(n) => ValueRef::Integer(*n),
        Field::Text(text) => ValueRef::Text(text.as_bytes()),
        Field::Blob(bytes) => ValueRef::Blob(bytes),
    }
}

/// A cell of any column but captures.
fn field(column: &Column, row: usize) -> Field<'_> {
    match column.get(row).unwrap_or(AnyValue::Null) {
        // Of a column that is the same in all rows.
        AnyValue::StringOwned(text) => Field::Text(Cow::Owned(text.to_string())),
        AnyValue::UInt16(n) => Field::Int(n.into()),
        AnyValue::UInt32(n) => Field::Int(n.into()),
        // The same 64 bits, as docs/FORMAT.md says.
        AnyValue::UInt64(n) => Field::Int(n as i64),
        AnyValue::Int32(n) => Field::Int(n.into()),
        AnyValue::Int64(n) => Field::Int(n),
        AnyValue::String(text) => Field::Text(Cow::Borrowed(text)),
        list @ AnyValue::List(_) => texts_to_json(&list).map_or(Field::Null, |text| Field::Text(text.into())),
        _ => Field::Null,
    }
}
