//! `X.sqlite`: the same tables in one SQLite file; `X.sqlite.zst`: that file, compressed when it is finished.
//!
//! For people whose tool is SQL. It is larger and slower to write than the folder of Parquet files.

use super::{Sink, SinkError, file};
use arrow::{
    array::{Array, ArrayRef, AsArray, StructArray},
    datatypes::{DataType, Int32Type, Int64Type, UInt16Type, UInt32Type, UInt64Type},
    record_batch::RecordBatch,
};
use rusqlite::{Connection, types::Value};
use schema::{
    columns::{ColumnType, TABLES, Table},
    manifest::{Manifest, State},
};
use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

/// A SQLite trace being written.
pub struct Database {
    /// The name the user gave.
    path: PathBuf,
    /// Where the database lies while it is written.
    database: PathBuf,
    connection: Connection,
    rows: BTreeMap<String, u64>,
    compress: bool,
}

impl Database {
    /// Creates the database.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn create(path: &Path, compress: bool) -> Result<Database, SinkError> {
        // The compressed form is written plain beside its name, and compressed at the end.
        let database = if compress { path.with_extension("") } else { path.to_owned() };
        if compress && database.symlink_metadata().is_ok() {
            return Err(SinkError::Exists(database));
        }
        let refused = |cause| SinkError::Sqlite { path: database.clone(), cause };
        // SQLite's own message would not say why.
        drop(File::create_new(&database).map_err(SinkError::io(&database))?);
        let connection = Connection::open(&database).map_err(refused)?;
        // WAL: a recorder that is killed leaves every committed row, and the reader needs no repair.
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE manifest (json TEXT NOT NULL);",
            )
            .map_err(refused)?;
        for table in TABLES {
            connection.execute_batch(&create_table(table)).map_err(refused)?;
        }
        let rows = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
        Ok(Database { path: path.to_owned(), database, connection, rows, compress })
    }

    fn refused(&self) -> impl Fn(rusqlite::Error) -> SinkError + use<> {
        let path = self.database.clone();
        move |cause| SinkError::Sqlite { path: path.clone(), cause }
    }

    fn complete(&self, manifest: &Manifest) -> Manifest {
        Manifest { rows: self.rows.clone(), files: Vec::new(), ..manifest.clone() }
    }

    fn store(&self, manifest: &Manifest) -> Result<(), SinkError> {
        let text = serde_json::to_string(manifest).map_err(|e| SinkError::io(&self.database)(e.into()))?;
        let refused = self.refused();
        let transaction = self.connection.unchecked_transaction().map_err(&refused)?;
        transaction.execute("DELETE FROM manifest", []).map_err(&refused)?;
        transaction.execute("INSERT INTO manifest VALUES (?1)", [text]).map_err(&refused)?;
        transaction.commit().map_err(&refused)
    }
}

impl Sink for Database {
    fn write(&mut self, table: &'static Table, batch: &RecordBatch) -> Result<(), SinkError> {
        let refused = self.refused();
        let transaction = self.connection.transaction().map_err(&refused)?;
        {
            let places = vec!["?"; table.columns.len()].join(",");
            let mut insert =
                transaction.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name)).map_err(&refused)?;
            let cells: Vec<Cells> = batch.columns().iter().map(Cells::new).collect();
            for row in 0..batch.num_rows() {
                let values = cells.iter().map(|column| column.value(row));
                insert.execute(rusqlite::params_from_iter(values)).map_err(&refused)?;
            }
        }
        transaction.commit().map_err(&refused)?;
        *self.rows.entry(table.name.to_owned()).or_default() += batch.num_rows() as u64;
        Ok(())
    }

    fn checkpoint(&mut self, manifest: &Manifest) -> Result<(), SinkError> {
        self.store(&self.complete(manifest))
    }

    fn seal(self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError> {
        debug_assert_eq!(manifest.state, State::Sealed);
        let manifest = self.complete(&manifest);
        self.store(&manifest)?;
        let refused = self.refused();
        // One file, without the log beside it.
        self.connection.execute_batch("PRAGMA journal_mode = DELETE").map_err(&refused)?;
        let Database { path, database, connection, compress, .. } = *self;
        connection.close().map_err(|(_, e)| refused(e))?;
        if compress {
            let input = File::open(&database).map_err(SinkError::io(&database))?;
            let mut out = file::Summed::create(&path)?;
            zstd::stream::copy_encode(input, &mut out, 0).map_err(SinkError::io(&path))?;
            out.finish()?;
            std::fs::remove_file(&database).map_err(SinkError::io(&database))?;
        }
        Ok(manifest)
    }
}

fn create_table(table: &Table) -> String {
    let column = |c: &schema::columns::Column| {
        let ty = match c.ty {
            ColumnType::U16 | ColumnType::U32 | ColumnType::U64 | ColumnType::I32 | ColumnType::I64 => "INTEGER",
            ColumnType::Text | ColumnType::TextList | ColumnType::Captures => "TEXT",
        };
        format!("{} {ty}{}", c.name, if c.nullable { "" } else { " NOT NULL" })
    };
    format!("CREATE TABLE {} ({});", table.name, table.columns.iter().map(column).collect::<Vec<_>>().join(", "))
}

/// A column of a batch, ready to be asked for single values.
struct Cells<'a> {
    array: &'a ArrayRef,
    /// Of a dictionary, its values.
    texts: Option<&'a ArrayRef>,
}

impl<'a> Cells<'a> {
    fn new(array: &'a ArrayRef) -> Cells<'a> {
        let texts = array.as_dictionary_opt::<Int32Type>().map(|d| d.values());
        Cells { array, texts }
    }

    fn value(&self, row: usize) -> Value {
        if self.array.is_null(row) {
            return Value::Null;
        }
        match self.array.data_type() {
            DataType::UInt16 => Value::Integer(self.array.as_primitive::<UInt16Type>().value(row).into()),
            DataType::UInt32 => Value::Integer(self.array.as_primitive::<UInt32Type>().value(row).into()),
            // SQLite has no unsigned 64-bit numbers: the same bits, as documented for ColumnType::U64.
            DataType::UInt64 => Value::Integer(self.array.as_primitive::<UInt64Type>().value(row) as i64),
            DataType::Int32 => Value::Integer(self.array.as_primitive::<Int32Type>().value(row).into()),
            DataType::Int64 => Value::Integer(self.array.as_primitive::<Int64Type>().value(row)),
            DataType::Utf8 => Value::Text(self.array.as_string::<i32>().value(row).to_owned()),
            DataType::Dictionary(..) => {
                let key = self.array.as_dictionary::<Int32Type>().keys().value(row) as usize;
                self.texts.map_or(Value::Null, |texts| Value::Text(texts.as_string::<i32>().value(key).to_owned()))
            }
            DataType::List(_) => {
                let items = self.array.as_list::<i32>().value(row);
                let json: Vec<serde_json::Value> = match items.as_struct_opt() {
                    Some(captures) => (0..captures.len()).map(|i| capture(captures, i)).collect(),
                    None => items.as_string::<i32>().iter().map(|text| text.into()).collect(),
                };
                Value::Text(serde_json::Value::Array(json).to_string())
            }
            // columns::arrow_schema makes no other types.
            _ => Value::Null,
        }
    }
}

/// An element of the `data` column as a JSON object.
fn capture(captures: &StructArray, row: usize) -> serde_json::Value {
    let members = captures.fields().iter().zip(captures.columns());
    members
        .map(|(field, array)| {
            let value = match array.data_type() {
                DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
                DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
                DataType::Binary => file::hex(array.as_binary::<i32>().value(row)).into(),
                _ => array.as_string::<i32>().value(row).into(),
            };
            (field.name().clone(), value)
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}
