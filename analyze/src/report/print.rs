//! `print`: the calls, one a line in time order, as strace prints them.

use super::document;
use crate::{
    cli::Calls,
    decode::{Call, Captures},
    document::{Column, Document, Layout, Table, Unit, Value},
    error::{Error, first_line},
    query, time,
    trace::{self, collect},
};
use polars::prelude::{DataFrame, SortMultipleOptions, col};
use schema::{Arch, manifest::Manifest, wire::flags};

/// Columns read from the trace, in the order in which `cell` numbers them.
const READ: [&str; 20] = [
    "ts", "dur", "tgid", "tid", "comm", "phase", "arch", "nr", "name", "a0", "a1", "a2", "a3", "a4", "a5", "ret",
    "errno", "path", "path2", "peer",
];

/// Runs the report.
///
/// # Errors
/// When the trace cannot be read or the expression is bad.
pub fn run(options: &Calls) -> Result<Document, Error> {
    let trace = trace::open(&options.trace)?;
    let mut frame = trace.syscalls.clone();
    if let Some(filter) = &options.choice.filter {
        frame = query::filter(frame, filter)?;
    }
    let columns = READ.into_iter().chain(["seq", "data", "flags"]).map(col).collect::<Vec<_>>();
    let mut frame = frame.select(columns).sort(["ts", "tgid", "tid", "seq"], SortMultipleOptions::default());
    if let Some(limit) = options.choice.limit {
        frame = frame.limit(limit as u64 as _);
    }
    let rows = Rows::new(collect(&trace.path, frame)?, trace.manifest.clone())
        .map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let table = Table {
        name: "calls",
        columns: vec![
            Column::text("time"),
            Column::integer("ts", Some(Unit::Ns)),
            Column::integer("dur_ns", Some(Unit::Ns)),
            Column::integer("tgid", None),
            Column::integer("tid", None),
            Column::text("comm"),
            Column::text("phase"),
            Column::text("arch"),
            Column::text("syscall"),
            Column::text("args"),
            Column::text("result"),
            Column::integer("ret", None),
            Column::text("errno"),
            Column::text("path"),
            Column::text("path2"),
            Column::text("peer"),
            Column::text("flags"),
        ],
        rows: Box::new(rows),
        layout: Layout::Lines(line),
    };
    Ok(document("print", &[trace], options.choice.filter.as_ref(), vec![table]))
}

/// The rows, made one by one.
struct Rows {
    frame: DataFrame,
    captures: Captures,
    manifest: Manifest,
    next: usize,
}

impl Rows {
    fn new(mut frame: DataFrame, manifest: Manifest) -> polars::prelude::PolarsResult<Rows> {
        frame.rechunk_mut();
        let captures = Captures::new(frame.column("data")?)?;
        Ok(Rows { frame, captures, manifest, next: 0 })
    }

    fn cell(&self, name: &str) -> Value {
        super::group::value(self.frame.column(name).ok().and_then(|column| column.get(self.next).ok()))
    }

    fn number(&self, name: &str) -> Option<i64> {
        match self.cell(name) {
            Value::Int(n) => Some(n),
            Value::Uint(n) => Some(n as i64),
            _ => None,
        }
    }
}

impl Iterator for Rows {
    type Item = Vec<Value>;

    fn next(&mut self) -> Option<Vec<Value>> {
        if self.next >= self.frame.height() {
            return None;
        }
        let arch = match self.cell("arch") {
            Value::Text(name) => Arch::from_name(&name),
            _ => None,
        };
        let call = Call {
            arch,
            nr: self.number("nr").unwrap_or(-1) as i32,
            args: ["a0", "a1", "a2", "a3", "a4", "a5"].map(|name| self.number(name).unwrap_or_default() as u64),
            ret: self.number("ret"),
            captures: self.captures.of(self.next),
        };
        let mut bits = self.number("flags").unwrap_or_default() as u32;
        if call.never_returns() {
            bits &= !flags::UNFINISHED;
        }
        let names = flags::ALL.iter().filter(|(bit, ..)| bits & bit != 0).map(|(_, _, name)| *name);
        let flags = names.collect::<Vec<_>>().join(",");
        let ts = self.number("ts").unwrap_or_default();
        let mut row = vec![time::utc(&self.manifest, ts).into(), Value::Int(ts)];
        row.extend(["dur", "tgid", "tid", "comm", "phase", "arch", "name"].map(|name| self.cell(name)));
        row.push(call.arguments().into());
        row.push(call.result().into());
        row.extend(["ret", "errno", "path", "path2", "peer"].map(|name| self.cell(name)));
        row.push(if flags.is_empty() { Value::Null } else { flags.into() });
        self.next += 1;
        Some(row)
    }
}

/// A row as a line: `12:34:56.123456789 1234/1234 openat(AT_FDCWD, "/x", O_RDONLY) = 3 <0.000012345>`.
fn line(row: &[Value]) -> String {
    let text = |i: usize| match row.get(i) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let number = |i: usize| match row.get(i) {
        Some(Value::Uint(n)) => *n as i64,
        Some(Value::Int(n)) => *n,
        _ => 0,
    };
    // The time of day out of YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ.
    let clock = text(0).get(11..29).unwrap_or(text(0));
    let abi = if matches!(text(7), "i386" | "x32") { format!("[{}] ", text(7)) } else { String::new() };
    let took = match row.get(2) {
        Some(Value::Int(ns)) => format!(" <{}.{:09}>", ns / 1_000_000_000, ns % 1_000_000_000),
        _ => String::new(),
    };
    let notes = match text(16) {
        "" => String::new(),
        notes => format!(" [{notes}]"),
    };
    format!("{clock} {}/{} {abi}{}({}) = {}{took}{notes}", number(3), number(4), text(8), text(9), text(10))
}
