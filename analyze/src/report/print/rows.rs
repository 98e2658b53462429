//! The rows of a trace in time order, as lines or as values.

use super::{dump, events::Event};
use crate::{
    decode::{Call, Capture, Captures, Notation, unsigned},
    document::Value,
    time,
};
use polars::prelude::{ChunkedArray, DataFrame, PolarsDataType, PolarsError, PolarsResult};
use polars_arrow::{
    array::{PrimitiveArray, StaticArray, Utf8ViewArray},
    types::NativeType,
};
use schema::{Arch, manifest::Manifest, wire::flags};

/// Columns read from the trace.
pub const READ: [&str; 25] = [
    "seq", "ts", "dur", "tgid", "tid", "comm", "phase", "arch", "nr", "name", "a0", "a1", "a2", "a3", "a4", "a5",
    "ret", "errno", "path", "path2", "peer", "fd_path", "path_abs", "data", "flags",
];

/// The rows of a trace.
pub struct Rows {
    ts: PrimitiveArray<i64>,
    dur: PrimitiveArray<i64>,
    tgid: PrimitiveArray<u32>,
    tid: PrimitiveArray<u32>,
    nr: PrimitiveArray<i32>,
    args: [PrimitiveArray<u64>; 6],
    ret: PrimitiveArray<i64>,
    flags: PrimitiveArray<u32>,
    arch: Utf8ViewArray,
    name: Utf8ViewArray,
    /// comm, phase, errno, path, path2, peer, fd_path, path_abs.
    texts: [Utf8ViewArray; 8],
    captures: Captures,
    /// The rows in time order.
    order: Vec<u32>,
    /// Signals and ends of threads, in time order.
    events: Vec<Event>,
    manifest: Manifest,
    notation: Notation,
    payload: bool,
    limit: usize,
}

/// The call that data belong to.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Its row in the frame.
    pub row: usize,
    /// Its beginning, ns of the boot clock.
    pub ts: i64,
    /// Process.
    pub tgid: u32,
    /// Name of the task.
    pub comm: &'a str,
}

const COMM: usize = 0;
const PHASE: usize = 1;
const ERRNO: usize = 2;
const PATH: usize = 3;
const PATH2: usize = 4;
const PEER: usize = 5;
const FD_PATH: usize = 6;
const PATH_ABS: usize = 7;

fn cell<T: NativeType>(column: &PrimitiveArray<T>, row: usize) -> T {
    column.get(row).unwrap_or_default()
}

/// A column of a frame in one piece. To look up the piece of a row, for each cell, takes as long as to write the cell.
fn whole<T: PolarsDataType>(column: &ChunkedArray<T>) -> PolarsResult<T::Array> {
    column.downcast_get(0).cloned().ok_or_else(|| PolarsError::NoData("a column without pieces".into()))
}

impl Rows {
    /// The rows of a frame with the columns [`READ`].
    ///
    /// # Errors
    /// When a column is missing or has another type.
    pub fn new(mut frame: DataFrame, manifest: Manifest, notation: Notation) -> PolarsResult<Rows> {
        frame.rechunk_mut();
        let word = |name: &str| whole(frame.column(name)?.u64()?);
        let text = |name: &str| whole(frame.column(name)?.str()?);
        let id = |name: &str| whole(frame.column(name)?.u32()?);
        let (ts, tgid, tid, seq) = (whole(frame.column("ts")?.i64()?)?, id("tgid")?, id("tid")?, word("seq")?);
        let mut order: Vec<u32> = (0..frame.height() as u32).collect();
        let key = |row: &u32| {
            let row = *row as usize;
            (cell(&ts, row), cell(&tgid, row), cell(&tid, row), cell(&seq, row))
        };
        if !order.is_sorted_by_key(key) {
            order.sort_by_cached_key(key);
        }
        Ok(Rows {
            ts,
            dur: whole(frame.column("dur")?.i64()?)?,
            tgid,
            tid,
            nr: whole(frame.column("nr")?.i32()?)?,
            args: [word("a0")?, word("a1")?, word("a2")?, word("a3")?, word("a4")?, word("a5")?],
            ret: whole(frame.column("ret")?.i64()?)?,
            flags: id("flags")?,
            arch: text("arch")?,
            name: text("name")?,
            texts: [
                text("comm")?,
                text("phase")?,
                text("errno")?,
                text("path")?,
                text("path2")?,
                text("peer")?,
                text("fd_path")?,
                text("path_abs")?,
            ],
            captures: Captures::new(frame.column("data")?)?,
            order,
            events: Vec::new(),
            manifest,
            notation,
            payload: false,
            limit: usize::MAX,
        })
    }

    /// At most so many of them.
    pub fn limited(mut self, limit: Option<usize>) -> Rows {
        self.limit = limit.unwrap_or(usize::MAX);
        self.order.truncate(self.limit);
        self
    }

    /// How many rows there are, and what happened between them; at most as many as asked.
    pub(super) fn len(&self) -> usize {
        (self.order.len() + self.events.len()).min(self.limit)
    }

    /// Between the lines what happened, in time order.
    pub(super) fn with_events(mut self, events: Vec<Event>) -> Rows {
        self.events = events;
        self
    }

    /// Below the lines also the data that calls read or wrote.
    pub fn with_payload(mut self, payload: bool) -> Rows {
        self.payload = payload;
        self
    }

    fn call<'a>(&'a self, row: usize, captures: &'a [Capture<'a>]) -> Call<'a> {
        Call {
            arch: self.arch.get(row).and_then(Arch::from_name),
            nr: self.nr.get(row).unwrap_or(-1),
            args: std::array::from_fn(|i| cell(&self.args[i], row)),
            ret: self.ret.get(row),
            captures,
            fd_path: self.texts[FD_PATH].get(row),
            path_abs: self.texts[PATH_ABS].get(row),
            notation: self.notation,
        }
    }

    /// The names of the row's flags, separated by commas.
    fn notes(&self, row: usize, call: &Call<'_>, out: &mut String) {
        let mut bits = cell(&self.flags, row);
        if bits == 0 {
            return;
        }
        if call.never_returns() {
            bits &= !flags::UNFINISHED;
        }
        let start = out.len();
        for (_, _, name) in flags::ALL.iter().filter(|(bit, ..)| bits & bit != 0) {
            out.push_str(if out.len() > start { "," } else { "" });
            out.push_str(name);
        }
    }

    /// A row as a line: `12:34:56.123456789 1234/1234 openat(AT_FDCWD, "/x", O_RDONLY) = 3 <0.000012345>`.
    fn line(&self, row: usize, call: &Call<'_>, out: &mut String) {
        time::write_clock(out, &self.manifest, cell(&self.ts, row));
        out.push(' ');
        unsigned(out, cell(&self.tgid, row).into());
        out.push('/');
        unsigned(out, cell(&self.tid, row).into());
        out.push(' ');
        if let Some(abi @ (Arch::I386 | Arch::X32 | Arch::IoUring)) = call.arch {
            out.push('[');
            out.push_str(abi.name());
            out.push_str("] ");
        }
        out.push_str(self.name.get(row).unwrap_or_default());
        out.push('(');
        call.arguments(out);
        out.push_str(") = ");
        call.result(out);
        if let Some(ns) = self.dur.get(row) {
            let ns = ns.max(0).unsigned_abs();
            out.push_str(" <");
            unsigned(out, ns / 1_000_000_000);
            out.push('.');
            time::write_fraction(out, ns);
            out.push('>');
        }
        let before = out.len();
        out.push_str(" [");
        self.notes(row, call, out);
        if out.len() == before + 2 {
            out.truncate(before);
        } else {
            out.push(']');
        }
    }

    /// The rows as lines, each a row of one text; between them what happened, and below them the data, if they are wanted.
    pub fn lines(mut self) -> impl Iterator<Item = Vec<Value>> {
        let mut next = 0;
        let mut below: std::vec::IntoIter<String> = Vec::new().into_iter();
        let mut events = std::mem::take(&mut self.events).into_iter().peekable();
        let mut left = self.limit;
        // The longest lines are rare.
        let mut length = 128;
        std::iter::from_fn(move || {
            if let Some(line) = below.next() {
                return Some(vec![Value::Text(line)]);
            }
            left = left.checked_sub(1)?;
            let row = self.order.get(next).map(|row| *row as usize);
            let ts = row.map(|row| cell(&self.ts, row));
            if let Some(event) = events.next_if(|event| ts.is_none_or(|ts| event.ts < ts)) {
                return Some(vec![Value::Text(event.line(&self.manifest))]);
            }
            let row = row?;
            next += 1;
            let mut captures = Vec::new();
            self.captures.fill(row, &mut captures);
            let call = self.call(row, &captures);
            let mut line = String::with_capacity(length);
            self.line(row, &call, &mut line);
            length = length.max(line.len().min(512));
            if self.payload {
                below = dump::lines(&call).into_iter();
            }
            Some(vec![Value::Text(line)])
        })
    }

    /// Calls `with` for each piece of data that a call read or wrote, as far as they were recorded; in time order.
    pub fn payloads(&self, mut with: impl FnMut(Origin<'_>, &[u8])) {
        for row in self.order.iter().map(|row| *row as usize) {
            let mut captures = Vec::new();
            self.captures.fill(row, &mut captures);
            let comm = self.texts[COMM].get(row).unwrap_or("?");
            let origin = Origin { row, ts: cell(&self.ts, row), tgid: cell(&self.tgid, row), comm };
            self.call(row, &captures).payloads().for_each(|bytes| with(origin, bytes));
        }
    }

    /// The rows with a value for every column; with the typed arguments, if they are wanted.
    pub fn values(self, arguments: bool) -> impl Iterator<Item = Vec<Value>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let row = *self.order.get(next)? as usize;
            next += 1;
            let mut captures = Vec::new();
            self.captures.fill(row, &mut captures);
            Some(self.columns(row, &self.call(row, &captures), arguments))
        })
    }

    fn columns(&self, row: usize, call: &Call<'_>, arguments: bool) -> Vec<Value> {
        let ts = cell(&self.ts, row);
        let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        let written = |write: &dyn Fn(&mut String)| {
            let mut out = String::new();
            write(&mut out);
            out
        };
        let notes = written(&|out| self.notes(row, call, out));
        let mut values = vec![
            time::utc(&self.manifest, ts).into(),
            Value::Int(ts),
            self.dur.get(row).map_or(Value::Null, Value::Int),
            Value::Uint(cell(&self.tgid, row).into()),
            Value::Uint(cell(&self.tid, row).into()),
            text(self.texts[COMM].get(row)),
            text(self.texts[PHASE].get(row)),
            text(self.arch.get(row)),
            text(self.name.get(row)),
            written(&|out| call.arguments(out)).into(),
            written(&|out| call.result(out)).into(),
            call.ret.map_or(Value::Null, Value::Int),
            text(self.texts[ERRNO].get(row)),
            text(self.texts[PATH].get(row)),
            text(self.texts[PATH2].get(row)),
            text(self.texts[PEER].get(row)),
            if notes.is_empty() { Value::Null } else { notes.into() },
        ];
        if arguments {
            let one = |arg: crate::decode::Argument| {
                let value: serde_json::Value = if arg.signed { (arg.value as i64).into() } else { arg.value.into() };
                serde_json::json!({ "name": arg.name, "kind": arg.kind, "value": value, "symbol": arg.symbol })
            };
            values.push(Value::Json(call.typed().into_iter().map(one).collect()));
        }
        values
    }
}
