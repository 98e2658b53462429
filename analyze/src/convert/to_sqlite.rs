//! Rows into a SQLite file.

use super::lists::{captures_to_json, texts_to_json};
use crate::{
    error::{Error, first_line},
    evidence::{
        database,
        output::{self, refused},
        package::{Deed, Package},
        verify::Sealed,
    },
    trace::{self, Trace},
};
use polars::prelude::{AnyValue, Column, DataFrame, LazyFrame, col};
use rusqlite::{Connection, types::Value};
use schema::{
    columns::{ColumnType, TABLES, Table, sql},
    manifest::{Leaf, Manifest},
    seal::rows::Rows,
};
use std::path::Path;

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
    let connection = Connection::open(file.path()).map_err(broken)?;
    // The file has no name yet: when the machine stops there is nothing to recover.
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")
        .map_err(broken)?;
    let mut leaves = Vec::new();
    for (table, frame) in TABLES.into_iter().zip(frames(&trace)) {
        connection.execute_batch(&sql::create_table(table)).map_err(broken)?;
        leaves.extend(insert(&connection, table, frame, input, path)?);
    }
    connection.execute_batch(sql::FINISH).map_err(broken)?;
    connection.close().map_err(|(_, e)| broken(e))?;
    let Sealed { manifest, custody, .. } = sealed;
    let manifest = Manifest { files: Vec::new(), leaves, rows: trace.manifest.rows.clone(), ..manifest };
    let package = Package::anew(manifest, custody.unwrap_or_default(), deed);
    database::close(file, path, compress, &package)
}

/// The tables in the order of [`TABLES`].
pub fn frames(trace: &Trace) -> [&LazyFrame; 4] {
    [&trace.syscalls, &trace.processes, &trace.counts, &trace.losses]
}

/// Adds rows to a table; their digests. Errors name `input` or `path`, depending on which is at fault.
///
/// # Errors
/// As [`write`].
pub fn insert(
    connection: &Connection,
    table: &Table,
    frame: &LazyFrame,
    input: &Path,
    path: &Path,
) -> Result<Vec<Leaf>, Error> {
    let broken = |e: rusqlite::Error| refused(path)(std::io::Error::other(e));
    let places = vec!["?"; table.columns.len()].join(",");
    let mut statement = connection.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name)).map_err(broken)?;
    let mut digest = Rows::new(name(table));
    let columns: Vec<_> = table.columns.iter().map(|c| col(c.name)).collect();
    for chunk in 0_i64.. {
        let rows = frame.clone().slice(chunk * i64::from(CHUNK), CHUNK.into()).select(columns.clone());
        let rows = trace::collect(input, rows)?;
        if rows.height() == 0 {
            break;
        }
        connection.execute_batch("BEGIN").map_err(broken)?;
        let cells = cells(table, &rows).map_err(|e| Error::unreadable(input, first_line(e)))?;
        for row in 0..rows.height() {
            for (i, column) in cells.iter().enumerate() {
                let value = column.get(row);
                match &value {
                    Value::Null => digest.null(),
                    Value::Integer(n) => digest.integer(*n),
                    Value::Real(x) => digest.real(*x),
                    Value::Text(text) => digest.text(text.as_bytes()),
                    Value::Blob(bytes) => digest.blob(bytes),
                }
                statement.raw_bind_parameter(i + 1, value).map_err(broken)?;
            }
            digest.end_row();
            statement.raw_execute().map_err(broken)?;
        }
        connection.execute_batch("COMMIT").map_err(broken)?;
    }
    Ok(digest.finish())
}

fn name(table: &Table) -> &'static str {
    TABLES.iter().find(|known| known.name == table.name).map_or("", |known| known.name)
}

/// The cells of a column.
enum Cells<'a> {
    /// As the frame has them.
    Plain(&'a Column),
    /// Captures as JSON.
    Json(Vec<String>),
}

impl Cells<'_> {
    fn get(&self, row: usize) -> Value {
        match self {
            Cells::Json(texts) => Value::Text(texts.get(row).cloned().unwrap_or_default()),
            Cells::Plain(column) => match column.get(row).unwrap_or(AnyValue::Null) {
                AnyValue::UInt16(n) => Value::Integer(n.into()),
                AnyValue::UInt32(n) => Value::Integer(n.into()),
                // The same 64 bits, as docs/FORMAT.md says.
                AnyValue::UInt64(n) => Value::Integer(n as i64),
                AnyValue::Int32(n) => Value::Integer(n.into()),
                AnyValue::Int64(n) => Value::Integer(n),
                AnyValue::String(text) => Value::Text(text.to_owned()),
                list @ AnyValue::List(_) => texts_to_json(&list).map_or(Value::Null, Value::Text),
                _ => Value::Null,
            },
        }
    }
}

fn cells<'a>(table: &Table, rows: &'a DataFrame) -> polars::prelude::PolarsResult<Vec<Cells<'a>>> {
    let columns = table.columns.iter().zip(rows.columns());
    columns
        .map(|(column, values)| match column.ty {
            ColumnType::Captures => Ok(Cells::Json(captures_to_json(values)?)),
            _ => Ok(Cells::Plain(values)),
        })
        .collect()
}
