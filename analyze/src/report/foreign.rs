//! What became of rules that others wrote.

use crate::{
    document::{Column, Layout, Table, Value},
    rules::foreign::Told,
};

/// A row for each of them; `None` if there are none.
pub fn table(foreign: &[Told]) -> Option<Table> {
    if foreign.is_empty() {
        return None;
    }
    let row = |told: &Told| {
        vec![
            Value::from(told.origin.name()),
            told.title.as_str().into(),
            told.answer.name().into(),
            told.missing.join("; ").into(),
            if told.enabled { "yes" } else { "no" }.into(),
            Value::Text(told.file.to_string_lossy().into_owned()),
        ]
    };
    let rows: Vec<Vec<Value>> = foreign.iter().map(row).collect();
    let columns = ["origin", "rule", "answer", "missing", "enabled", "file"].map(Column::text).to_vec();
    Some(Table { name: "foreign_rules", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid })
}
