//! The SQLite form in SQL: tables, and the views that a finished trace has for those who ask with sqlite3.

use super::{Column, ColumnType, Table, syscalls};
use crate::packed;

/// The statements that make a table as it is stored: `syscalls` is a view over packed tables.
pub fn create(table: &Table) -> String {
    if table.name == syscalls::TABLE.name { packed::tables() + &packed::view() + ";" } else { create_table(table) }
}

/// The statement that makes a plain table.
pub fn create_table(table: &Table) -> String {
    let column = |c: &Column| {
        let ty = match c.ty {
            ColumnType::U16 | ColumnType::U32 | ColumnType::U64 | ColumnType::I32 | ColumnType::I64 => "INTEGER",
            ColumnType::Text | ColumnType::TextList | ColumnType::Captures => "TEXT",
        };
        format!("{} {ty}{}", c.name, if c.nullable { "" } else { " NOT NULL" })
    };
    format!("CREATE TABLE {} ({});", table.name, table.columns.iter().map(column).collect::<Vec<_>>().join(", "))
}

/// What is made when all rows are there.
pub const FINISH: &str = "\
CREATE VIEW v_files AS
  SELECT coalesce(path_abs, path) AS file, count(*) AS calls, count(errno) AS errors, count(DISTINCT tgid) AS processes,
         group_concat(DISTINCT name) AS syscalls, min(ts) AS first_ts, max(ts) AS last_ts
  FROM syscalls WHERE path IS NOT NULL GROUP BY coalesce(path_abs, path);
CREATE VIEW v_network AS
  SELECT peer, count(*) AS calls, count(errno) AS errors, count(DISTINCT tgid) AS processes,
         group_concat(DISTINCT name) AS syscalls, min(ts) AS first_ts, max(ts) AS last_ts
  FROM syscalls WHERE peer IS NOT NULL GROUP BY peer;
CREATE VIEW v_processes AS
  SELECT p.tgid AS pid, max(p.ppid) AS ppid, min(p.ts) AS first_ts, max(p.ts) AS last_ts,
         (SELECT e.exe FROM processes e WHERE e.tgid = p.tgid AND e.event = 'exec' ORDER BY e.ts DESC LIMIT 1) AS exe,
         (SELECT e.argv FROM processes e WHERE e.tgid = p.tgid AND e.event = 'exec' ORDER BY e.ts DESC LIMIT 1) AS argv,
         max(CASE WHEN p.event = 'exit' AND p.tid = p.tgid THEN p.exit_code END) AS exit_code,
         max(CASE WHEN p.event = 'exit' AND p.tid = p.tgid THEN p.exit_signal END) AS exit_signal,
         coalesce(max(s.calls), 0) AS calls
  FROM processes p LEFT JOIN (SELECT tgid, count(*) AS calls FROM syscalls GROUP BY tgid) s ON s.tgid = p.tgid GROUP BY p.tgid;
CREATE VIEW v_errors AS
  SELECT name, errno, count(*) AS calls, count(DISTINCT tgid) AS processes, min(ts) AS first_ts, max(ts) AS last_ts,
         min(coalesce(path_abs, path)) AS a_path
  FROM syscalls WHERE errno IS NOT NULL GROUP BY name, errno;
";
