//! What frequency and latency share: keys, grouping, sorting and limits.

use crate::{
    cli::{Grouped, Key},
    document::{Column, Value},
    error::Error,
    query,
    trace::{Trace, collect},
};
use polars::prelude::{AnyValue, DataFrame, Expr, LazyFrame, UnionArgs, col, concat};

/// Columns that a key groups by.
fn columns(key: Key) -> &'static [&'static str] {
    match key {
        Key::Syscall => &["name"],
        Key::Process => &["tgid", "comm"],
        Key::Pid => &["tgid"],
        Key::Tid => &["tid"],
        Key::Comm => &["comm"],
        Key::Errno => &["errno"],
        Key::Path => &["path"],
        Key::Arch => &["arch"],
        Key::Phase => &["phase"],
    }
}

/// The column of a report that shows a key.
fn heading(key: Key) -> Column {
    match key {
        Key::Syscall => Column::text("syscall"),
        Key::Process => Column::text("process"),
        Key::Pid => Column::integer("pid", None),
        Key::Tid => Column::integer("tid", None),
        Key::Comm => Column::text("comm"),
        Key::Errno => Column::text("errno"),
        Key::Path => Column::text("path"),
        Key::Arch => Column::text("arch"),
        Key::Phase => Column::text("phase"),
    }
}

/// What is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The rows of calls.
    Rows,
    /// Those of calls that have a duration.
    TimedRows,
    /// The kernel side's own counts.
    Counts,
}

/// Whether the kernel side's counts have to stand in for rows that were lost, and what there is to say about it.
pub fn stand_in(traces: &[Trace], options: &Grouped) -> (bool, Vec<String>) {
    let lost: u64 = traces.iter().map(|t| t.manifest.completeness.lost).sum();
    let discarded: u64 = traces.iter().map(|t| t.manifest.completeness.discarded).sum();
    let mut notes = Vec::new();
    if discarded > 0 {
        notes.push(format!("{discarded} older calls were given up during the recording, as asked with --last"));
    }
    if lost == 0 {
        return (false, notes);
    }
    let countable = |key: &Key| matches!(key, Key::Syscall | Key::Pid | Key::Errno | Key::Arch | Key::Phase);
    let whole = traces.iter().all(|t| t.manifest.completeness.lost == t.lost_but_counted());
    if discarded == 0 && whole && options.choice.filter.is_none() && options.by.iter().all(countable) {
        return (true, notes);
    }
    notes.push(format!(
        "{lost} calls have no row and are missing below (without --where, by syscall, pid, errno, arch or phase, the \
         kernel's own counts would be used)"
    ));
    (false, notes)
}

/// Groups of calls: for each the values of its keys, then those of `aggregates`.
///
/// # Errors
/// When the expression or a trace is bad.
pub fn groups(
    traces: &[Trace],
    options: &Grouped,
    source: Source,
    aggregates: Vec<Expr>,
) -> Result<Vec<Vec<Value>>, Error> {
    let mut names: Vec<&str> = options.by.iter().flat_map(|key| columns(*key)).copied().collect();
    names.sort_unstable();
    names.dedup();
    let keys: Vec<Expr> = names.iter().map(|name| col(*name)).collect();
    let frames: Vec<LazyFrame> = traces
        .iter()
        // Only what is needed: forms differ in how they keep the captures.
        .map(|trace| match &options.choice.filter {
            Some(filter) => query::filter(trace.syscalls.clone(), filter),
            None => Ok(trace.syscalls.clone()),
        })
        .map(|frame| {
            Ok(frame?.select(["tgid", "tid", "comm", "name", "errno", "path", "arch", "phase", "dur"].map(col)))
        })
        .collect::<Result<_, Error>>()?;
    let frames = match source {
        Source::Rows => frames,
        Source::TimedRows => frames.into_iter().map(|frame| frame.filter(col("dur").is_not_null())).collect(),
        Source::Counts => traces.iter().map(|trace| trace.counts.clone()).collect(),
    };
    let path = &traces[0].path;
    let all = concat(frames, UnionArgs::default()).map_err(|e| Error::unreadable(path, crate::error::first_line(e)))?;
    let width = aggregates.len();
    let frame = collect(path, all.group_by(keys).agg(aggregates))?;
    let rows = (0..frame.height()).map(|row| {
        let keys = options.by.iter().map(|key| key_value(&frame, *key, row));
        let values = frame.columns().iter().skip(names.len()).take(width).map(|c| value(c.get(row).ok()));
        keys.chain(values).collect()
    });
    Ok(rows.collect())
}

fn key_value(frame: &DataFrame, key: Key, row: usize) -> Value {
    let cell = |name: &str| value(frame.column(name).ok().and_then(|column| column.get(row).ok()));
    match key {
        Key::Process => match (cell("tgid"), cell("comm")) {
            (Value::Uint(tgid), Value::Text(comm)) => format!("{comm}[{tgid}]").into(),
            (Value::Uint(tgid), _) => format!("?[{tgid}]").into(),
            _ => Value::Null,
        },
        key => cell(columns(key)[0]),
    }
}

/// The cell of a frame at a row and a column; null if there is none.
pub fn cell(frame: &DataFrame, row: usize, column: usize) -> Value {
    value(frame.columns().get(column).and_then(|c| c.get(row).ok()))
}

/// A cell of a frame as a value of a document.
pub fn value(cell: Option<AnyValue<'_>>) -> Value {
    match cell {
        Some(AnyValue::UInt16(n)) => Value::Uint(n.into()),
        Some(AnyValue::UInt32(n)) => Value::Uint(n.into()),
        Some(AnyValue::UInt64(n)) => Value::Uint(n),
        Some(AnyValue::Int32(n)) => Value::Int(n.into()),
        Some(AnyValue::Int64(n)) => Value::Int(n),
        Some(AnyValue::Int128(n)) => i64::try_from(n).map_or(Value::Float(n as f64), Value::Int),
        Some(AnyValue::Float64(n)) => Value::Float(n),
        Some(AnyValue::String(text)) => text.into(),
        Some(AnyValue::StringOwned(text)) => text.as_str().into(),
        _ => Value::Null,
    }
}

/// Puts the headings of the keys before those of the report.
pub fn headings(options: &Grouped, report: Vec<Column>) -> Vec<Column> {
    options.by.iter().map(|key| heading(*key)).chain(report).collect()
}

/// Sorts by `--sort`, or else by column `default`: numbers from the largest, texts from the first; equal rows by their
/// keys, so that the order is certain. Then cuts at `--limit`.
///
/// # Errors
/// [`Error::Usage`] if there is no such column.
pub fn order(rows: &mut Vec<Vec<Value>>, headings: &[Column], options: &Grouped, default: &str) -> Result<(), Error> {
    let wanted = options.sort.as_deref().unwrap_or(default);
    let Some(by) = headings.iter().position(|c| c.name == wanted) else {
        let names: Vec<&str> = headings.iter().map(|c| c.name.as_str()).collect();
        return Err(Error::Usage(format!("--sort: there is no column {wanted:?}; there are {}", names.join(", "))));
    };
    rows.sort_by(|a, b| {
        let main = compare(&a[by], &b[by]);
        let main = if matches!(a[by], Value::Text(_)) { main } else { main.reverse() };
        let keys = || a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|o| o.is_ne());
        main.then_with(|| keys().unwrap_or(std::cmp::Ordering::Equal))
    });
    rows.truncate(options.choice.limit.unwrap_or(usize::MAX));
    Ok(())
}

fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match (a, b) {
        (Value::Null, Value::Null) => Equal,
        (Value::Null, _) => Less,
        (_, Value::Null) => Greater,
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Uint(a), Value::Uint(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => Equal,
    }
}
