//! JSON, row by row: a report may have more rows than fit into memory.

use crate::{
    document::{Column, Document, Table, Value},
    escape::visible,
};
use serde_json::{Value as Json, json};
use std::io::Write;

/// Version of this form; it grows when a member is removed or changes its meaning.
const VERSION: u32 = 1;

/// Writes the document.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    let Document { report, traces, completeness, filter, notes, manifest, tables, findings, .. } = document;
    let traces: Vec<Json> =
        traces.iter().map(|t| json!({"path": visible(&t.path.to_string_lossy()), "id": visible(&t.id)})).collect();
    write!(out, "{{\"report\":{},\"version\":{VERSION},\"traces\":{}", json!(report), json!(traces))?;
    write!(out, ",\"completeness\":{}", whole(serde_json::to_value(&completeness)?))?;
    if let Some(filter) = filter {
        write!(out, ",\"filter\":{}", json!(filter))?;
    }
    write!(out, ",\"notes\":{}", whole(notes.into()))?;
    if let Some(manifest) = manifest {
        write!(out, ",\"manifest\":{}", whole(manifest))?;
    }
    write!(out, ",\"tables\":[")?;
    for (i, table) in tables.into_iter().enumerate() {
        write!(out, "{}", if i > 0 { "," } else { "" })?;
        write_table(table, out)?;
    }
    let findings: Vec<Json> = findings.iter().map(|finding| whole(super::findings::json(finding))).collect();
    writeln!(out, "],\"findings\":{}}}", json!(findings))
}

fn write_table(table: Table, out: &mut dyn Write) -> std::io::Result<()> {
    let Table { name, columns, rows, .. } = table;
    let heads: Vec<Json> = columns
        .iter()
        .map(|Column { name, ty, unit }| json!({"name": name, "type": ty, "unit": unit.map(|u| u.name())}))
        .collect();
    write!(out, "{{\"name\":{},\"columns\":{},\"rows\":[", json!(name), json!(heads))?;
    let names: Vec<String> = columns.iter().map(|c| json!(c.name).to_string()).collect();
    for (i, row) in rows.enumerate() {
        write!(out, "{}{{", if i > 0 { ",\n" } else { "\n" })?;
        for (j, (name, value)) in names.iter().zip(row).enumerate() {
            write!(out, "{}{name}:{}", if j > 0 { "," } else { "" }, cell(value))?;
        }
        write!(out, "}}")?;
    }
    write!(out, "]}}")
}

/// A value with every text in it made visible.
fn whole(value: Json) -> Json {
    match value {
        Json::String(text) => visible(&text).into(),
        Json::Array(items) => items.into_iter().map(whole).collect(),
        Json::Object(members) => members.into_iter().map(|(k, v)| (visible(&k).into_owned(), whole(v))).collect(),
        other => other,
    }
}

fn cell(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(n) => n.into(),
        Value::Uint(n) => n.into(),
        Value::Float(n) => n.into(),
        Value::Text(text) => visible(&text).into(),
        Value::Json(value) => whole(value),
    }
}
