//! Commitments to the values of a trace: a digest that speaks for every row, and still does when some values have been taken out.
//!
//! Each value that may be redacted is hashed with a salt of its own, and a row's digest is made of these hashes and of its other values
//! as they are. Whoever takes a value out leaves its hash: the row's digest stays what it was, and without the salt nobody can try
//! which value it may have been. The salts come of one seed ([`Salts`]), level by level of a binary tree over the rows. To take a value
//! of a row out, the seeds above that row are given up, and those beside them are kept: all other rows can be checked as before, this
//! row by the salts of its other values, which are then kept one by one.
//!
//! docs/FORMAT.md, "Redaction", tells the whole of it; docs/decisions/0013 why it is so.

use super::{Hash, hex, merkle, rows::CHUNK, unhex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, ops::Range};

/// The signed document's name in a trace folder.
pub const FILE_NAME: &str = "commitments.json";
/// The name of the file with the salts, which is not signed.
pub const SALTS_FILE: &str = "salts.json";
/// The scheme's name.
pub const ALGORITHM: &str = "sha256-salted-rows-1";
/// What stands for a value that was taken out. No program's text has it: a backslash in such is doubled or begins `\xNN`.
pub const REDACTED: &str = "\\redacted";
/// The rows under which the members of the manifest are committed to.
pub const MANIFEST_TABLE: &str = "manifest";

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitments {
    /// [`ALGORITHM`].
    pub algorithm: String,
    /// Identity of the trace.
    pub trace: String,
    /// The tables, and under [`MANIFEST_TABLE`] the manifest.
    pub tables: Vec<Committed>,
    /// Merkle root over all leaves in their order, hexadecimal.
    pub root: String,
}

/// A table's part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Of each [`CHUNK`] rows the SHA-256 of their digests, hexadecimal.
    pub leaves: Vec<String>,
}

impl Commitments {
    /// Over these tables.
    pub fn over(trace: &str, tables: Vec<Committed>) -> Commitments {
        let leaves: Vec<Hash> = tables.iter().flat_map(|t| &t.leaves).filter_map(|leaf| unhex(leaf)).collect();
        let root = hex(&merkle::root(&leaves));
        Commitments { algorithm: ALGORITHM.to_owned(), trace: trace.to_owned(), tables, root }
    }

    /// As it is stored and signed.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// A value's place in its row: column, element of a list, piece of the element.
pub type Slot = (u16, u32, u32);

/// A value as a row's digest takes it.
#[derive(Debug, Clone)]
pub enum Part<'a> {
    /// None.
    Null,
    /// A number, which is not committed to but stands in the digest itself.
    Number(i64),
    /// A text of the same kind: one of a few words, such as the name of a call.
    Word(&'a [u8]),
    /// So many elements follow.
    List(u32),
    /// A value that may be taken out, and its pieces.
    Secret(Slot, &'a [u8], Vec<Range<usize>>),
}

/// The pieces of an element of a list, or of a member of the manifest: a name with its `=`, and what is behind it.
pub fn name_and_value(text: &[u8]) -> Vec<Range<usize>> {
    match text.iter().position(|b| *b == b'=') {
        Some(at) if at + 1 < text.len() => vec![0..at + 1, at + 1..text.len()],
        _ => vec![0..text.len()],
    }
}

/// The pieces of captured memory. If it is a list of strings, as of execve, each string has its own.
pub fn pieces_of_capture(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_text = |b: &u8| *b >= b' ' || matches!(*b, 0 | b'\t' | b'\n' | b'\r');
    if bytes.iter().filter(|b| **b == 0).count() < 2
        || !bytes.iter().all(is_text)
        || bytes.windows(2).any(|b| b == [0, 0])
    {
        return std::iter::once(0..bytes.len()).collect();
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for string in bytes.split_inclusive(|b| *b == 0) {
        pieces.extend(name_and_value(string).into_iter().map(|piece| from + piece.start..from + piece.end));
        from += string.len();
    }
    pieces
}

/// The digest of rows of a table, as they come.
pub struct Digester {
    table: String,
    rows: u64,
    leaf: Sha256,
    leaves: Vec<String>,
}

impl Digester {
    /// Begins a table.
    pub fn new(table: &str) -> Digester {
        Digester { table: table.to_owned(), rows: 0, leaf: Sha256::new(), leaves: Vec::new() }
    }

    /// Adds the next row. `commitment` gives the one of a piece.
    pub fn row<E>(
        &mut self,
        parts: &[Part<'_>],
        mut commitment: impl FnMut(Slot, &[u8]) -> Result<Hash, E>,
    ) -> Result<(), E> {
        let mut row = Sha256::new();
        row.update(b"row");
        for part in parts {
            match part {
                Part::Null => row.update(b"N"),
                Part::Number(n) => row.update([&b"I"[..], &n.to_le_bytes()].concat()),
                Part::Word(text) => {
                    row.update([&b"T"[..], &(text.len() as u64).to_le_bytes()].concat());
                    row.update(text);
                }
                Part::List(length) => row.update([&b"L"[..], &length.to_le_bytes()].concat()),
                Part::Secret((column, element, _), bytes, pieces) => {
                    row.update([&b"C"[..], &(pieces.len() as u32).to_le_bytes()].concat());
                    for (piece, range) in pieces.iter().enumerate() {
                        let bytes = bytes.get(range.clone()).unwrap_or_default();
                        row.update(commitment((*column, *element, piece as u32), bytes)?);
                    }
                }
            }
        }
        self.leaf.update(row.finalize());
        self.rows += 1;
        if self.rows.is_multiple_of(CHUNK) {
            self.end_leaf();
        }
        Ok(())
    }

    fn end_leaf(&mut self) {
        self.leaves.push(hex(&std::mem::take(&mut self.leaf).finalize()));
    }

    /// The table's part of the document.
    pub fn finish(mut self) -> Committed {
        if !self.rows.is_multiple_of(CHUNK) {
            self.end_leaf();
        }
        Committed { table: self.table, rows: self.rows, leaves: self.leaves }
    }
}

/// The commitment to a value.
pub fn commitment(salt: &Hash, value: &[u8]) -> Hash {
    Sha256::new().chain_update(b"value").chain_update(salt).chain_update(value).finalize().into()
}

/// The salt of a value in a row with this seed.
pub fn salt(seed: &Hash, (column, element, piece): Slot) -> Hash {
    let place = Sha256::new().chain_update(b"salt").chain_update(seed).chain_update(column.to_le_bytes());
    place.chain_update(element.to_le_bytes()).chain_update(piece.to_le_bytes()).finalize().into()
}

/// A child in the tree of seeds.
fn child(seed: &Hash, right: bool) -> Hash {
    Sha256::new().chain_update(b"seed").chain_update(seed).chain_update([u8::from(right)]).finalize().into()
}

/// Levels of the tree above the rows: for 2^40 of them.
pub const LEVELS: u32 = 40;

/// What is known of the salts of a trace: of every table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salts {
    /// By name.
    pub tables: BTreeMap<String, TableSalts>,
}

/// What is known of the salts of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSalts {
    /// Seeds of parts of the tree: which node (1 is the root, 2n and 2n + 1 are the children of n), and its seed, hexadecimal. None is
    /// below another.
    pub seeds: BTreeMap<u64, String>,
    /// Rows of which values were taken out, by their number from 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<u64, Opened>,
}

/// A row of which values were taken out. Places are written `column.element.piece`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Salts of the values that are left, hexadecimal.
    pub salts: BTreeMap<String, String>,
    /// Of each value that was taken out its commitment, hexadecimal, and the name of the rule.
    pub redacted: BTreeMap<String, (String, String)>,
    /// Of values of which pieces were taken out, by `column.element`: bytes of each piece as it stands there now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pieces: BTreeMap<String, Vec<usize>>,
}

/// A place as text.
pub fn place((column, element, piece): Slot) -> String {
    format!("{column}.{element}.{piece}")
}

impl TableSalts {
    /// All of a table, from the seed of the trace.
    pub fn whole(seed: &Hash, table: &str) -> TableSalts {
        let root = Sha256::new().chain_update(b"table").chain_update(seed).chain_update(table).finalize();
        TableSalts { seeds: [(1, hex(&root))].into(), rows: BTreeMap::new() }
    }

    /// The node of a row.
    fn node(row: u64) -> u64 {
        (1 << LEVELS) + row
    }

    /// The seed of a row; `None` if it was given up.
    pub fn seed(&self, row: u64) -> Option<Hash> {
        self.path(row).map(|(_, seeds)| seeds[seeds.len() - 1])
    }

    /// The known node above a row, and the seeds from it down to the row.
    fn path(&self, row: u64) -> Option<(u64, Vec<Hash>)> {
        let node = Self::node(row);
        let (above, first) =
            (0..=LEVELS).rev().find_map(|level| Some((level, unhex(self.seeds.get(&(node >> level))?)?)))?;
        let mut seeds = vec![first];
        for level in (0..above).rev() {
            seeds.push(child(&seeds[seeds.len() - 1], (node >> level) & 1 == 1));
        }
        Some((node >> above, seeds))
    }

    /// Gives up the seed of a row and all above it; it is returned.
    pub fn give_up(&mut self, row: u64) -> Option<Hash> {
        let (top, seeds) = self.path(row)?;
        let node = Self::node(row);
        self.seeds.remove(&top);
        let below = seeds.len() - 1;
        for (step, seed) in seeds[..below].iter().enumerate() {
            let on_the_way = node >> (below - 1 - step);
            self.seeds.insert(on_the_way ^ 1, hex(&child(seed, on_the_way & 1 == 0)));
        }
        Some(seeds[below])
    }
}

/// The seeds of rows one after the other: each step costs about two hashes, not forty.
#[derive(Default)]
pub struct Walk {
    /// Nodes from the known one down to the last row, and their seeds.
    path: Vec<(u64, Hash)>,
}

impl Walk {
    /// The seed of a row; `None` if it was given up.
    pub fn seed(&mut self, salts: &TableSalts, row: u64) -> Option<Hash> {
        let node = TableSalts::node(row);
        let level = |of: u64| LEVELS.saturating_sub(of.ilog2());
        while self.path.last().is_some_and(|(known, _)| node >> level(*known) != *known) {
            self.path.pop();
        }
        if self.path.is_empty() {
            let (top, seeds) = salts.path(row)?;
            let first = level(top);
            self.path = seeds.into_iter().enumerate().map(|(i, seed)| (node >> (first - i as u32), seed)).collect();
        }
        while let Some((known, seed)) = self.path.last().copied()
            && known != node
        {
            let next = node >> (level(known) - 1);
            self.path.push((next, child(&seed, next & 1 == 1)));
        }
        self.path.last().map(|(_, seed)| *seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_given_up_leaves_all_others() {
        let mut salts = TableSalts::whole(&[7; 32], "syscalls");
        let before: Vec<Hash> = (0..200).map(|row| salts.seed(row).unwrap()).collect();
        let mut sorted = before.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 200, "seeds are all different");
        for row in [0, 1, 77, 199] {
            assert_eq!(salts.give_up(row), Some(before[row as usize]));
            assert_eq!(salts.give_up(row), None);
        }
        let mut walk = Walk::default();
        for row in 0..200 {
            let expected = (![0, 1, 77, 199].contains(&row)).then(|| before[row as usize]);
            assert_eq!(salts.seed(row), expected, "{row}");
            assert_eq!(walk.seed(&salts, row), expected, "{row}");
        }
        // No seed that is left leads to one that was given up.
        let given_up = TableSalts::node(77);
        assert!(salts.seeds.keys().all(|node| (0..=LEVELS).all(|level| given_up >> level != *node)));
    }

    #[test]
    fn lists_of_strings_have_a_piece_for_each_name_and_value() {
        let texts = |bytes: &[u8]| -> Vec<Vec<u8>> {
            pieces_of_capture(bytes).into_iter().map(|piece| bytes[piece].to_vec()).collect()
        };
        assert_eq!(texts(b"A=1\0B\0"), [&b"A="[..], b"1\0", b"B\0"]);
        assert_eq!(texts(b"A=1\0\0\0"), [b"A=1\0\0\0"]);
        assert_eq!(texts(b"\x01\0\x02\0"), [b"\x01\0\x02\0"]);
        assert_eq!(texts(b""), [b""]);
        assert_eq!(name_and_value(b"--x="), [0..4]);
    }

    #[test]
    fn taking_a_value_out_leaves_the_digest() {
        let seed = [1; 32];
        let digest = |value: &[u8], known: Option<Hash>| {
            let mut rows = Digester::new("t");
            let parts = [Part::Number(1), Part::Secret((3, 0, 0), value, vec![0..value.len()])];
            let commit =
                |slot, bytes: &[u8]| Ok::<_, ()>(known.unwrap_or_else(|| commitment(&salt(&seed, slot), bytes)));
            rows.row(&parts, commit).unwrap();
            rows.finish()
        };
        let kept = commitment(&salt(&seed, (3, 0, 0)), b"hunter2");
        assert_eq!(digest(b"hunter2", None), digest(REDACTED.as_bytes(), Some(kept)));
        assert_ne!(digest(b"hunter2", None), digest(b"hunter3", None));
    }
}
