//! Cells of the engine's frames as values of a document.

use crate::document::Value;
use polars::prelude::{AnyValue, DataFrame};

/// The cell at a row and a column; null if there is none.
pub fn cell(frame: &DataFrame, row: usize, column: usize) -> Value {
    value(frame.columns().get(column).and_then(|c| c.get(row).ok()))
}

/// The cell at a row and the column of that name; null if there is none.
pub fn cell_of(frame: &DataFrame, row: usize, column: &str) -> Value {
    value(frame.column(column).ok().and_then(|c| c.get(row).ok()))
}

/// A cell as a value.
pub fn value(cell: Option<AnyValue<'_>>) -> Value {
    match cell {
        Some(AnyValue::Boolean(b)) => Value::Uint(b.into()),
        Some(AnyValue::UInt8(n)) => Value::Uint(n.into()),
        Some(AnyValue::UInt16(n)) => Value::Uint(n.into()),
        Some(AnyValue::UInt32(n)) => Value::Uint(n.into()),
        Some(AnyValue::UInt64(n)) => Value::Uint(n),
        Some(AnyValue::Int32(n)) => Value::Int(n.into()),
        Some(AnyValue::Int64(n)) => Value::Int(n),
        Some(AnyValue::Int128(n)) => i64::try_from(n).map_or(Value::Float(n as f64), Value::Int),
        Some(AnyValue::Float64(n)) => Value::Float(n),
        Some(AnyValue::String(text)) => text.into(),
        Some(AnyValue::StringOwned(text)) => text.as_str().into(),
        _ => Value::Null,
    }
}

/// A count: the engine counts in the width of its index, a document has one width.
pub fn number(value: &Value) -> u64 {
    match value {
        Value::Uint(n) => *n,
        Value::Int(n) => (*n).max(0) as u64,
        _ => 0,
    }
}

/// A text, if it is one.
pub fn text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// A time, if it is one.
pub fn time(value: &Value) -> i64 {
    match value {
        Value::Int(ts) => *ts,
        _ => 0,
    }
}

/// Numbers from the least, texts from the first, nothing before everything.
pub fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match (a, b) {
        (Value::Null, Value::Null) => Equal,
        (Value::Null, _) => Less,
        (_, Value::Null) => Greater,
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Uint(a), Value::Uint(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => Equal,
    }
}

/// The strings of a list, whichever way the trace keeps it.
pub fn strings(cell: Option<AnyValue<'_>>) -> Vec<String> {
    match cell {
        Some(AnyValue::List(items)) => match items.str() {
            Ok(items) => items.iter().map(|item| item.unwrap_or_default().to_owned()).collect(),
            Err(_) => Vec::new(),
        },
        Some(AnyValue::String(json)) => serde_json::from_str(json).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The line that a row is, where a table has nothing else.
pub fn line(row: &[Value]) -> &str {
    match row.first() {
        Some(Value::Text(line)) => line,
        _ => "",
    }
}
