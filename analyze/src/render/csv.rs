//! CSV (RFC 4180) of the main table: a heading, then the rows, numbers as they are.

use crate::{
    document::{Document, Value},
    escape::visible,
};
use std::io::Write;

/// Writes the main table.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    let Some(table) = document.tables.into_iter().next() else { return Ok(()) };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table.columns.iter().map(|c| c.name.as_str())).map_err(cause)?;
    for row in table.rows {
        writer.write_record(row.iter().map(cell)).map_err(cause)?;
    }
    writer.flush()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(n) => n.to_string(),
        Value::Uint(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Text(text) => visible(text).into_owned(),
        Value::Json(value) => visible(&value.to_string()).into_owned(),
    }
}

/// The library wraps errors of the output; what matters is which it was.
fn cause(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
