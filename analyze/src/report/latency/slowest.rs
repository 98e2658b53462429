//! The calls that took longest, with all their arguments.

use crate::{
    cli::Choice,
    decode::Notation,
    document::{Column, Layout, Table, Unit, Value},
    error::{Error, first_line},
    query,
    report::{
        cells::{self, number},
        print,
    },
    trace::{self, Trace},
};
use polars::prelude::{IdxSize, SortMultipleOptions, col, lit};

/// The table.
///
/// # Errors
/// When a trace cannot be read.
pub(super) fn table(traces: &[Trace], choice: &Choice, wanted: usize) -> Result<Table, Error> {
    let several = traces.len() > 1;
    let mut all = Vec::new();
    for trace in traces {
        for mut row in of_trace(trace, choice, wanted)? {
            if several {
                row.push(trace.name());
            }
            all.push(row);
        }
    }
    all.sort_by(|a, b| number(&b[1]).cmp(&number(&a[1])).then_with(|| cells::compare(&a[0], &b[0])));
    all.truncate(wanted);
    let mut columns = vec![
        Column::text("time"),
        Column::integer("dur_ns", Some(Unit::Ns)),
        Column::integer("pid", None),
        Column::integer("tid", None),
        Column::text("comm"),
        Column::text("call"),
    ];
    if several {
        columns.push(Column::text("trace"));
    }
    Ok(Table { name: "slowest", columns, rows: Box::new(all.into_iter()), layout: Layout::Grid })
}

fn of_trace(trace: &Trace, choice: &Choice, wanted: usize) -> Result<Vec<Vec<Value>>, Error> {
    let longest_first = || SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let timed = query::rows(trace, choice)?.filter(col("dur").is_not_null());
    let limit = IdxSize::try_from(wanted).unwrap_or(IdxSize::MAX);
    // First only the durations of all, then everything of few.
    let durations = timed.clone().select([col("dur"), col("ts")]).sort(["dur", "ts"], longest_first()).limit(limit);
    let durations = trace::collect(&trace.path, durations)?;
    let Some(last) = durations.height().checked_sub(1) else { return Ok(Vec::new()) };
    let least = cells::time(&cells::cell(&durations, last, 0));
    let slow = timed.filter(col("dur").gt_eq(lit(least))).select(print::READ.map(col));
    let slow = trace::collect(&trace.path, slow.sort(["dur", "ts"], longest_first()).limit(limit))?;
    let rows = print::Rows::new(slow, trace.manifest.clone(), Notation { strings: 64, ..Notation::default() });
    let rows = rows.map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let shown = rows.values(false).map(|row| {
        let text = |i: usize| cells::text(row[i].clone()).unwrap_or_default();
        let call = format!("{}({}) = {}", text(8), text(9), text(10));
        vec![row[0].clone(), row[2].clone(), row[3].clone(), row[4].clone(), row[5].clone(), call.into()]
    });
    Ok(shown.collect())
}
