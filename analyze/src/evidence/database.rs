//! The seal of a SQLite trace: verifying it, and closing a file with it.

use super::{
    files::manifest_digest,
    findings::{Findings, Status},
    output::{self, refused},
    package::Package,
    verify::Sealed,
};
use crate::{error::Error, trace};
use rusqlite::{
    Connection,
    types::{ToSql, ToSqlOutput, ValueRef},
};
use schema::{
    columns::{OPTIONAL, TABLES},
    manifest::{FILE_NAME, Leaf},
    packed,
    seal::{
        database::{self, DatabaseSeal, TRAILER_BYTES},
        hex,
        rows::Rows,
    },
};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    path::Path,
};

/// Verifies the database at `database`; errors name `path`, which is what the user gave.
///
/// # Errors
/// When there is no manifest that can be read.
pub fn verify(path: &Path, database: &Path, found: &mut Findings) -> Result<Sealed, Error> {
    let connection = trace::connect(path, database)?;
    let text = trace::manifest_text(path, &connection)?;
    let manifest = trace::manifest(path, &text)?;
    if manifest.seal.is_none() {
        if manifest.format.minor >= 3 {
            found.add(FILE_NAME, Status::Changed, "has no seal: the recorder did not finish, or it was taken out");
        } else {
            found.add(FILE_NAME, Status::Unknown, "there is nothing to compare it with");
            found.notes.push(format!("format {} had no seal in SQLite: nothing could be verified", manifest.format));
        }
        let (custody, signatures, others) = Default::default();
        return Ok(Sealed { manifest, text, custody, signatures, others });
    }
    whole_file(path, database, &connection, &text, found);
    if schema::seal::over(&manifest) != manifest.seal {
        found.add(FILE_NAME, Status::Changed, "its Merkle root is not that of the rows it lists");
    }
    // What the target printed was not sealed before.
    let was_sealed = |table: &&str| manifest.format.minor >= 4 || OPTIONAL.iter().all(|t| t.name != *table);
    for table in sealed_tables().filter(was_sealed) {
        let sealed: Vec<&Leaf> = manifest.leaves.iter().filter(|leaf| leaf.table == table).collect();
        let range =
            |leaf: &Leaf| format!("rows {}-{}", leaf.first.saturating_add(1), leaf.first.saturating_add(leaf.rows));
        match digests(&connection, table) {
            Err(error) => found.add(table, Status::Changed, format!("cannot be read: {error}")),
            // A side table of calls that are not packed, or no table of output.
            Ok(actual) if actual.is_empty() && sealed.is_empty() && TABLES.iter().all(|known| known.name != table) => {}
            Ok(actual) => {
                let mut same = actual.len() == sealed.len();
                for (i, leaf) in sealed.iter().enumerate() {
                    if actual.get(i).map(|leaf| &leaf.sha256) != Some(&leaf.sha256) {
                        found.add(table, Status::Changed, range(leaf));
                        same = false;
                    }
                }
                for leaf in actual.iter().skip(sealed.len()) {
                    found.add(table, Status::Extra, range(leaf));
                }
                if same {
                    let rows: u64 = actual.iter().map(|leaf| leaf.rows).sum();
                    found.add(table, Status::Ok, format!("{rows} rows"));
                }
            }
        }
    }
    let texts = |query: &str| -> rusqlite::Result<Vec<(String, String)>> {
        connection.prepare(query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let mut read = |part: &str, query: &str| {
        texts(query).unwrap_or_else(|e| {
            found.add(part, Status::Changed, e.to_string());
            Vec::new()
        })
    };
    let lines = read("custody", "SELECT line, '' FROM custody ORDER BY rowid");
    let signatures = read("signatures", "SELECT name, text FROM signatures ORDER BY rowid");
    let custody = lines.into_iter().map(|(line, _)| line + "\n").collect();
    Ok(Sealed { manifest, text, custody: Some(custody), signatures, others: Default::default() })
}

/// The file against its own sum, and the manifest against the seal.
fn whole_file(path: &Path, database: &Path, connection: &Connection, manifest: &str, found: &mut Findings) {
    let part = path.display().to_string();
    let seal = connection.query_row("SELECT json FROM seal", [], |row| row.get::<_, String>(0));
    let seal = seal.map_err(|e| e.to_string()).and_then(|text| {
        let seal: DatabaseSeal = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        if seal.text() == text { Ok(seal) } else { Err("is not as it was written".to_owned()) }
    });
    let seal = match seal {
        Ok(seal) => seal,
        Err(what) => return found.add("seal", Status::Changed, what),
    };
    let sum = || -> std::io::Result<Option<String>> {
        let Some(at) = database::find_digits(File::open(database)?, &seal)? else { return Ok(None) };
        Ok(Some(hex(&database::sum(File::open(database)?, at)?)))
    };
    match sum() {
        Ok(Some(sum)) if sum == seal.file_sha256 => found.add(part, Status::Ok, "every byte of the file"),
        Ok(_) => found.add(part, Status::Changed, "the file's bytes are not those that were sealed"),
        Err(error) => found.add(part, Status::Changed, error.to_string()),
    }
    match seal.manifest_sha256 == manifest_digest(manifest) {
        true => found.add(FILE_NAME, Status::Ok, ""),
        false => found.add(FILE_NAME, Status::Changed, "its SHA-256 is not the one in the seal"),
    }
}

/// The digests of a table's rows as they are stored now. Of packed calls those of the chunks, under the name of the calls.
pub fn digests(connection: &Connection, table: &'static str) -> rusqlite::Result<Vec<Leaf>> {
    let packed = table == packed::VIEW && trace::is_packed(connection)?;
    if !packed && !connection.table_exists(None, table)? {
        return Ok(Vec::new());
    }
    let stored = if packed { packed::CHUNKS } else { table };
    let mut query = connection.prepare(&format!("SELECT * FROM {stored} ORDER BY rowid"))?;
    let columns = query.column_count();
    let mut rows = query.query([])?;
    let mut digest = Rows::new(table);
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            take_in(&mut digest, row.get_ref(column)?);
        }
        let calls = if packed { row.get::<_, i64>("rows")?.clamp(1, packed::CHUNK_ROWS as i64) as u64 } else { 1 };
        digest.end_rows(calls);
    }
    Ok(digest.finish())
}

/// Adds a value to the digest of its row.
pub fn take_in(digest: &mut Rows, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => digest.null(),
        ValueRef::Integer(n) => digest.integer(n),
        ValueRef::Real(x) => digest.real(x),
        ValueRef::Text(text) => digest.text(text),
        ValueRef::Blob(bytes) => digest.blob(bytes),
    }
}

/// A value to bind.
pub struct Borrowed<'a>(pub ValueRef<'a>);

impl ToSql for Borrowed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}

/// The tables whose rows are sealed, under the names that leaves have.
pub fn sealed_tables() -> impl Iterator<Item = &'static str> {
    let plain = TABLES.iter().chain(&OPTIONAL).map(|table| table.name);
    plain.chain(packed::SIDES.iter().map(|side| side.name))
}

/// A compressed trace against the sum at its end.
///
/// # Errors
/// When it cannot be read.
pub fn verify_trailer(path: &Path, found: &mut Findings) -> Result<(), Error> {
    let refused = |e: std::io::Error| Error::unreadable(path, e);
    let mut file = File::open(path).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    let before = length.saturating_sub(TRAILER_BYTES as u64);
    let mut sum = Sha256::new();
    std::io::copy(&mut Read::by_ref(&mut file).take(before), &mut HashWriter(&mut sum)).map_err(refused)?;
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(before)).and_then(|_| file.read_to_end(&mut end)).map_err(refused)?;
    let part = path.display().to_string();
    let hash = sum.finalize().into();
    if end == database::trailer(&hash) {
        found.add(part, Status::Ok, "every byte of the compressed file");
    } else if trace_has_seal(path)? {
        found.add(part, Status::Changed, "the compressed file's bytes are not those that were sealed");
    }
    Ok(())
}

/// Whether the compressed trace is of a format that ends with a sum.
fn trace_has_seal(path: &Path) -> Result<bool, Error> {
    let copy = trace::decompress(path)?;
    let connection = trace::connect(path, copy.path())?;
    let manifest = trace::manifest(path, &trace::manifest_text(path, &connection)?)?;
    Ok(manifest.seal.is_some() || manifest.format.minor >= 3)
}

/// The SHA-256 of what is left of a file.
///
/// # Errors
/// When it cannot be read.
pub fn sum_of(file: &mut impl Read) -> std::io::Result<String> {
    let mut sum = Sha256::new();
    std::io::copy(file, &mut HashWriter(&mut sum))?;
    Ok(hex(&sum.finalize()))
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes the trace in `database` to `path` with other papers.
///
/// # Errors
/// When it cannot be written.
pub fn replace_papers(database: &Path, path: &Path, compress: bool, package: &Package) -> Result<(), Error> {
    let copy = output::begin(path)?;
    std::fs::copy(database, copy.path()).map_err(refused(path))?;
    close(copy, path, compress, package)
}

/// Puts the papers into a database whose rows are complete, seals it, and gives it its name.
///
/// # Errors
/// When it cannot be written.
pub fn close(file: tempfile::NamedTempFile, path: &Path, compress: bool, package: &Package) -> Result<(), Error> {
    let seal = DatabaseSeal::open(uuid::Uuid::new_v4().simple().to_string(), manifest_digest(&package.text));
    let papers = || -> rusqlite::Result<()> {
        let connection = Connection::open(file.path())?;
        // The file has no name yet: when the machine stops there is nothing to recover.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;")?;
        connection.execute_batch("CREATE TABLE IF NOT EXISTS manifest (json TEXT NOT NULL);")?;
        connection.execute_batch(database::TABLES)?;
        connection
            .execute_batch("DELETE FROM manifest; DELETE FROM custody; DELETE FROM signatures; DELETE FROM seal;")?;
        connection.execute("INSERT INTO manifest VALUES (?1)", [&package.text])?;
        for line in package.custody.lines() {
            connection.execute("INSERT INTO custody VALUES (?1)", [line])?;
        }
        for (name, text) in &package.signatures {
            connection.execute("INSERT INTO signatures VALUES (?1, ?2)", [name, text])?;
        }
        connection.execute("INSERT INTO seal VALUES (?1)", [seal.text()])?;
        connection.close().map_err(|(_, e)| e)
    };
    papers().map_err(|e| refused(path)(std::io::Error::other(e)))?;
    let sum = || -> std::io::Result<()> {
        let lost = || std::io::Error::other("the seal is not where it was written");
        let at = database::find_digits(File::open(file.path())?, &seal)?.ok_or_else(lost)?;
        let sum = database::sum(File::open(file.path())?, at)?;
        File::options().write(true).open(file.path())?.write_all_at(hex(&sum).as_bytes(), at)
    };
    sum().map_err(refused(path))?;
    if compress { self::compress(file.path(), path) } else { output::finish(file, path) }
}

fn compress(database: &Path, path: &Path) -> Result<(), Error> {
    let mut file = output::begin(path)?;
    let write = |file: &mut tempfile::NamedTempFile| -> std::io::Result<()> {
        zstd::stream::copy_encode(File::open(database)?, &mut *file, 0)?;
        let mut sum = Sha256::new();
        std::io::copy(&mut File::open(file.path())?, &mut HashWriter(&mut sum))?;
        file.write_all(&database::trailer(&sum.finalize().into()))
    };
    write(&mut file).map_err(refused(path))?;
    output::finish(file, path)
}
