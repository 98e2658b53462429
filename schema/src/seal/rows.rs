//! Digests over the rows of a SQLite table, a leaf for each [`CHUNK`] of them, so that a change is narrowed down to a range of rows.
//!
//! A row is its values in the order of the table's columns, each a letter for its SQLite type and the value: `N`; `I` and 8 bytes,
//! little endian; `R` and the 8 bytes of the double; `T` or `B`, the length in 8 bytes, and the bytes. Rows are in the order of rowid. What
//! is summed is what is stored: of packed calls the rows of the side tables and of the chunks ([`crate::packed`]).

use super::hex;
use crate::manifest::Leaf;
use sha2::{Digest, Sha256};

/// Rows of a leaf; the last has what is left. Packed calls may be a chunk more.
pub const CHUNK: u64 = 1 << 16;

/// The digests of one table, as its rows come.
#[derive(Clone)]
pub struct Rows {
    table: &'static str,
    row: Vec<u8>,
    sum: Sha256,
    /// Rows in `sum`.
    pending: u64,
    first: u64,
    leaves: Vec<Leaf>,
}

impl Rows {
    /// Begins a table.
    pub fn new(table: &'static str) -> Rows {
        Rows { table, row: Vec::new(), sum: Sha256::new(), pending: 0, first: 0, leaves: Vec::new() }
    }

    /// The row's next value is null.
    pub fn null(&mut self) {
        self.row.push(b'N');
    }

    /// The row's next value is a whole number.
    pub fn integer(&mut self, value: i64) {
        self.row.push(b'I');
        self.row.extend_from_slice(&value.to_le_bytes());
    }

    /// The row's next value has a fraction. No column has such values; a changed trace may.
    pub fn real(&mut self, value: f64) {
        self.row.push(b'R');
        self.row.extend_from_slice(&value.to_le_bytes());
    }

    /// The row's next value is a text.
    pub fn text(&mut self, value: &[u8]) {
        self.bytes(b'T', value);
    }

    /// The row's next value is bytes. As of [`Rows::real`].
    pub fn blob(&mut self, value: &[u8]) {
        self.bytes(b'B', value);
    }

    fn bytes(&mut self, kind: u8, value: &[u8]) {
        self.row.push(kind);
        self.row.extend_from_slice(&(value.len() as u64).to_le_bytes());
        self.row.extend_from_slice(value);
    }

    /// The row is whole.
    pub fn end_row(&mut self) {
        self.end_rows(1);
    }

    /// The row is whole and stands for so many: a chunk of calls.
    pub fn end_rows(&mut self, rows: u64) {
        self.sum.update(&self.row);
        self.row.clear();
        self.pending += rows;
        if self.pending >= CHUNK {
            self.end_chunk();
        }
    }

    fn end_chunk(&mut self) {
        let sha256 = hex(&std::mem::take(&mut self.sum).finalize());
        let (table, first, rows) = (self.table.to_owned(), self.first, self.pending);
        self.leaves.push(Leaf { table, first, rows, sha256 });
        self.first += self.pending;
        self.pending = 0;
    }

    /// The leaves of the table; of an empty one, none.
    pub fn finish(mut self) -> Vec<Leaf> {
        if self.pending > 0 {
            self.end_chunk();
        }
        self.leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(values: &[i64]) -> Vec<Leaf> {
        let mut rows = Rows::new("t");
        for value in values {
            rows.integer(*value);
            rows.end_row();
        }
        rows.finish()
    }

    #[test]
    fn a_change_shows_in_its_chunk_only() {
        let mut values: Vec<i64> = (0..CHUNK as i64 * 2 + 5).collect();
        let before = leaves(&values);
        assert_eq!(
            before.iter().map(|l| (l.first, l.rows)).collect::<Vec<_>>(),
            [(0, CHUNK), (CHUNK, CHUNK), (2 * CHUNK, 5)]
        );
        values.swap(CHUNK as usize, CHUNK as usize + 1);
        let after = leaves(&values);
        let same: Vec<bool> = before.iter().zip(&after).map(|(a, b)| a == b).collect();
        assert_eq!(same, [true, false, true]);
        assert!(leaves(&[]).is_empty());
    }

    #[test]
    fn values_do_not_run_into_each_other() {
        let digest = |parts: &[&str]| {
            let mut rows = Rows::new("t");
            parts.iter().for_each(|part| rows.text(part.as_bytes()));
            rows.end_row();
            rows.finish()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
