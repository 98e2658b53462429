//! Packing calls.

use super::{CHUNK_ROWS, CHUNKS, PACKED, SIDES, digits, place};
use std::{borrow::Cow, collections::HashMap};

/// A value to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field<'a> {
    /// None.
    Null,
    /// A number; of a U64 its bits.
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(Cow<'a, [u8]>),
}

/// A row for a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// The table.
    pub table: &'static str,
    /// The values, in the order of its columns.
    pub values: Vec<Field<'static>>,
    /// Calls in it: of a chunk.
    pub calls: u64,
}

/// A captured piece of memory, as in column `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Captured<'a> {
    /// Index of the argument.
    pub arg: u16,
    /// When it was read.
    pub when: &'a str,
    /// How it went.
    pub status: &'a str,
    /// Bytes that it has.
    pub len: u64,
    /// Which part of the argument.
    pub part: u16,
    /// The bytes kept.
    pub bytes: &'a [u8],
}

/// Bytes of keys that a side table may have in mind; with more it forgets them, and what comes again is stored again.
const REMEMBERED: usize = 32 << 20;

/// The rows of a side table so far.
#[derive(Default)]
struct Known {
    ids: HashMap<Vec<u8>, i64>,
    bytes: usize,
    last: i64,
}

impl Known {
    /// The id of what this is the key of, and whether it is new.
    fn id(&mut self, key: &[u8]) -> (i64, bool) {
        if let Some(id) = self.ids.get(key) {
            return (*id, false);
        }
        if self.bytes > REMEMBERED {
            self.ids.clear();
            self.bytes = 0;
        }
        self.last += 1;
        self.bytes += key.len() + 64;
        self.ids.insert(key.to_vec(), self.last);
        (self.last, true)
    }
}

/// What a call is, without its own number and times.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape([Option<i64>; PACKED.len()]);

/// Packs calls into rows of the tables of this form.
#[derive(Default)]
pub struct Encoder {
    known: [Known; SIDES.len()],
    pending: [Vec<Option<i64>>; PACKED.len()],
    /// Calls in finished chunks.
    done: i64,
    ready: Vec<Insert>,
    key: Vec<u8>,
}

impl Encoder {
    /// The shape of a call. `cell` gives the value of a column of `syscalls` by its name; it is not asked for seq, ts, dur and data.
    pub fn shape<'a, 'b>(
        &mut self,
        cell: impl Fn(&str) -> Field<'a>,
        captures: impl IntoIterator<Item = Captured<'b>>,
    ) -> Shape {
        let mut shape = Shape::default();
        for (packed, name) in shape.0.iter_mut().zip(PACKED) {
            *packed = match name {
                "kind" => Some(self.side(0, &cell)),
                "task" => Some(self.side(1, &cell)),
                "names" => Some(self.names(&cell)),
                "dur" | "seq" | "ts" | "data" => None,
                name => number(&cell(name)),
            };
        }
        shape.0[place("data")] = Some(self.data(captures));
        shape
    }

    /// Adds a call.
    pub fn push(&mut self, shape: &Shape, seq: i64, ts: i64, dur: Option<i64>) {
        for (values, value) in self.pending.iter_mut().zip(shape.0) {
            values.push(value);
        }
        for (name, value) in
            [(const { place("seq") }, Some(seq)), (const { place("ts") }, Some(ts)), (const { place("dur") }, dur)]
        {
            if let Some(last) = self.pending[name].last_mut() {
                *last = value;
            }
        }
        if self.pending[0].len() == CHUNK_ROWS {
            self.flush();
        }
    }

    /// Ends the chunk, if it has any calls.
    pub fn flush(&mut self) {
        let calls = self.pending[0].len() as i64;
        if calls == 0 {
            return;
        }
        let mut values = vec![Field::Int(self.done + 1), Field::Int(calls)];
        for (name, column) in PACKED.iter().zip(&mut self.pending) {
            let packed = digits::pack(column, matches!(*name, "seq" | "ts"));
            column.clear();
            let size = |n: usize| Field::Int(n as i64);
            values.extend([
                packed.base.map_or(Field::Null, Field::Int),
                Field::Int(packed.step),
                size(packed.width),
                Field::Blob(packed.digits.into()),
                size(packed.others_width),
                Field::Blob(packed.others.into()),
            ]);
        }
        self.done += calls;
        self.ready.push(Insert { table: CHUNKS, values, calls: calls as u64 });
    }

    /// Gives up the calls of chunks that were not taken; how many. What they named stays: later calls may name it too.
    pub fn abandon(&mut self) -> u64 {
        let pending = self.pending[0].len() as u64;
        self.pending.iter_mut().for_each(Vec::clear);
        let chunks: u64 = self.ready.iter().map(|insert| insert.calls).sum();
        self.done -= chunks as i64;
        self.ready.retain(|insert| insert.table != CHUNKS);
        pending + chunks
    }

    /// The rows that are to be stored by now, in an order in which each names only what came before. They stay until [`Self::stored`].
    pub fn ready(&self) -> &[Insert] {
        &self.ready
    }

    /// They have been.
    pub fn stored(&mut self) {
        self.ready.clear();
    }

    /// The id of a row of side table `side`.
    fn side<'a>(&mut self, side: usize, cell: &impl Fn(&str) -> Field<'a>) -> i64 {
        let values: Vec<Field<'a>> = SIDES[side].columns.iter().map(|(name, _)| cell(name)).collect();
        self.row(side, values)
    }

    fn names<'a>(&mut self, cell: &impl Fn(&str) -> Field<'a>) -> i64 {
        let texts = SIDES[NAMES].columns.iter().map(|(name, _)| match cell(name) {
            Field::Text(text) => Field::Int(self.row(TEXTS, vec![Field::Text(text)])),
            _ => Field::Null,
        });
        let texts: Vec<Field<'static>> = texts.collect();
        self.row(NAMES, texts)
    }

    fn data<'b>(&mut self, captures: impl IntoIterator<Item = Captured<'b>>) -> i64 {
        let mut list = String::from("[");
        for capture in captures {
            let Captured { arg, when, status, len, part, bytes } = capture;
            let values = vec![
                Field::Int(arg.into()),
                Field::Text(when.into()),
                Field::Text(status.into()),
                Field::Int(len as i64),
                Field::Int(part.into()),
                Field::Blob(bytes.into()),
            ];
            let id = self.row(CAPTURES, values);
            list += if list.len() > 1 { "," } else { "" };
            list += &id.to_string();
        }
        list.push(']');
        self.row(DATA, vec![Field::Text(list.into())])
    }

    /// The id of a row with these values, which is made if it is not known.
    fn row(&mut self, side: usize, values: Vec<Field<'_>>) -> i64 {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        for value in &values {
            let mut bytes = |kind, bytes: &[u8]| {
                key.push(kind);
                key.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                key.extend_from_slice(bytes);
            };
            match value {
                Field::Null => key.push(b'N'),
                Field::Int(n) => bytes(b'I', &n.to_le_bytes()),
                Field::Text(text) => bytes(b'T', text.as_bytes()),
                Field::Blob(blob) => bytes(b'B', blob),
            }
        }
        let (id, new) = self.known[side].id(&key);
        self.key = key;
        if new {
            let values = std::iter::once(Field::Int(id)).chain(values.into_iter().map(Field::owned)).collect();
            self.ready.push(Insert { table: SIDES[side].name, values, calls: 0 });
        }
        id
    }
}

/// Places in [`SIDES`].
const TEXTS: usize = 2;
const NAMES: usize = 3;
const CAPTURES: usize = 4;
const DATA: usize = 5;

impl Field<'_> {
    fn owned(self) -> Field<'static> {
        match self {
            Field::Null => Field::Null,
            Field::Int(n) => Field::Int(n),
            Field::Text(text) => Field::Text(Cow::Owned(text.into_owned())),
            Field::Blob(bytes) => Field::Blob(Cow::Owned(bytes.into_owned())),
        }
    }
}

fn number(field: &Field<'_>) -> Option<i64> {
    if let Field::Int(n) = field { Some(*n) } else { None }
}
