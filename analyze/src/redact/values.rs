//! The rows of a trace as its commitments see them.

use crate::{
    convert::lists::{CaptureRows, captures_from_json, texts_from_json},
    error::first_line,
};
use polars::prelude::{AnyValue, Column, DataFrame, DataType, ListChunked};
use schema::{
    columns::{ColumnType, Table},
    manifest::Manifest,
    seal::commit::{Opened, Part, Slot, name_and_value, pieces_of_capture},
};
use serde_json::Value;
use std::{borrow::Cow, collections::BTreeMap, ops::Range};

/// Columns of texts that are no program's: they hold one of a few words, and nothing to be taken out.
const WORDS: [&str; 9] = ["phase", "arch", "name", "errno", "event", "action", "lane", "stream", "siginfo"];

/// Whether values of a column may be taken out.
pub fn is_secret(column: &schema::columns::Column) -> bool {
    match column.ty {
        ColumnType::Text => !WORDS.contains(&column.name),
        ColumnType::TextList | ColumnType::Captures => true,
        _ => false,
    }
}

/// Some rows of a table, ready to be looked at.
pub struct Rows<'a> {
    table: &'static Table,
    columns: Vec<Cells<'a>>,
}

enum Cells<'a> {
    Plain(&'a Column),
    Texts(ListChunked),
    Captures(CaptureRows),
}

impl<'a> Rows<'a> {
    /// Of a frame with the table's columns in their order.
    ///
    /// # Errors
    /// When they are not what the format says.
    pub fn new(table: &'static Table, frame: &'a DataFrame) -> Result<Rows<'a>, String> {
        let cells = |(column, values): (&schema::columns::Column, &'a Column)| -> Result<Cells<'a>, String> {
            let text = *values.dtype() == DataType::String;
            match column.ty {
                ColumnType::TextList => {
                    let typed = if text { Cow::Owned(texts_from_json(values)?) } else { Cow::Borrowed(values) };
                    // A column without any value has a type of its own.
                    match typed.list() {
                        Ok(lists) => Ok(Cells::Texts(lists.clone())),
                        Err(_) if values.null_count() == values.len() => Ok(Cells::Plain(values)),
                        Err(e) => Err(first_line(e)),
                    }
                }
                ColumnType::Captures => {
                    let typed = if text { Cow::Owned(captures_from_json(values)?) } else { Cow::Borrowed(values) };
                    CaptureRows::new(&typed).map(Cells::Captures).map_err(first_line)
                }
                _ => Ok(Cells::Plain(values)),
            }
        };
        let columns = table.columns.iter().zip(frame.columns()).map(cells).collect::<Result<_, _>>()?;
        Ok(Rows { table, columns })
    }

    /// The parts of a row, for `take`. `opened` tells of values that were taken out before.
    pub fn with<T>(&self, row: usize, opened: Option<&Opened>, take: impl FnOnce(&[Part<'_>]) -> T) -> T {
        let mut texts: Vec<String> = Vec::new();
        // Lists give their elements one by one; they must live as long as the parts.
        for cells in &self.columns {
            if let Cells::Texts(lists) = cells
                && let Some(list) = lists.get_as_series(row)
                && let Ok(items) = list.str()
            {
                texts.extend(items.iter().map(|item| item.unwrap_or_default().to_owned()));
            }
        }
        let mut texts = texts.iter();
        let mut parts = Vec::with_capacity(self.columns.len());
        for (i, (column, cells)) in self.table.columns.iter().zip(&self.columns).enumerate() {
            let at = i as u16;
            match cells {
                Cells::Plain(values) => match values.get(row).unwrap_or(AnyValue::Null) {
                    AnyValue::String(text) if is_secret(column) => {
                        parts.push(secret((at, 0, 0), text.as_bytes(), opened, whole))
                    }
                    AnyValue::String(text) => parts.push(Part::Word(text.as_bytes())),
                    AnyValue::UInt16(n) => parts.push(Part::Number(n.into())),
                    AnyValue::UInt32(n) => parts.push(Part::Number(n.into())),
                    AnyValue::UInt64(n) => parts.push(Part::Number(n as i64)),
                    AnyValue::Int32(n) => parts.push(Part::Number(n.into())),
                    AnyValue::Int64(n) => parts.push(Part::Number(n)),
                    _ => parts.push(Part::Null),
                },
                Cells::Texts(lists) => match lists.get_as_series(row) {
                    Some(list) => {
                        parts.push(Part::List(list.len() as u32));
                        for (k, text) in (0..list.len() as u32).zip(&mut texts) {
                            parts.push(secret((at, k, 0), text.as_bytes(), opened, name_and_value));
                        }
                    }
                    None => parts.push(Part::Null),
                },
                Cells::Captures(rows) => {
                    let captures: Vec<_> = rows.row(row).collect();
                    parts.push(Part::List(captures.len() as u32));
                    for (k, capture) in captures.into_iter().enumerate() {
                        parts.extend([
                            Part::Number(capture.arg.into()),
                            Part::Word(capture.when.as_bytes()),
                            Part::Word(capture.status.as_bytes()),
                            Part::Number(capture.len as i64),
                            Part::Number(capture.part.into()),
                            secret((at, k as u32, 0), capture.bytes, opened, pieces_of_capture),
                        ]);
                    }
                }
            }
        }
        take(&parts)
    }
}

fn whole(bytes: &[u8]) -> Vec<Range<usize>> {
    std::iter::once(0..bytes.len()).collect()
}

/// A value and its pieces: those that were noted when a piece was taken out, or else those that it has by itself.
pub fn secret<'a>(
    slot: Slot,
    bytes: &'a [u8],
    opened: Option<&Opened>,
    pieces: impl Fn(&[u8]) -> Vec<Range<usize>>,
) -> Part<'a> {
    let noted = opened.and_then(|opened| opened.pieces.get(&element(slot)));
    let pieces = match noted {
        None => pieces(bytes),
        Some(lengths) => {
            let mut end = 0_usize;
            let ranges = lengths.iter().map(|length| {
                let from = end;
                end = end.saturating_add(*length);
                from..end
            });
            ranges.collect()
        }
    };
    Part::Secret(slot, bytes, pieces)
}

/// How an element is written among the pieces that were noted.
pub fn element((column, element, _): Slot) -> String {
    format!("{column}.{element}")
}

/// Members of the manifest that say how the trace lies, not what was recorded.
const OF_THE_FORM: [&str; 7] = ["format", "tool", "files", "leaves", "rows", "seal", "redactions"];

/// The members of a manifest that are committed to: where each stands (as in RFC 6901), whether it is a text, and its value. What is
/// empty or zero is not among them, so that a later version may have more members.
pub fn members(manifest: &Manifest) -> BTreeMap<String, (bool, String)> {
    let mut members = BTreeMap::new();
    if let Ok(Value::Object(all)) = serde_json::to_value(manifest) {
        for (name, value) in all.iter().filter(|(name, _)| !OF_THE_FORM.contains(&name.as_str())) {
            add(&format!("/{name}"), value, &mut members);
        }
    }
    members
}

fn add(at: &str, value: &Value, members: &mut BTreeMap<String, (bool, String)>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                add(&format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), value, members);
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(i, value)| add(&format!("{at}/{i}"), value, members)),
        Value::String(text) if !text.is_empty() => {
            members.insert(at.to_owned(), (true, text.clone()));
        }
        Value::Null | Value::Bool(false) | Value::String(_) => {}
        Value::Number(n) if n.as_f64() == Some(0.0) => {}
        other => {
            members.insert(at.to_owned(), (false, other.to_string()));
        }
    }
}
