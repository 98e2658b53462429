//! `X.sqlite`: one SQLite file.

use super::{Trace, manifest, packed};
use crate::error::Error;
use polars::prelude::{Column as Series, DataFrame, IntoLazy, NamedFrom, Series as Values};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use schema::{
    columns::{Column, ColumnType, OPTIONAL, TABLES, Table, output, syscalls},
    manifest::State,
    packed::{CHUNKS, SIDES, VIEW, view},
};
use std::path::Path;

/// Opens the database at `database`; errors name `path`, which is what the user gave.
pub(super) fn open(path: &Path, database: &Path, copy: Option<super::Copied>) -> Result<Trace, Error> {
    let connection = connect(path, database)?;
    let damaged = |e: &dyn std::fmt::Display| Error::unreadable(path, e);
    let mut manifest = manifest(path, &manifest_text(path, &connection)?)?;
    let packed = packed::is_packed(&connection).map_err(|e| damaged(&e))?;
    let mut frames = Vec::new();
    for table in TABLES {
        let (frame, rows) = if packed && table.name == syscalls::TABLE.name {
            let rows = packed::calls(&connection).map_err(|e| damaged(&e))?;
            (packed::frame(path, database).map_err(|e| damaged(&e))?, rows)
        } else {
            let frame = read(&connection, table).map_err(|e| damaged(&e))?;
            let rows = frame.height() as u64;
            (frame.lazy(), rows)
        };
        manifest.rows.insert(table.name.to_owned(), rows);
        frames.push(frame);
    }
    if manifest.state == State::Recording {
        manifest.completeness.recorded = manifest.rows.get(syscalls::TABLE.name).copied().unwrap_or_default();
    }
    let output = match connection.table_exists(None, output::TABLE.name).map_err(|e| damaged(&e))? {
        true => Some(read(&connection, &output::TABLE).map_err(|e| damaged(&e))?.lazy()),
        false => None,
    };
    let mut frames = frames.into_iter();
    let mut next = || frames.next().unwrap_or_default();
    let (syscalls, processes, counts, losses) = (next(), next(), next(), next());
    let (path, segments, packed) = (path.to_owned(), Vec::new(), packed.then(|| database.to_owned()));
    Ok(Trace { path, manifest, syscalls, processes, counts, losses, output, segments, packed, _copy: copy })
}

/// Opens a database to read it. What bears the name of a table must be one: a view, or a virtual table, could do anything.
///
/// # Errors
/// When it is no sound database, or holds such.
pub fn connect(path: &Path, database: &Path) -> Result<Connection, Error> {
    let damaged = |e: rusqlite::Error| {
        Error::unreadable(
            path,
            format!("is no trace, or is damaged: {e}; name a file that record wrote, or a sound copy"),
        )
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags).map_err(damaged)?;
    connection
        .execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")
        .map_err(damaged)?;
    let ours = TABLES.iter().chain(&OPTIONAL).map(|t| t.name).chain(SIDES.iter().map(|side| side.name));
    let names = ours.chain([CHUNKS, "manifest", "seal", "custody", "signatures"]);
    let mut query = connection
        .prepare("SELECT type = 'table' AND rootpage > 0, sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE")
        .map_err(damaged)?;
    for name in names {
        let mut found = query.query([name]).map_err(damaged)?;
        while let Some(row) = found.next().map_err(damaged)? {
            // It is not read through the view; but others do, so it must be ours.
            let packed = || row.get::<_, String>(1).is_ok_and(|sql| name == VIEW && sql == view());
            if !row.get::<_, bool>(0).map_err(damaged)? && !packed() {
                return Err(Error::unreadable(path, format!("{name} is no table in it; do not trust it")));
            }
        }
    }
    drop(query);
    Ok(connection)
}

/// The text of the manifest.
///
/// # Errors
/// When there is none.
pub fn manifest_text(path: &Path, connection: &Connection) -> Result<String, Error> {
    connection
        .query_row("SELECT json FROM manifest", [], |row| row.get(0))
        .map_err(|e| Error::unreadable(path, format!("is no trace, or is damaged: {e}; name a file that record wrote")))
}

/// A column being read.
enum Cells {
    U16(Vec<Option<u16>>),
    U32(Vec<Option<u32>>),
    U64(Vec<Option<u64>>),
    I32(Vec<Option<i32>>),
    I64(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
}

impl Cells {
    fn new(column: &Column) -> Cells {
        match column.ty {
            ColumnType::U16 => Cells::U16(Vec::new()),
            ColumnType::U32 => Cells::U32(Vec::new()),
            ColumnType::U64 => Cells::U64(Vec::new()),
            ColumnType::I32 => Cells::I32(Vec::new()),
            ColumnType::I64 => Cells::I64(Vec::new()),
            ColumnType::Text | ColumnType::TextList | ColumnType::Captures => Cells::Text(Vec::new()),
        }
    }

    /// Adds a value; `None` if it does not fit the column.
    fn push(&mut self, value: ValueRef<'_>) -> Option<()> {
        match (self, value) {
            (Cells::U16(cells), ValueRef::Integer(n)) => cells.push(Some(n.try_into().ok()?)),
            (Cells::U32(cells), ValueRef::Integer(n)) => cells.push(Some(n.try_into().ok()?)),
            // The same 64 bits, as docs/FORMAT.md says.
            (Cells::U64(cells), ValueRef::Integer(n)) => cells.push(Some(n as u64)),
            (Cells::I32(cells), ValueRef::Integer(n)) => cells.push(Some(n.try_into().ok()?)),
            (Cells::I64(cells), ValueRef::Integer(n)) => cells.push(Some(n)),
            (Cells::Text(cells), ValueRef::Text(text)) => cells.push(Some(String::from_utf8_lossy(text).into_owned())),
            (Cells::U16(cells), ValueRef::Null) => cells.push(None),
            (Cells::U32(cells), ValueRef::Null) => cells.push(None),
            (Cells::U64(cells), ValueRef::Null) => cells.push(None),
            (Cells::I32(cells), ValueRef::Null) => cells.push(None),
            (Cells::I64(cells), ValueRef::Null) => cells.push(None),
            (Cells::Text(cells), ValueRef::Null) => cells.push(None),
            _ => return None,
        }
        Some(())
    }

    fn finish(self, name: &str) -> Series {
        let name = name.into();
        match self {
            Cells::U16(cells) => Values::new(name, cells),
            Cells::U32(cells) => Values::new(name, cells),
            Cells::U64(cells) => Values::new(name, cells),
            Cells::I32(cells) => Values::new(name, cells),
            Cells::I64(cells) => Values::new(name, cells),
            Cells::Text(cells) => Values::new(name, cells),
        }
        .into()
    }
}

fn read(connection: &Connection, table: &Table) -> Result<DataFrame, String> {
    let mut all = super::empty(table);
    read_chunks(connection, table, usize::MAX, &mut |rows| {
        all = rows;
        Ok(())
    })?;
    Ok(all)
}

/// Hands over the rows of a table in their order, at most so many at once, and at least once.
///
/// # Errors
/// When they cannot be read, and those of `take`.
pub fn read_chunks(
    connection: &Connection,
    table: &Table,
    most: usize,
    take: &mut dyn FnMut(DataFrame) -> Result<(), String>,
) -> Result<(), String> {
    let say = |e: rusqlite::Error| format!("table {}: {e}; use a sound copy", table.name);
    if table.name == VIEW && packed::is_packed(connection).map_err(say)? {
        return packed::read_chunks(connection, &table.columns.iter().collect::<Vec<_>>(), most, take);
    }
    // A trace of an older format may lack a table that was added since; none lacks the main one.
    if table.name != syscalls::TABLE.name && !connection.table_exists(None, table.name).map_err(say)? {
        return take(super::empty(table));
    }
    let mut names = Vec::new();
    for column in table.columns {
        let found = column.since == 0 || connection.column_exists(None, table.name, column.name).map_err(say)?;
        // Of an older format.
        names.push(if found { column.name } else { "NULL" });
    }
    let query = format!("SELECT {} FROM {} ORDER BY rowid", names.join(", "), table.name);
    let mut query = connection.prepare(&query).map_err(say)?;
    let mut cells: Vec<Cells> = table.columns.iter().map(Cells::new).collect();
    let mut rows = query.query([]).map_err(say)?;
    let (mut number, mut pending, mut taken) = (0, 0, false);
    let mut finish = |cells: &mut Vec<Cells>, pending: &mut usize| {
        let full = std::mem::replace(cells, table.columns.iter().map(Cells::new).collect());
        let columns = full.into_iter().zip(table.columns).map(|(cells, column)| cells.finish(column.name)).collect();
        take(DataFrame::new(std::mem::take(pending), columns).map_err(|e| e.to_string())?)
    };
    while let Some(row) = rows.next().map_err(say)? {
        number += 1;
        pending += 1;
        for (i, (column, cells)) in table.columns.iter().zip(&mut cells).enumerate() {
            let value = row.get_ref(i).map_err(say)?;
            cells.push(value).ok_or_else(|| {
                format!("table {}, row {number}: column {} has a wrong value", table.name, column.name)
            })?;
        }
        if pending == most {
            taken = true;
            finish(&mut cells, &mut pending)?;
        }
    }
    if pending > 0 || !taken {
        finish(&mut cells, &mut pending)?;
    }
    Ok(())
}
