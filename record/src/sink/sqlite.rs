//! `X.sqlite`: the same tables in one SQLite file; `X.sqlite.zst`: that file, compressed when it is finished.
//!
//! For people whose tool is SQL. It is larger and slower to write than the folder of Parquet files.

use super::{Batch, Signer, Sink, SinkError, file, seal};
use crate::rows::{CELLS, Call, Cell, Rows, capture_texts};
use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::{DataType, Int32Type, Int64Type, UInt16Type, UInt32Type, UInt64Type},
};
use rusqlite::{
    Connection,
    types::{ToSql, ToSqlOutput, Value, ValueRef},
};
use schema::{
    columns::{TABLES, sql},
    manifest::{Manifest, State},
    packed::{
        CHUNKS, SIDES, VIEW,
        encode::{Captured, Encoder, Field, Shape},
    },
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
    /// Packs the calls.
    encoder: Encoder,
    /// The digests of the rows, by table; of the chunks under the name of the calls.
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
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE manifest (json TEXT NOT NULL);",
            )
            .map_err(refused)?;
        for table in TABLES {
            connection.execute_batch(&sql::create(table)).map_err(refused)?;
        }
        let rows = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
        let (digests, encoder) = (BTreeMap::new(), Encoder::default());
        Ok(Database { path: path.to_owned(), database, connection, rows, encoder, digests, compress, signer })
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
        let known = self.rows.contains_key(table.name);
        // A batch that fails is rolled back; so are its digests.
        let mut digests = self.digests.clone();
        let transaction = self.connection.transaction().map_err(&refused)?;
        if !known {
            transaction.execute_batch(&sql::create(table)).map_err(&refused)?;
        }
        match batch {
            Batch::Calls(rows) => {
                pack(&mut self.encoder, rows);
                insert_packed(&transaction, &self.encoder, &mut digests).map_err(&refused)?;
            }
            Batch::Rows(_, batch) => {
                let places = vec!["?"; table.columns.len()].join(",");
                let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
                let mut insert = transaction.prepare(&insert).map_err(&refused)?;
                let digest = digests.entry(table.name).or_insert_with(|| Digest::new(table.name));
                for row in 0..batch.num_rows() {
                    let values: Vec<Value> = batch.columns().iter().map(|column| value(column, row)).collect();
                    values.iter().for_each(|value| take_in(digest, value.into()));
                    digest.end_row();
                    insert.execute(rusqlite::params_from_iter(values)).map_err(&refused)?;
                }
            }
        }
        transaction.commit().map_err(&refused)?;
        self.encoder.stored();
        self.digests = digests;
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
        // A batch that failed was rolled back, and is counted by who gave it; the others are committed.
        self.encoder.abandon();
        0
    }

    fn seal(self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError> {
        debug_assert_eq!(manifest.state, State::Sealed);
        let leaves = self.digests.values().cloned().flat_map(Digest::finish).collect();
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
fn take_in(digest: &mut Digest, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => digest.null(),
        ValueRef::Integer(n) => digest.integer(n),
        ValueRef::Real(x) => digest.real(x),
        ValueRef::Text(text) => digest.text(text),
        ValueRef::Blob(bytes) => digest.blob(bytes),
    }
}

/// Packs rows of calls. The values of a form are looked at once.
fn pack(encoder: &mut Encoder, rows: &Rows) {
    let shapes: Vec<Shape> = rows.calls().map(|call| shape(encoder, &call)).collect();
    for (row, form) in rows.form.iter().enumerate() {
        let dur = Some(rows.dur[row]).filter(|dur| *dur != -1);
        encoder.push(&shapes[*form as usize], rows.seq[row], rows.ts[row], dur);
    }
    encoder.flush();
}

fn shape(encoder: &mut Encoder, call: &Call<'_>) -> Shape {
    let cell =
        |name: &str| match CELLS.iter().find(|(known, _)| *known == name).map_or(Cell::Null, |(_, find)| find(call)) {
            Cell::Null => Field::Null,
            // SQLite has no unsigned 64-bit numbers: the same bits, as documented for ColumnType::U64.
            Cell::Number(n) => Field::Int(n),
            Cell::Text(text) => Field::Text(text),
        };
    let captures = call.data.iter().map(|capture| {
        let (when, status) = capture_texts(capture);
        let head = &capture.head;
        Captured {
            arg: head.arg.into(),
            when,
            status,
            len: head.len.into(),
            part: head.part.into(),
            bytes: capture.bytes,
        }
    });
    encoder.shape(cell, captures)
}

/// Stores what was packed.
fn insert_packed(
    connection: &Connection,
    encoder: &Encoder,
    digests: &mut BTreeMap<&'static str, Digest>,
) -> rusqlite::Result<()> {
    for table in SIDES.iter().map(|side| side.name).chain([CHUNKS]) {
        let mut inserts = encoder.ready().iter().filter(|insert| insert.table == table).peekable();
        let Some(first) = inserts.peek() else { continue };
        let places = vec!["?"; first.values.len()].join(",");
        let mut statement = connection.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
        let (name, chunks) = if table == CHUNKS { (VIEW, true) } else { (table, false) };
        let digest = digests.entry(name).or_insert_with(|| Digest::new(name));
        for insert in inserts {
            for (i, field) in insert.values.iter().enumerate() {
                let value = value_of(field);
                take_in(digest, value);
                statement.raw_bind_parameter(i + 1, Borrowed(value))?;
            }
            digest.end_rows(if chunks { insert.calls } else { 1 });
            statement.raw_execute()?;
        }
    }
    Ok(())
}

fn value_of<'a>(field: &'a Field<'_>) -> ValueRef<'a> {
    match field {
        Field::Null => ValueRef::Null,
        Field::Int(n) => ValueRef::Integer(*n),
        Field::Text(text) => ValueRef::Text(text.as_bytes()),
        Field::Blob(bytes) => ValueRef::Blob(bytes),
    }
}

/// A value to bind.
struct Borrowed<'a>(ValueRef<'a>);

impl ToSql for Borrowed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
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
