//! What was read from the inputs, until it is written: rows in a database, and plain sequences as the numbers that they are.

use super::{refused, rows::Rows, sequence::Sequences};
use crate::{
    convert::{to_files::Take, to_sqlite::CHUNK},
    error::Error,
    evidence::output,
    trace,
};
use rusqlite::Connection;
use schema::{
    Arch,
    columns::{Table, syscalls},
};
use std::{collections::BTreeMap, path::Path};
use tempfile::NamedTempFile;

/// While the inputs are read.
pub(super) struct Gathering {
    /// Calls of sources that tell more of a call than which it is.
    pub rows: Rows,
    /// Calls of plain sequences. An import has those or rows, not both.
    pub sequences: Sequences,
    file: NamedTempFile,
}

/// When all were read.
pub(super) struct Gathered {
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// The first begin and the last end of a call.
    pub span: (i64, i64),
    connection: Connection,
    sequences: Sequences,
    _file: NamedTempFile,
}

impl Gathering {
    /// Nothing read yet; the output will be at `path`.
    pub(super) fn begin(path: &Path, arch: Arch) -> Result<Gathering, Error> {
        let file = output::begin(path)?;
        let rows = Rows::create(file.path()).map_err(|e| refused(path, e))?;
        Ok(Gathering { rows, sequences: Sequences::new(arch), file })
    }

    /// Ends the reading.
    pub(super) fn finish(self, path: &Path) -> Result<Gathered, Error> {
        let Gathering { rows, sequences, file } = self;
        let mut rows = rows.finish().map_err(|e| refused(path, e))?;
        let connection = trace::connect(path, file.path())?;
        let span = if sequences.calls() > 0 {
            rows.insert(syscalls::TABLE.name.to_owned(), sequences.calls());
            sequences.span()
        } else {
            let ends = "SELECT coalesce(min(ts), 0), coalesce(max(ts + coalesce(dur, 0)), 0) FROM syscalls";
            let span = connection.query_row(ends, [], |row| Ok((row.get(0)?, row.get(1)?)));
            span.map_err(|e| refused(path, e))?
        };
        Ok(Gathered { rows, span, connection, sequences, _file: file })
    }
}

impl Gathered {
    /// Hands over the rows of a table in their order, some at a time, and at least once.
    ///
    /// # Errors
    /// When they cannot be read, and those of `take`.
    pub(super) fn chunks(&self, table: &Table, take: Take<'_>) -> Result<(), String> {
        if table.name == syscalls::TABLE.name && self.sequences.calls() > 0 {
            self.sequences.chunks(table, CHUNK as usize, take)
        } else {
            trace::read_chunks(&self.connection, table, CHUNK as usize, take)
        }
    }
}
