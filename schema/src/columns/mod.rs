//! The tables of a trace: which columns they have, of which type, and what they mean.
//!
//! These rows are the contract. `record` builds its Parquet schema and SQLite tables from them, `analyze` checks and
//! documents what it reads with them. Columns are added within a major version, never renamed or removed.

pub mod counts;
pub mod losses;
pub mod output;
pub mod processes;
pub mod sql;
pub mod syscalls;

/// How a column's values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Parquet UINT_16, SQLite INTEGER.
    U16,
    /// Parquet UINT_32, SQLite INTEGER.
    U32,
    /// Parquet UINT_64, SQLite INTEGER holding the same 64 bits as a two's complement number.
    U64,
    /// Parquet INT32, SQLite INTEGER.
    I32,
    /// Parquet INT64, SQLite INTEGER.
    I64,
    /// Parquet STRING, SQLite TEXT. Text that came from a traced program is escaped as [`crate::text`] says.
    Text,
    /// Parquet LIST of STRING, SQLite TEXT with a JSON array of strings.
    TextList,
    /// Captured memory: Parquet LIST of STRUCT, SQLite TEXT with a JSON array of objects, `bytes` in hexadecimal.
    /// The members are [`syscalls::DATA_MEMBERS`].
    Captures,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name, as used in SQL.
    pub name: &'static str,
    /// Type.
    pub ty: ColumnType,
    /// Whether a row may have no value.
    pub nullable: bool,
    /// Meaning and unit.
    pub doc: &'static str,
    /// The minor version of the format that added it; to readers it is null in older traces.
    pub since: u32,
}

/// A table of the trace.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name: the SQLite table, and the beginning of the Parquet files' names.
    pub name: &'static str,
    /// What one row means.
    pub doc: &'static str,
    /// Columns in their stored order.
    pub columns: &'static [Column],
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// Every table of a trace.
pub const TABLES: [&Table; 4] = [&syscalls::TABLE, &processes::TABLE, &counts::TABLE, &losses::TABLE];

/// Tables that only some traces have.
pub const OPTIONAL: [&Table; 1] = [&output::TABLE];

/// A column that always has a value.
const fn column(name: &'static str, ty: ColumnType, doc: &'static str) -> Column {
    Column { name, ty, nullable: false, doc, since: 0 }
}

/// A column that may be null.
const fn nullable(name: &'static str, ty: ColumnType, doc: &'static str) -> Column {
    Column { name, ty, nullable: true, doc, since: 0 }
}

/// A column that minor version `since` of the format added.
const fn added(since: u32, column: Column) -> Column {
    Column { since, ..column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_documented() {
        for table in TABLES {
            let mut names: Vec<_> = table.columns.iter().map(|c| c.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
            assert!(table.columns.iter().all(|c| !c.doc.is_empty()));
            // Older traces do not have it.
            assert!(table.columns.iter().all(|c| c.since == 0 || c.nullable), "{}", table.name);
        }
    }
}
