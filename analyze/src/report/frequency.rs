//! `frequency`: how often calls were made and failed.

use super::{
    cells::{number, value},
    chosen, group, open_all,
};
use crate::{
    cli::Frequency,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    keys::{Keys, Pieces},
};
use polars::prelude::col;

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Frequency) -> Result<Document, Error> {
    let grouped = &options.grouped;
    let traces = open_all(&grouped.asked.traces)?;
    let pieces = options.every.map(|every| Pieces::new(&traces, &grouped.asked.choice, every)).transpose()?;
    let keys = Keys::new(&traces, &grouped.by, grouped.depth, pieces)?;
    let (counted, mut notes) = group::stand_in(&traces, grouped, pieces.is_some());
    let groups = if counted {
        notes.push("calls and errors are the kernel's own counts, which include the calls that were lost".to_owned());
        let errors = col("calls").filter(col("failed")).sum().alias("errors");
        group::counts(&traces, &keys, vec![col("calls").sum(), errors])?
    } else {
        group::counted(&traces, &keys, grouped)?
    };
    let span = |trace| {
        let (from, to) = crate::trace::Trace::span(trace, &grouped.asked.choice);
        to.saturating_sub(from) as f64
    };
    let seconds = pieces.map_or_else(|| traces.iter().map(span).sum(), |pieces| pieces.length as f64) / 1e9;
    let count = |name: &str| -> Vec<u64> {
        let column = groups.column(name).ok();
        (0..groups.height()).map(|row| number(&value(column.and_then(|column| column.get(row).ok())))).collect()
    };
    let (calls, errors) = (count("calls"), count("errors"));
    let total: u64 = calls.iter().sum();
    let row = |row: usize| {
        let (n, errors) = (calls[row], errors[row]);
        let rate = if seconds > 0.0 { Value::Float(n as f64 / seconds) } else { Value::Null };
        let share = Value::Float(n as f64 / total as f64);
        let figures = [Value::Uint(n), Value::Uint(errors), share, rate];
        keys.values(&groups, row).into_iter().chain(figures).collect()
    };
    let mut rows: Vec<Vec<Value>> = (0..groups.height()).map(row).collect();
    let mut columns = keys.headings();
    columns.extend([
        Column::integer("calls", None),
        Column::integer("errors", None),
        Column::number("share", Unit::Ratio),
        Column::number("rate", Unit::PerSecond),
    ]);
    if pieces.is_some() && grouped.sort.is_none() {
        group::sort(&mut rows, &columns, "calls")?;
        rows.sort_by(|a, b| super::cells::compare(&a[0], &b[0]));
        rows.truncate(grouped.asked.choice.limit.unwrap_or(usize::MAX));
    } else {
        group::order(&mut rows, &columns, grouped, "calls")?;
    }
    let table = Table { name: "frequency", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(chosen("frequency", &traces, &grouped.asked.choice, vec![table]).with_notes(notes))
}
