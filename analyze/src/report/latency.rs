//! `latency`: how long calls took, from entry to exit.

use super::{
    document,
    frequency::number,
    group::{self, Source},
    open_all,
};
use crate::{
    cli::Grouped,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
};
use polars::prelude::{QuantileMethod, col, lit};

/// The quantiles shown.
const QUANTILES: [(&str, f64); 4] = [("p50_ns", 0.5), ("p90_ns", 0.9), ("p99_ns", 0.99), ("p999_ns", 0.999)];

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Grouped) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let dur = || col("dur");
    let mut aggregates = vec![dur().count().alias("calls"), dur().sum().alias("total_ns"), dur().min().alias("min_ns")];
    // Equiprobable: the value of rank ceil(p * n), one that was measured (SQL's percentile_disc).
    let quantile = |(name, p): (&str, f64)| dur().quantile(lit(p), QuantileMethod::Equiprobable).alias(name);
    aggregates.extend(QUANTILES.map(quantile));
    aggregates.push(dur().max().alias("max_ns"));
    let mut rows = group::groups(&traces, options, Source::TimedRows, aggregates)?;
    let calls = options.by.len();
    let (counted, mut notes) = group::stand_in(&traces, options);
    if counted {
        notes.push(
            "calls, total and mean are the kernel's own, which include the calls that were lost; the other figures are of \
             the recorded calls"
                .to_owned(),
        );
        let timed = |name: &str| col(name).filter(col("log2_ns").is_not_null()).sum();
        let exact = group::groups(&traces, options, Source::Counts, vec![timed("calls"), timed("total_ns")])?;
        for group in exact.into_iter().filter(|group| number(&group[calls]) > 0) {
            match rows.iter_mut().find(|row| row[..calls] == group[..calls]) {
                Some(row) => row[calls..calls + 2].clone_from_slice(&group[calls..]),
                // Not one of them has a row.
                None => {
                    rows.push(group.into_iter().chain(std::iter::repeat_n(Value::Null, 2 + QUANTILES.len())).collect())
                }
            }
        }
    }
    for row in &mut rows {
        for value in row[calls..].iter_mut().filter(|value| **value != Value::Null) {
            let n = if let Value::Float(n) = value { *n as u64 } else { number(value) };
            *value = Value::Uint(n);
        }
        let mean = number(&row[calls + 1]) / number(&row[calls]).max(1);
        row.insert(calls + 3, Value::Uint(mean));
    }
    let mut columns = vec![Column::integer("calls", None)];
    let times = ["total_ns", "min_ns", "mean_ns"].into_iter().chain(QUANTILES.map(|q| q.0)).chain(["max_ns"]);
    columns.extend(times.map(|name| Column::integer(name, Some(Unit::Ns))));
    let columns = group::headings(options, columns);
    group::order(&mut rows, &columns, options, "total_ns")?;
    let table = Table { name: "latency", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(Document { notes, ..document("latency", &traces, options.choice.filter.as_ref(), vec![table]) })
}
