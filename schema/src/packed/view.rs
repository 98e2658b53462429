//! The SQL of the packed form.

use super::{CHUNK_ROWS, CHUNKS, MEMBERS, PACKED, PLACES, SIDES, VIEW};
use crate::columns::{ColumnType, syscalls};
use std::fmt::Write;

/// The statements that make the tables, and what the view needs to be in them.
pub fn tables() -> String {
    let mut sql = String::new();
    for side in &SIDES {
        let columns: String = side.columns.iter().map(|(name, ty)| format!(", \"{name}\" {ty}")).collect();
        let _ = writeln!(sql, "CREATE TABLE {} (id INTEGER PRIMARY KEY{columns});", side.name);
    }
    let members = PACKED.iter().flat_map(|name| MEMBERS.map(|(end, ty)| format!(", {name}{end} {ty}")));
    let members: String = members.collect();
    let _ = writeln!(sql, "CREATE TABLE {CHUNKS} (id INTEGER PRIMARY KEY, rows INTEGER NOT NULL{members});");
    let _ = writeln!(sql, "CREATE TABLE {PLACES} (place INTEGER PRIMARY KEY);");
    let _ = writeln!(
        sql,
        "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {}) INSERT INTO {PLACES} SELECT i FROM n;",
        CHUNK_ROWS - 1
    );
    sql
}

/// The value of a packed column.
fn value(name: &str) -> String {
    let digits = format!("CAST(substr(c.{name}, p.place * c.{name}_width + 1, c.{name}_width) AS INTEGER)");
    format!(
        "CASE WHEN c.{name}_width = 0 THEN c.{name}_base + c.{name}_step * p.place WHEN {digits} >= 0 \
         THEN c.{name}_base + c.{name}_step * p.place + {digits} ELSE CAST(nullif(trim(substr(c.{name}_others, \
         (-1 - {digits}) * c.{name}_others_width + 1, c.{name}_others_width)), '') AS INTEGER) END"
    )
}

/// The statement that makes the view `syscalls`: the columns of docs/FORMAT.md and `rowid`, the number of the row, from 1. What a question
/// does not name is not looked up: but for the kind of a call, side tables are asked by scalar subqueries.
pub fn view() -> String {
    let column = |name: &str, ty: ColumnType| -> String {
        let own = format!("\"{name}\"");
        let side = SIDES.iter().find(|s| s.key.is_some() && s.columns.iter().any(|(column, _)| *column == name));
        match (side.map(|side| side.name), ty) {
            _ if name == "data" => "coalesce((SELECT json_group_array(json_object('arg', i.arg, 'bytes', lower(hex(i.bytes)), 'len', i.len, \
                 'part', i.part, 'status', i.status, 'when', i.\"when\")) FROM json_each((SELECT d.captures FROM call_data d WHERE d.id = \
                 DATA)) j JOIN call_captures i ON i.id = j.value), '[]') AS \"data\""
                .replace("DATA", &value("data")),
            (Some("call_names"), _) => format!(
                "(SELECT x.text FROM call_texts x WHERE x.id = (SELECT n.{name} FROM call_names n WHERE n.id = {})) AS {own}",
                value("names")
            ),
            // Nearly every question is about these.
            (Some("call_kinds"), _) => format!("k.{name} AS {own}"),
            (Some("call_tasks"), _) => format!("(SELECT t.{name} FROM call_tasks t WHERE t.id = {}) AS {own}", value("task")),
            _ => format!("{} AS {own}", value(name)),
        }
    };
    let columns: Vec<String> = syscalls::TABLE.columns.iter().map(|c| column(c.name, c.ty)).collect();
    format!(
        "CREATE VIEW {VIEW} AS SELECT {}, c.id + p.place AS \"rowid\"\nFROM {CHUNKS} c CROSS JOIN {PLACES} p ON p.place < c.rows\nLEFT JOIN \
         call_kinds k ON k.id = {}",
        columns.join(",\n"),
        value("kind"),
    )
}
