//! How `syscalls` lies in a SQLite file: packed, below a view that unpacks it in plain SQL.
//!
//! A row for each call would cost some 20 bytes before it holds anything, and texts come again and again. So what calls have in
//! common lies once in side tables ([`SIDES`]), and what is a call's own lies in [`CHUNK_ROWS`] calls at a time, column by column, as
//! decimal numbers of equal width: `substr` finds the one of a row, and `CAST` makes it a number. The view [`view`] does so, for
//! sqlite3 and everything that is built on it, from version 3.38 on; nobody needs a function that SQLite does not have.
//!
//! [`encode`] and [`decode`] do the same natively. docs/FORMAT.md, "SQLite", tells the whole of it.

pub mod decode;
mod digits;
pub mod encode;
mod view;

pub use view::{tables, view};

/// Calls of a chunk; the last of a batch has fewer.
pub const CHUNK_ROWS: usize = 512;
/// The table of the chunks.
pub const CHUNKS: &str = "call_chunks";
/// The table with the numbers of a chunk's rows, from 0.
pub const PLACES: &str = "call_places";
/// The digests of the chunks bear the name of what they hold.
pub const VIEW: &str = crate::columns::syscalls::TABLE.name;

/// A side table: what many calls have in common, once each. Its first column is `id`, from 1.
pub struct Side {
    /// Name.
    pub name: &'static str,
    /// The packed column that holds its id; none if another side table does.
    pub key: Option<&'static str>,
    /// The other columns: name and declaration.
    pub columns: &'static [(&'static str, &'static str)],
}

/// Every side table. Those that others name come first.
pub const SIDES: [Side; 6] = [
    Side {
        name: "call_kinds",
        key: Some("kind"),
        columns: &[
            ("phase", "TEXT NOT NULL"),
            ("arch", "TEXT NOT NULL"),
            ("nr", "INTEGER NOT NULL"),
            ("name", "TEXT NOT NULL"),
            ("errno", "TEXT"),
            ("flags", "INTEGER NOT NULL"),
        ],
    },
    Side {
        name: "call_tasks",
        key: Some("task"),
        columns: &[
            ("tgid", "INTEGER NOT NULL"),
            ("tid", "INTEGER NOT NULL"),
            ("ns_tgid", "INTEGER"),
            ("ns_tid", "INTEGER"),
            ("cgroup", "INTEGER"),
            ("comm", "TEXT"),
        ],
    },
    Side { name: "call_texts", key: None, columns: &[("text", "TEXT NOT NULL")] },
    Side {
        name: "call_names",
        key: Some("names"),
        // Ids of call_texts.
        columns: &[
            ("path", "INTEGER"),
            ("path2", "INTEGER"),
            ("path_abs", "INTEGER"),
            ("fd_path", "INTEGER"),
            ("peer", "INTEGER"),
            ("path2_abs", "INTEGER"),
        ],
    },
    Side {
        name: "call_captures",
        key: None,
        columns: &[
            ("arg", "INTEGER NOT NULL"),
            ("when", "TEXT NOT NULL"),
            ("status", "TEXT NOT NULL"),
            ("len", "INTEGER NOT NULL"),
            ("part", "INTEGER NOT NULL"),
            ("bytes", "BLOB NOT NULL"),
        ],
    },
    // A JSON array of ids of call_captures.
    Side { name: "call_data", key: Some("data"), columns: &[("captures", "TEXT NOT NULL")] },
];

/// The packed columns. Those of the ids of side tables first, then the columns of `syscalls` that are numbers.
pub const PACKED: [&str; 15] =
    ["kind", "task", "names", "data", "dur", "ret", "a0", "a1", "a2", "a3", "a4", "a5", "cpu", "seq", "ts"];

/// Where a packed column stands in [`PACKED`].
///
/// # Panics
/// Never, for a name that is there; in a constant, else, when it is compiled.
pub(crate) const fn place(name: &str) -> usize {
    let mut i = 0;
    while i < PACKED.len() {
        if same(PACKED[i], name) {
            return i;
        }
        i += 1;
    }
    panic!("no packed column");
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// Values of a packed column in a chunk, as stored.
///
/// Row i has the decimal number at `digits[i * width..][..width]`. If it is not negative, the value is `base + step * i` and it; if it is
/// -n, the value is the n-th number in `others`, of which each has `others_width` characters, and one of blanks is null. With
/// width 0 every value is `base + step * i`, or null if `base` is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed {
    /// The least of the values that are not in `others`.
    pub base: Option<i64>,
    /// How much it grows from row to row.
    pub step: i64,
    /// Characters of a number.
    pub width: usize,
    /// The numbers.
    pub digits: Vec<u8>,
    /// Characters of one of the others.
    pub others_width: usize,
    /// Values far from the rest, once each.
    pub others: Vec<u8>,
}

/// The members of [`Packed`] as columns of the table of chunks: ends of their names and declarations, in their order.
pub const MEMBERS: [(&str, &str); 6] = [
    ("_base", "INTEGER"),
    ("_step", "INTEGER NOT NULL"),
    ("_width", "INTEGER NOT NULL"),
    ("", "BLOB NOT NULL"),
    ("_others_width", "INTEGER NOT NULL"),
    ("_others", "BLOB NOT NULL"),
];

#[cfg(test)]
mod tests;
