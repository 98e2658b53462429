//! The rows of a SQLite trace, read with SQLite and nothing of ours.

use anyhow::{Context, Result};
use rusqlite::Connection;
use std::path::Path;

/// A system call as far as two tracers must agree on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Thread.
    pub tid: u32,
    /// Name.
    pub name: String,
    /// Value returned; `None` if the call never did.
    pub ret: Option<i64>,
    /// Name of the error.
    pub errno: Option<String>,
    /// Path arguments, as bytes.
    pub paths: Vec<Option<Vec<u8>>>,
}

/// The payload's calls, each thread's in order.
///
/// # Errors
/// When the file is no trace.
pub fn calls(path: &Path) -> Result<Vec<Call>> {
    let connection = Connection::open(path)?;
    let mut statement = connection.prepare(
        "SELECT tid, name, ret, errno, path, path2, arch, nr FROM syscalls WHERE phase = 'payload' ORDER BY ts, seq",
    )?;
    let rows = statement.query_map([], |row| {
        let bytes = |text: Option<String>| text.and_then(|t| schema::text::unescape(&t));
        let (path, path2): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
        let (arch, nr): (String, i32) = (row.get(6)?, row.get(7)?);
        let mut paths = vec![bytes(path), bytes(path2)];
        paths.truncate(path_args(&arch, nr).len());
        Ok(Call { tid: row.get(0)?, name: row.get(1)?, ret: row.get(2)?, errno: row.get(3)?, paths })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Which arguments of a call are paths: at most two, the columns `path` and `path2`.
pub fn path_args(arch: &str, nr: i32) -> Vec<usize> {
    let row = schema::Arch::from_name(arch).and_then(|arch| schema::syscalls::lookup(arch, nr));
    let args = row.map(|row| row.args).unwrap_or_default().iter().enumerate();
    args.filter(|(_, arg)| matches!(arg.kind, schema::kind::Kind::Path)).map(|(i, _)| i).take(2).collect()
}

/// The one number that a query gives.
///
/// # Errors
/// When the query fails; the error has its text.
pub fn count(db: &Connection, sql: &str) -> Result<i64> {
    db.query_row(sql, [], |row| row.get(0)).with_context(|| sql.to_owned())
}
