//! The rows that rules are asked about: groups of equal calls, and the events of processes, in the order of time.
//!
//! Texts are numbers of one dictionary, so that a test of a text is made once for each text, not for each row.

use super::contents::Contents;
use crate::scan::Texts;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// The columns of texts.
pub const TEXTS: [&str; 12] =
    ["event", "name", "arch", "phase", "comm", "errno", "path", "path2", "path_abs", "path2_abs", "fd_path", "peer"];
/// Places in [`TEXTS`].
pub const EVENT: usize = 0;
/// See [`EVENT`].
pub const NAME: usize = 1;
/// See [`EVENT`].
pub const ARCH: usize = 2;
/// See [`EVENT`].
pub const PHASE: usize = 3;
/// See [`EVENT`].
pub const COMM: usize = 4;
/// See [`EVENT`].
pub const ERRNO: usize = 5;
/// See [`EVENT`].
pub const PATH: usize = 6;
/// See [`EVENT`].
pub const PATH2: usize = 7;
/// See [`EVENT`].
pub const PATH_ABS: usize = 8;
/// See [`EVENT`].
pub const PATH2_ABS: usize = 9;
/// See [`EVENT`].
pub const FD_PATH: usize = 10;
/// See [`EVENT`].
pub const PEER: usize = 11;

/// No process.
pub const NONE: u32 = u32::MAX;

/// What a row of calls has in `event`.
pub const CALL: &str = "call";

/// The memory that arguments of a call led to: argument and bytes.
pub type Captured = Vec<(u8, Vec<u8>)>;

/// What of a trace is read before its rows, and kept beside them.
#[derive(Debug, Default)]
pub struct Aside {
    /// Memory of rare calls, by thread and time.
    pub captured: HashMap<(u32, i64), Captured>,
    /// Peers whose connection was accepted.
    pub accepted: HashSet<String>,
    /// What calls read or wrote, as far as that matters.
    pub contents: Contents,
}

/// The rows.
#[derive(Default)]
pub struct Rows {
    /// Every text.
    pub dictionary: Texts,
    /// The columns of [`TEXTS`], as numbers of texts; 0 is none.
    pub texts: [Vec<u32>; TEXTS.len()],
    /// Thread.
    pub tid: Vec<u32>,
    /// Process.
    pub tgid: Vec<u32>,
    /// Process, as numbered inside its pid namespace; 0 if that is not known.
    pub ns_tgid: Vec<u32>,
    /// When the first of the equal calls began, ns of the boot clock.
    pub ts: Vec<i64>,
    /// When the last of them began.
    pub last: Vec<i64>,
    /// When the last of them to end had ended.
    pub ended: Vec<i64>,
    /// How many there are.
    pub count: Vec<u64>,
    /// Arguments; 0 where they are addresses or sizes.
    pub args: [Vec<u64>; 6],
    /// Value returned; of calls that are added up, their sum. `None` if the call never returned.
    pub ret: Vec<Option<i64>>,
    /// Bits of the row.
    pub bits: Vec<u32>,
    /// Which run of a program made it: place in `Facts`.
    pub run: Vec<u32>,
    /// Number of what it read or wrote; 0 if that does not matter.
    pub content: Vec<u64>,
    /// What else is known of them.
    pub aside: Arc<Aside>,
}

impl Rows {
    /// Takes all rows out; the texts stay.
    pub fn clear(&mut self) {
        self.texts.iter_mut().for_each(Vec::clear);
        self.args.iter_mut().for_each(Vec::clear);
        [&mut self.tid, &mut self.tgid, &mut self.ns_tgid, &mut self.bits, &mut self.run]
            .into_iter()
            .for_each(Vec::clear);
        [&mut self.ts, &mut self.last, &mut self.ended].into_iter().for_each(Vec::clear);
        [&mut self.count, &mut self.content].into_iter().for_each(Vec::clear);
        self.ret.clear();
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.ts.len()
    }

    /// The text of a column of [`TEXTS`].
    pub fn text(&self, column: usize, row: usize) -> Option<&str> {
        self.dictionary.get(self.texts[column][row])
    }

    /// Name of the call or event.
    pub fn name(&self, row: usize) -> &str {
        self.text(NAME, row).unwrap_or_default()
    }

    /// Whether it is a call.
    pub fn is_call(&self, row: usize) -> bool {
        self.text(EVENT, row) == Some(CALL)
    }

    /// An argument register of a call.
    pub fn arg(&self, index: u8, row: usize) -> Option<i64> {
        let value = self.args.get(usize::from(index))?[row];
        self.is_call(row).then_some(value as i64)
    }

    /// The name by which a row is found again in the trace: thread, and when the call began.
    pub fn id(&self, row: usize) -> RowId {
        RowId { tid: self.tid[row], ts: self.ts[row] }
    }
}

/// Which row of a trace: no thread begins two calls at the same time. It is the same in every form of the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// Thread.
    pub tid: u32,
    /// When the call began, ns of the boot clock.
    pub ts: i64,
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.tid, self.ts)
    }
}

impl std::str::FromStr for RowId {
    type Err = String;

    fn from_str(text: &str) -> Result<RowId, String> {
        let id = || {
            let (tid, ts) = text.split_once('@')?;
            Some(RowId { tid: tid.parse().ok()?, ts: ts.parse().ok()? })
        };
        id().ok_or_else(|| {
            format!("{text:?} is no row; a row is THREAD@NANOSECONDS, as suspicious prints it: 4711@1234567890")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_id_is_read_as_it_is_written() {
        let id = RowId { tid: 7, ts: -5 };
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("7".parse::<RowId>().is_err() && "7@".parse::<RowId>().is_err() && "x@1".parse::<RowId>().is_err());
    }
}
