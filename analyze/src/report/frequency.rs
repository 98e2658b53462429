//! `frequency`: how often calls were made and failed.

use super::{
    document,
    group::{self, Source},
    open_all,
};
use crate::{
    cli::Grouped,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
};
use polars::prelude::{col, len};

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Grouped) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let (counted, mut notes) = group::stand_in(&traces, options);
    let mut rows = if counted {
        notes.push("calls and errors are the kernel's own counts, which include the calls that were lost".to_owned());
        let calls = || col("calls");
        let errors = calls().filter(col("errno").is_not_null()).sum();
        group::groups(&traces, options, Source::Counts, vec![calls().sum(), errors.alias("errors")])?
    } else {
        let aggregates = vec![len().alias("calls"), col("errno").count().alias("errors")];
        group::groups(&traces, options, Source::Rows, aggregates)?
    };
    let seconds = traces.iter().map(|t| t.duration_ns()).sum::<u64>() as f64 / 1e9;
    let calls = options.by.len();
    let total: u64 = rows.iter().map(|row| number(&row[calls])).sum();
    for row in &mut rows {
        // The engine counts in the width of its index; a document has one width.
        let (n, errors) = (number(&row[calls]), number(&row[calls + 1]));
        row.truncate(calls);
        row.extend([Value::Uint(n), Value::Uint(errors), Value::Float(n as f64 / total as f64)]);
        row.push(if seconds > 0.0 { Value::Float(n as f64 / seconds) } else { Value::Null });
    }
    let columns = group::headings(
        options,
        vec![
            Column::integer("calls", None),
            Column::integer("errors", None),
            Column::number("share", Unit::Ratio),
            Column::number("rate", Unit::PerSecond),
        ],
    );
    group::order(&mut rows, &columns, options, "calls")?;
    let table = Table { name: "frequency", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(Document { notes, ..document("frequency", &traces, options.choice.filter.as_ref(), vec![table]) })
}

/// A count.
pub fn number(value: &Value) -> u64 {
    match value {
        Value::Uint(n) => *n,
        Value::Int(n) => (*n).max(0) as u64,
        _ => 0,
    }
}
