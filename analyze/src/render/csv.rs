//! CSV (RFC 4180) of the main table: a heading, then the rows, numbers as they are.
//!
//! What a spreadsheet would compute is none of a trace's business: a text that it would take for a formula has its first
//! character as `\xNN`.

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
        Value::Text(text) => inert(visible(text).into_owned()),
        Value::Json(value) => inert(visible(&value.to_string()).into_owned()),
    }
}

/// Text that no spreadsheet computes.
fn inert(text: String) -> String {
    let Some(first @ ('=' | '+' | '-' | '@')) = text.chars().next() else { return text };
    // A negative result, "-1 ENOENT (...)": a number, or no formula anywhere.
    let rest = text[1..].trim_start_matches(|c: char| c.is_ascii_digit());
    let word = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if first == '-' && rest.len() + 1 < text.len() && (rest.is_empty() || word) {
        return text;
    }
    format!("\\x{:02x}{}", u32::from(first), &text[1..])
}

/// The library wraps errors of the output; what matters is which it was.
fn cause(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        let inert = |text: &str| inert(text.to_owned());
        assert_eq!(inert("=HYPERLINK(\"http://x\")"), "\\x3dHYPERLINK(\"http://x\")");
        assert_eq!(inert("-1+cmd|' /C calc'!A0"), "\\x2d1+cmd|' /C calc'!A0");
        assert_eq!((inert("-bash"), inert("@x"), inert("+1")), ("\\x2dbash".into(), "\\x40x".into(), "\\x2b1".into()));
        let results = ["-1 ENOENT (No such file or directory)", "-1", "/etc/a=b", ""];
        results.iter().for_each(|text| assert_eq!(inert(text), *text));
    }
}
