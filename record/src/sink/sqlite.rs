//! `X.sqlite`: the same tables in one SQLite file; `X.sqlite.zst`: that file, compressed when it is finished.
//!
//! For people whose tool is SQL. It is larger and slower to write than the folder of Parquet files.

use super::{Batch, Signer, Sink, SinkError, file, seal};
use crate::rows::{CELLS, Call, Cell, Find, Rows, capture_texts};
use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::{DataType, Int32Type, Int64Type, UInt16Type, UInt32Type, UInt64Type},
};
use rusqlite::{Connection, types::Value};
use schema::{
    columns::{TABLES, sql, syscalls},
    manifest::{Manifest, State},
    seal::{
        database::{self, DatabaseSeal},
        hex,
        rows::Rows as Digest,
        sha256,
    },
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    os::unix::fs::FileExt,
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
    /// The digests of the rows, by table.
    digests: BTreeMap<&'static str, Digest>,
    compress: bool,
    signer: Option<Signer>,
}

impl Database {
    /// Creates the database.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn create(path: &Path, compress: bool, signer: Option<Signer>) -> Result<Database, SinkError> {
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
            connection.execute_batch(&sql::create_table(table)).map_err(refused)?;
        }
        let rows = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
        let digests = TABLES.iter().map(|t| (t.name, Digest::new(t.name))).collect();
        Ok(Database { path: path.to_owned(), database, connection, rows, digests, compress, signer })
    }

    fn refused(&self) -> impl Fn(rusqlite::Error) -> SinkError + use<> {
        let path = self.database.clone();
        move |cause| SinkError::Sqlite { path: path.clone(), cause }
    }

    fn complete(&self, manifest: &Manifest) -> Manifest {
        Manifest { rows: self.rows.clone(), files: Vec::new(), ..manifest.clone() }
    }

    fn store(&self, manifest: &Manifest) -> Result<(), SinkError> {
        let text = manifest.text().map_err(|e| SinkError::io(&self.database)(e.into()))?;
        let refused = self.refused();
        let transaction = self.connection.unchecked_transaction().map_err(&refused)?;
        transaction.execute("DELETE FROM manifest", []).map_err(&refused)?;
        transaction.execute("INSERT INTO manifest VALUES (?1)", [text]).map_err(&refused)?;
        transaction.commit().map_err(&refused)
    }
}

impl Sink for Database {
    fn write(&mut self, batch: &Batch) -> Result<(), SinkError> {
        let (refused, table) = (self.refused(), batch.table());
        if !self.rows.contains_key(table.name) {
            self.connection.execute_batch(&sql::create_table(table)).map_err(&refused)?;
        }
        // A batch that fails is rolled back; so are its digests.
        let mut digest = self.digests.get(table.name).cloned().unwrap_or(Digest::new(table.name));
        let transaction = self.connection.transaction().map_err(&refused)?;
        {
            let places = vec!["?"; table.columns.len()].join(",");
            let mut insert =
                transaction.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name)).map_err(&refused)?;
            match batch {
                Batch::Calls(rows) => insert_calls(&mut insert, rows, &mut digest).map_err(&refused)?,
                Batch::Rows(_, batch) => {
                    for row in 0..batch.num_rows() {
                        let values: Vec<Value> = batch.columns().iter().map(|column| value(column, row)).collect();
                        values.iter().for_each(|value| take_in(&mut digest, value));
                        digest.end_row();
                        insert.execute(rusqlite::params_from_iter(values)).map_err(&refused)?;
                    }
                }
            }
        }
        transaction.commit().map_err(&refused)?;
        self.digests.insert(table.name, digest);
        *self.rows.entry(table.name.to_owned()).or_default() += batch.len() as u64;
        Ok(())
    }

    fn checkpoint(&mut self, manifest: &Manifest) -> Result<(), SinkError> {
        self.store(&self.complete(manifest))
    }

    fn bytes(&self) -> u64 {
        let mut log = self.database.clone().into_os_string();
        log.push("-wal");
        [self.database.as_path(), Path::new(&log)].iter().filter_map(|path| path.metadata().ok()).map(|m| m.len()).sum()
    }

    fn abandon(&mut self) -> u64 {
        // A batch that failed was rolled back; the others are committed.
        0
    }

    fn seal(self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError> {
        debug_assert_eq!(manifest.state, State::Sealed);
        let digests = TABLES.iter().filter_map(|table| self.digests.get(table.name).cloned());
        let leaves = digests.flat_map(Digest::finish).collect();
        let manifest = Manifest { leaves, ..self.complete(&manifest) };
        let manifest = Manifest { seal: ::schema::seal::over(&manifest), ..manifest };
        self.store(&manifest)?;
        let text = manifest.text().map_err(|e| SinkError::io(&self.database)(e.into()))?;
        let papers = seal::papers(&self.path, &manifest, &text, self.signer.as_ref())?;
        let refused = self.refused();
        let seal = DatabaseSeal::open(uuid::Uuid::new_v4().simple().to_string(), hex(&sha256(text.as_bytes())));
        let add = |statement: &str, values: &[&str]| {
            self.connection.execute(statement, rusqlite::params_from_iter(values)).map(|_| ()).map_err(&refused)
        };
        self.connection.execute_batch(sql::FINISH).map_err(&refused)?;
        self.connection.execute_batch(database::TABLES).map_err(&refused)?;
        for line in papers.custody.lines() {
            add("INSERT INTO custody VALUES (?1)", &[line])?;
        }
        if let Some((name, text)) = &papers.signature {
            add("INSERT INTO signatures VALUES (?1, ?2)", &[name, text])?;
        }
        add("INSERT INTO seal VALUES (?1)", &[&seal.text()])?;
        // One file, without the log beside it.
        self.connection.execute_batch("PRAGMA journal_mode = DELETE").map_err(&refused)?;
        let Database { path, database, connection, compress, .. } = *self;
        connection.close().map_err(|(_, e)| refused(e))?;
        close(&database, seal).map_err(SinkError::io(&database))?;
        if compress {
            let input = File::open(&database).map_err(SinkError::io(&database))?;
            let mut out = file::Summed::create(&path)?;
            zstd::stream::copy_encode(input, &mut out, 0).map_err(SinkError::io(&path))?;
            let trailer = database::trailer(&out.sum_so_far());
            out.write_all(&trailer).map_err(SinkError::io(&path))?;
            out.finish()?;
            file::sync(&path)?;
            std::fs::remove_file(&database).map_err(SinkError::io(&database))?;
        }
        file::sync_parent(&path)?;
        Ok(manifest)
    }
}

/// Puts the file's sum into its seal.
fn close(database: &Path, seal: DatabaseSeal) -> std::io::Result<()> {
    let file = File::options().read(true).write(true).open(database)?;
    let lost = || std::io::Error::other("the seal is not where it was written");
    let at = database::find_digits(&file, &seal)?.ok_or_else(lost)?;
    let sum = database::sum(File::open(database)?, at)?;
    file.write_all_at(hex(&sum).as_bytes(), at)?;
    file.sync_all()
}

/// Adds a value to the digest of its row.
fn take_in(digest: &mut Digest, value: &Value) {
    match value {
        Value::Null => digest.null(),
        Value::Integer(n) => digest.integer(*n),
        Value::Real(x) => digest.real(*x),
        Value::Text(text) => digest.text(text.as_bytes()),
        Value::Blob(bytes) => digest.blob(bytes),
    }
}

/// Adds rows of calls. The values of a form are made once.
fn insert_calls(insert: &mut rusqlite::Statement<'_>, rows: &Rows, digest: &mut Digest) -> rusqlite::Result<()> {
    let columns = syscalls::TABLE.columns;
    let place = |name| columns.iter().position(|c| c.name == name).unwrap_or_default();
    let own = [place("seq"), place("ts"), place("dur")];
    let find = |name: &str| CELLS.iter().find(|(known, _)| *known == name).map(|(_, find)| *find);
    let finds: Vec<(&str, Option<Find>)> = columns.iter().map(|c| (c.name, find(c.name))).collect();
    let forms: Vec<Vec<Value>> =
        rows.calls().map(|call| finds.iter().map(|(name, find)| call_value(&call, name, *find)).collect()).collect();
    for (row, form) in rows.form.iter().enumerate() {
        for (i, value) in forms[*form as usize].iter().enumerate() {
            let number = match own.iter().position(|place| *place == i) {
                None => {
                    take_in(digest, value);
                    insert.raw_bind_parameter(i + 1, value)?;
                    continue;
                }
                Some(0) => Some(rows.seq[row]),
                Some(1) => Some(rows.ts[row]),
                Some(_) => Some(rows.dur[row]).filter(|dur| *dur != -1),
            };
            match number {
                Some(n) => digest.integer(n),
                None => digest.null(),
            }
            insert.raw_bind_parameter(i + 1, number)?;
        }
        digest.end_row();
        insert.raw_execute()?;
    }
    Ok(())
}

fn call_value(call: &Call<'_>, column: &str, find: Option<Find>) -> Value {
    if column == "data" {
        let captures: Vec<serde_json::Value> = call
            .data
            .iter()
            .map(|capture| {
                let (when, status) = capture_texts(capture);
                let (arg, part, len) = (capture.head.arg, capture.head.part, capture.head.len);
                let bytes = hex(capture.bytes);
                serde_json::json!({
                    "arg": arg, "when": when, "status": status, "len": len, "bytes": bytes, "part": part
                })
            })
            .collect();
        return Value::Text(serde_json::Value::Array(captures).to_string());
    }
    match find.map_or(Cell::Null, |find| find(call)) {
        Cell::Null => Value::Null,
        // SQLite has no unsigned 64-bit numbers: the same bits, as documented for ColumnType::U64.
        Cell::Number(n) => Value::Integer(n),
        Cell::Text(text) => Value::Text(text.into_owned()),
    }
}

/// A cell of a batch.
fn value(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::UInt16 => Value::Integer(array.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt32 => Value::Integer(array.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt64 => Value::Integer(array.as_primitive::<UInt64Type>().value(row) as i64),
        DataType::Int32 => Value::Integer(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Value::Integer(array.as_primitive::<Int64Type>().value(row)),
        DataType::Utf8 => Value::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let texts: Vec<serde_json::Value> = items.as_string::<i32>().iter().map(|text| text.into()).collect();
            Value::Text(serde_json::Value::Array(texts).to_string())
        }
        // columns::arrow_schema makes no other types for the tables that come as batches.
        _ => Value::Null,
    }
}
