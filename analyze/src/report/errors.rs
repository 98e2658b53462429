//! `errors`: which calls failed, how, and an example of each.

use super::{
    cells::{cell, compare, number},
    chosen, open_all,
};
use crate::{
    cli::{Asked, Choice},
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    query, time,
    trace::{self, Trace},
};
use polars::prelude::{LazyFrame, SortMultipleOptions, col, len};
use std::{cmp::Ordering, collections::HashMap};

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or the expression is bad.
pub fn run(options: &Asked) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let several = traces.len() > 1;
    let mut rows = Vec::new();
    for trace in &traces {
        for mut row in of_trace(trace, &options.choice)? {
            row.extend(several.then(|| trace.name()));
            rows.push(row);
        }
    }
    rows.sort_by(|a: &Vec<Value>, b| {
        // The most frequent first; equal ones by name, error and trace.
        let by = |i: usize| a.get(i).zip(b.get(i)).map_or(Ordering::Equal, |(a, b)| compare(a, b));
        number(&b[2]).cmp(&number(&a[2])).then_with(|| by(0)).then_with(|| by(1)).then_with(|| by(7))
    });
    rows.truncate(options.choice.limit.unwrap_or(usize::MAX));
    let mut columns = vec![
        Column::text("syscall"),
        Column::text("errno"),
        Column::integer("errors", None),
        Column::number("share", Unit::Ratio),
        Column::integer("processes", None),
        Column::text("first"),
        Column::text("example"),
    ];
    columns.extend(several.then(|| Column::text("trace")));
    let table = Table { name: "errors", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(chosen("errors", &traces, &options.choice, vec![table]))
}

fn of_trace(trace: &Trace, choice: &Choice) -> Result<Vec<Vec<Value>>, Error> {
    let calls = query::rows(trace, choice)?;
    let totals = totals(trace, &calls)?;
    let failed = calls.filter(col("errno").is_not_null()).group_by([col("name"), col("errno")]).agg([
        len().alias("errors"),
        col("tgid").n_unique().alias("processes"),
        col("ts").min().alias("first"),
        // That of the earliest call: rows are in no order.
        col("path").sort_by([col("ts")], SortMultipleOptions::default()).first().alias("path"),
    ]);
    let frame = trace::collect(&trace.path, failed)?;
    let cell = |row, i| cell(&frame, row, i);
    let row = |row| {
        let (name, errors) = (cell(row, 0), number(&cell(row, 2)));
        let total = match &name {
            Value::Text(name) => totals.get(name).copied().unwrap_or(errors),
            _ => errors,
        };
        let first = match cell(row, 4) {
            Value::Int(ts) => time::utc(&trace.manifest, ts).into(),
            _ => Value::Null,
        };
        let share = Value::Float(errors as f64 / total.max(1) as f64);
        let processes = Value::Uint(number(&cell(row, 3)));
        vec![name, cell(row, 1), Value::Uint(errors), share, processes, first, cell(row, 5)]
    };
    Ok((0..frame.height()).map(row).collect())
}

/// Calls of each name.
fn totals(trace: &Trace, calls: &LazyFrame) -> Result<HashMap<String, u64>, Error> {
    let frame = trace::collect(&trace.path, calls.clone().group_by([col("name")]).agg([len().alias("calls")]))?;
    let cell = |row, i| cell(&frame, row, i);
    let totals = (0..frame.height()).filter_map(|row| match cell(row, 0) {
        Value::Text(name) => Some((name, number(&cell(row, 1)))),
        _ => None,
    });
    Ok(totals.collect())
}
