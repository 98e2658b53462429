//! CSV and JSON lines: every column of a table as it is.

use super::{Rows, Writer};
use serde_json::{Map, Value};
use std::io::{Error, Result, Write};

/// CSV (RFC 4180) with a heading; lists are JSON.
pub struct Csv<'a> {
    out: csv::Writer<&'a mut dyn Write>,
    begun: bool,
}

impl<'a> Csv<'a> {
    /// Writes to `out`.
    pub fn new(out: &'a mut dyn Write) -> Csv<'a> {
        Csv { out: csv::Writer::from_writer(out), begun: false }
    }
}

fn cause(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => Error::other(format!("{other:?}")),
    }
}

impl Writer for Csv<'_> {
    fn rows(&mut self, rows: &Rows<'_>) -> Result<()> {
        if !self.begun {
            self.begun = true;
            self.out.write_record(rows.table.columns.iter().map(|c| c.name)).map_err(cause)?;
        }
        for row in 0..rows.len() {
            let cells = (0..rows.table.columns.len()).map(|column| match rows.json(column, row) {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            });
            self.out.write_record(cells).map_err(cause)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// A JSON object a line; members are the columns.
pub struct Jsonl<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Jsonl<'a> {
    /// Writes to `out`.
    pub fn new(out: &'a mut dyn Write) -> Jsonl<'a> {
        Jsonl { out }
    }
}

impl Writer for Jsonl<'_> {
    fn rows(&mut self, rows: &Rows<'_>) -> Result<()> {
        for row in 0..rows.len() {
            let columns = rows.table.columns.iter().enumerate();
            let object: Map<String, Value> = columns.map(|(i, c)| (c.name.to_owned(), rows.json(i, row))).collect();
            writeln!(self.out, "{}", Value::Object(object))?;
        }
        Ok(())
    }
}
