//! `catalog`: a SQLite file that lists the traces below a folder, so that thousands of them can be searched.
//!
//! docs/analyze.md, "catalog", tells its tables. A trace is read again only if its size or time has changed.

mod sketch;

use crate::{
    cli,
    error::{Error, first_line},
    evidence::verify,
    time,
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, LazyFrame, col, len, lit};
use rusqlite::{Connection, OptionalExtension, params};
use schema::manifest::FILE_NAME;
use std::{
    fs::Metadata,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// The file begins with it; SQLite calls it `application_id`. The letters are `SCAC`.
const MARK: i32 = 0x5343_4143;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS traces (
  trace INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, changed_ns INTEGER NOT NULL, unreadable TEXT,
  id TEXT, format TEXT, started TEXT, ended TEXT, duration_ns INTEGER, host TEXT, kernel TEXT, backend TEXT, kind TEXT, command TEXT,
  engine TEXT, container TEXT, image TEXT, image_digest TEXT, user TEXT, verdict TEXT, calls INTEGER, errors INTEGER, lost INTEGER,
  processes INTEGER, redacted INTEGER, verified TEXT);
CREATE TABLE IF NOT EXISTS calls (trace INTEGER NOT NULL, name TEXT NOT NULL, errno TEXT, calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS programs (trace INTEGER NOT NULL, exe TEXT NOT NULL, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS peers (trace INTEGER NOT NULL, peer TEXT NOT NULL, calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sketch (trace INTEGER NOT NULL, place INTEGER NOT NULL, value INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS calls_name ON calls (name, errno);
CREATE INDEX IF NOT EXISTS calls_trace ON calls (trace);
CREATE INDEX IF NOT EXISTS programs_exe ON programs (exe);
CREATE INDEX IF NOT EXISTS programs_trace ON programs (trace);
CREATE INDEX IF NOT EXISTS peers_peer ON peers (peer);
CREATE INDEX IF NOT EXISTS peers_trace ON peers (trace);
CREATE INDEX IF NOT EXISTS sketch_value ON sketch (place, value);
CREATE INDEX IF NOT EXISTS sketch_trace ON sketch (trace);
CREATE VIEW IF NOT EXISTS similar AS
  SELECT a.path AS path, b.path AS other, count(*) / 64.0 AS similarity
  FROM sketch x JOIN sketch y ON x.place = y.place AND x.value = y.value AND x.trace <> y.trace
  JOIN traces a ON a.trace = x.trace JOIN traces b ON b.trace = y.trace GROUP BY x.trace, y.trace;
";

/// Tables that hold parts of a trace.
const PARTS: [&str; 4] = ["calls", "programs", "peers", "sketch"];

/// Runs the command.
///
/// # Errors
/// When the folder cannot be read or the catalog not written. A trace that cannot be read is a row that says why.
pub fn run(options: &cli::Catalog) -> Result<(), Error> {
    let path = &options.output;
    let failed = |e: rusqlite::Error| Error::Output { path: path.clone(), source: std::io::Error::other(e) };
    if !options.folder.is_dir() {
        return Err(Error::Usage(format!("{} is no folder", options.folder.display())));
    }
    let mut found = Vec::new();
    below(&options.folder, 0, &mut found)?;
    found.sort();
    let connection = open(path)?;
    let (mut new, mut changed, mut same, mut unreadable) = (0, 0, 0, 0);
    connection.execute_batch("CREATE TEMP TABLE present (path TEXT PRIMARY KEY)").map_err(failed)?;
    for trace in found.iter().filter(|trace| *trace != path) {
        let name = visible(&trace.to_string_lossy());
        connection.execute("INSERT OR IGNORE INTO present VALUES (?1)", [&name]).map_err(failed)?;
        let (bytes, changed_ns) = stamp(trace)?;
        let known: Option<(i64, i64, i64)> = connection
            .query_row("SELECT trace, bytes, changed_ns FROM traces WHERE path = ?1", [&name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()
            .map_err(failed)?;
        match known {
            Some((_, b, c)) if (b, c) == (bytes, changed_ns) => {
                same += 1;
                continue;
            }
            Some((id, ..)) => {
                forget(&connection, id).map_err(failed)?;
                changed += 1;
            }
            None => new += 1,
        }
        // One trace, one transaction: whoever stops the command keeps what is there.
        let transaction = connection.unchecked_transaction().map_err(failed)?;
        transaction
            .execute(
                "INSERT INTO traces (path, bytes, changed_ns) VALUES (?1, ?2, ?3)",
                params![name, bytes, changed_ns],
            )
            .map_err(failed)?;
        let id = transaction.last_insert_rowid();
        let read = Entry::read(trace, options.verify).map_err(|e| first_line(&e));
        if read.is_err() {
            unreadable += 1;
        }
        store(&transaction, id, read).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    let gone: Vec<i64> = connection
        .prepare("SELECT trace FROM traces WHERE path NOT IN (SELECT path FROM present)")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(failed)?;
    for id in &gone {
        forget(&connection, *id).map_err(failed)?;
    }
    crate::progress::end();
    println!(
        "{}: {} traces: {new} new, {changed} changed, {same} as before, {} gone; {unreadable} of those read cannot be",
        path.display(),
        new + changed + same,
        gone.len()
    );
    Ok(())
}

fn visible(text: &str) -> String {
    crate::escape::visible(text).into_owned()
}

fn open(path: &Path) -> Result<Connection, Error> {
    let refused =
        |e: rusqlite::Error| Error::Usage(format!("{}: is no catalog: {e}; name another file", path.display()));
    let exists = path.metadata().is_ok_and(|m| m.len() > 0);
    let connection = Connection::open(path).map_err(refused)?;
    let mark: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(refused)?;
    if exists && mark != MARK {
        return Err(Error::Usage(format!("{}: exists and is no catalog; name another file", path.display())));
    }
    connection.execute_batch(&format!("PRAGMA application_id = {MARK}; {TABLES}")).map_err(refused)?;
    Ok(connection)
}

/// Folders that are looked into below the first.
const DEPTH: u32 = 32;

/// The traces below a folder. Links are not followed.
fn below(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let refused = |e| Error::unreadable(folder, e);
    if folder.join(FILE_NAME).is_file() {
        found.push(folder.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(refused)?);
        let name = path.to_string_lossy();
        if kind.is_dir() && depth < DEPTH {
            below(&path, depth + 1, found)?;
        } else if kind.is_file()
            && [".trace.tar", ".trace.tar.age", ".sqlite", ".sqlite.zst"].iter().any(|end| name.ends_with(end))
            && !is_catalog(&path)
        {
            found.push(path);
        }
    }
    Ok(())
}

fn is_catalog(path: &Path) -> bool {
    use std::os::unix::fs::FileExt;
    // Where SQLite has it: <https://sqlite.org/fileformat.html>, 1.3.
    let mut mark = [0; 4];
    std::fs::File::open(path).and_then(|file| file.read_exact_at(&mut mark, 68)).is_ok()
        && i32::from_be_bytes(mark) == MARK
}

/// Size and time of a trace; of a folder, those of its manifest.
fn stamp(path: &Path) -> Result<(i64, i64), Error> {
    let of = |m: &Metadata| (m.len() as i64, m.mtime().saturating_mul(1_000_000_000).saturating_add(m.mtime_nsec()));
    let file = if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
    file.metadata().map(|m| of(&m)).map_err(|e| Error::unreadable(&file, e))
}

fn forget(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for table in PARTS.iter().chain(&["traces"]) {
        connection.execute(&format!("DELETE FROM {table} WHERE trace = ?1"), [id])?;
    }
    Ok(())
}

/// A trace, read for the catalog.
struct Entry {
    trace: Trace,
    verified: Option<String>,
    /// Name, error, how often.
    calls: Vec<(String, Option<String>, u64)>,
    programs: Vec<(String, u64)>,
    peers: Vec<(String, u64)>,
    processes: usize,
}

impl Entry {
    fn read(path: &Path, verify: bool) -> Result<Entry, Error> {
        let trace = trace::open(path)?;
        let verified = verify.then(|| match verify::sound(path) {
            Ok(_) => "ok".to_owned(),
            Err(error) => first_line(&error),
        });
        let grouped = |frame: LazyFrame, keys: &[&str]| -> Result<DataFrame, Error> {
            let keys: Vec<_> = keys.iter().map(|key| col(*key)).collect();
            trace::collect(path, frame.group_by(keys).agg([len().cast(polars::prelude::DataType::UInt64).alias("n")]))
        };
        let calls = grouped(trace.syscalls.clone(), &["name", "errno"])?;
        let peers = grouped(trace.syscalls.clone().filter(col("peer").is_not_null()), &["peer"])?;
        let executed = trace.processes.clone().filter(col("event").eq(lit("exec")).and(col("exe").is_not_null()));
        let programs = grouped(executed, &["exe"])?;
        let processes = trace::collect(path, trace.processes.clone().select([col("tgid").unique()]))?.height();
        let rows = |frame: &DataFrame, key: &str| -> Vec<(Option<String>, u64)> {
            let (Ok(keys), Ok(n)) = (frame.column(key).and_then(|c| c.str()), frame.column("n").and_then(|c| c.u64()))
            else {
                return Vec::new();
            };
            keys.iter().zip(n.iter()).map(|(key, n)| (key.map(str::to_owned), n.unwrap_or_default())).collect()
        };
        let named = |frame: &DataFrame, key: &str| {
            rows(frame, key).into_iter().filter_map(|(key, n)| Some((key?, n))).collect()
        };
        let errors = rows(&calls, "errno").into_iter().map(|(errno, _)| errno);
        let mut all: Vec<_> = rows(&calls, "name")
            .into_iter()
            .zip(errors)
            .map(|((name, n), errno)| (name.unwrap_or_default(), errno, n))
            .collect();
        all.sort();
        let (programs, peers) = (named(&programs, "exe"), named(&peers, "peer"));
        Ok(Entry { trace, verified, calls: all, programs, peers, processes })
    }
}

fn store(connection: &Connection, id: i64, read: Result<Entry, String>) -> rusqlite::Result<()> {
    let entry = match read {
        Ok(entry) => entry,
        Err(what) => {
            connection.execute("UPDATE traces SET unreadable = ?2 WHERE trace = ?1", params![id, what])?;
            return Ok(());
        }
    };
    let (m, calls) = (&entry.trace.manifest, &entry.calls);
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let container = m.container.as_ref();
    let command: Vec<&str> = m.target.command.iter().map(String::as_str).collect();
    connection.execute(
        "UPDATE traces SET id = ?2, format = ?3, started = ?4, ended = ?5, duration_ns = ?6, host = ?7, kernel = ?8, backend = ?9, kind = ?10, \
         command = ?11, engine = ?12, container = ?13, image = ?14, image_digest = ?15, user = ?16, verdict = ?17, calls = ?18, errors = ?19, \
         lost = ?20, processes = ?21, redacted = ?22, verified = ?23 WHERE trace = ?1",
        params![
            id,
            m.id,
            m.format.to_string(),
            time::utc(m, m.started_ns),
            m.ended_ns.map(|ended| time::utc(m, ended)),
            number(entry.trace.duration_ns()),
            visible(&m.host.hostname),
            visible(&m.host.kernel),
            m.backend.name,
            m.target.kind,
            visible(&command.join(" ")),
            container.map(|c| &c.engine),
            container.map(|c| &c.name),
            container.map(|c| &c.image),
            container.map(|c| &c.image_digest),
            container.map(|c| &c.user),
            m.completeness.verdict.name(),
            number(calls.iter().map(|(_, _, n)| n).sum()),
            number(calls.iter().filter(|(_, errno, _)| errno.is_some()).map(|(_, _, n)| n).sum()),
            number(m.completeness.lost),
            entry.processes as i64,
            m.redactions.as_ref().map_or(0, |r| number(r.values)),
            entry.verified,
        ],
    )?;
    let mut insert = connection.prepare("INSERT INTO calls VALUES (?1, ?2, ?3, ?4)")?;
    for (name, errno, n) in calls {
        insert.execute(params![id, name, errno, number(*n)])?;
    }
    for (table, rows) in [("programs", &entry.programs), ("peers", &entry.peers)] {
        let mut insert = connection.prepare(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3)"))?;
        for (key, n) in rows {
            insert.execute(params![id, key, number(*n)])?;
        }
    }
    let features = calls.iter().map(|(name, errno, _)| format!("{name} {}", errno.as_deref().unwrap_or_default()));
    let features = features.chain(entry.programs.iter().map(|(exe, _)| format!("exe {exe}")));
    let mut insert = connection.prepare("INSERT INTO sketch VALUES (?1, ?2, ?3)")?;
    for (place, value) in sketch::of(features).into_iter().enumerate() {
        insert.execute(params![id, place as i64, value as i64])?;
    }
    Ok(())
}
