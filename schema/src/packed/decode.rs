//! Unpacking calls.

use super::{CHUNK_ROWS, MEMBERS, PACKED, Packed, digits};

/// A chunk of calls, as stored, or some of its columns.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Calls in it.
    pub rows: usize,
    /// The packed columns, in the order in which they were asked for.
    pub columns: Vec<Packed>,
}

impl Chunk {
    /// Checks that a chunk has as many calls as chunks have.
    ///
    /// # Errors
    /// When it has more, or none.
    pub fn check(&self) -> Result<(), &'static str> {
        if (1..=CHUNK_ROWS).contains(&self.rows) { Ok(()) } else { Err("has a number of rows that no chunk has") }
    }

    /// Adds the values of a column.
    ///
    /// # Errors
    /// When they are not what [`Packed`] says.
    pub fn unpack(&self, column: usize, out: &mut Vec<Option<i64>>) -> Result<(), &'static str> {
        match self.columns.get(column) {
            Some(packed) => digits::unpack(packed, self.rows, out),
            None => Err("lacks a column"),
        }
    }
}

/// The columns to select for some packed columns, after the number of rows.
pub fn selection(wanted: &[&str]) -> String {
    let members = wanted.iter().flat_map(|name| MEMBERS.map(|(end, _)| format!("\"{name}{end}\"")));
    members.fold("rows".to_owned(), |list, member| list + ", " + &member)
}

/// The packed column that a column of `syscalls` is found by.
pub fn source(column: &str) -> Option<&'static str> {
    let own = PACKED.iter().find(|packed| **packed == column).copied();
    own.or_else(|| super::SIDES.iter().find(|side| side.columns.iter().any(|(name, _)| *name == column))?.key)
}
