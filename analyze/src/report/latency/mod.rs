//! `latency`: how long calls took, from entry to exit.

mod exact;
mod slowest;
mod spread;
mod wall;

use super::{
    cells::{cell_of, number},
    chosen, group, open_all,
};
use crate::{
    cli::{Grouped, Latency},
    document::{Column, Document, Layout, Table, Unit, Value},
    error::{Error, first_line},
    keys::{Keys, bucket},
    scan,
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col, len};
use spread::Spread;
use std::collections::HashMap;

/// The quantiles shown, in parts of a thousand.
const QUANTILES: [(&str, u64); 4] = [("p50_ns", 500), ("p90_ns", 900), ("p99_ns", 990), ("p999_ns", 999)];

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Latency) -> Result<Document, Error> {
    let grouped = &options.grouped;
    let traces = open_all(&grouped.asked.traces)?;
    let keys = Keys::new(&traces, &grouped.by, grouped.depth, None)?;
    let Measured { groups, spreads, quantiles } = measured(&traces, &keys, grouped)?;
    let names: Vec<Vec<Value>> = (0..groups.height()).map(|group| keys.values(&groups, group)).collect();
    let figures = names.iter().zip(&spreads).zip(&quantiles);
    let mut rows: Vec<Vec<Value>> = figures.map(|((names, spread), quantiles)| row(names, spread, quantiles)).collect();
    let spreads: Vec<(Vec<Value>, Spread)> = names.into_iter().zip(spreads).collect();
    let (counted, mut notes) = group::stand_in(&traces, grouped, false);
    if counted {
        notes.push(
            "calls, total and mean are the kernel's own, which include the calls that were lost; the other figures are of \
             the recorded calls"
                .to_owned(),
        );
        let timed = |name: &str| col(name).filter(col("log2_ns").is_not_null()).sum();
        let exact = group::counts(&traces, &keys, vec![timed("calls"), timed("total_ns")])?;
        for group in 0..exact.height() {
            let count = |name| number(&cell_of(&exact, group, name));
            replace(&mut rows, keys.values(&exact, group), count("calls"), count("total_ns"));
        }
    }
    let mut columns = keys.headings();
    columns.push(Column::integer("calls", None));
    let times = ["total_ns", "min_ns", "mean_ns"].into_iter().chain(QUANTILES.map(|q| q.0)).chain(["max_ns"]);
    columns.extend(times.map(|name| Column::integer(name, Some(Unit::Ns))));
    group::order(&mut rows, &columns, grouped, "total_ns")?;
    let shown: Vec<Vec<Value>> = rows.iter().map(|row| row[..keys.len()].to_vec()).collect();
    let mut tables = vec![Table { name: "latency", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }];
    if options.histogram {
        tables.push(histogram(&keys, shown, &spreads));
    }
    if let Some(number) = options.slowest {
        tables.push(slowest::table(&traces, &grouped.asked.choice, number)?);
    }
    if options.wall {
        tables.push(wall::table(&traces)?);
    }
    Ok(chosen("latency", &traces, &grouped.asked.choice, tables).with_notes(notes))
}

/// What was found out about the groups.
struct Measured {
    /// The columns of the keys, with a row for each group.
    groups: DataFrame,
    /// Of each group how its durations are spread.
    spreads: Vec<Spread>,
    /// Of each group the quantiles, in the order of [`QUANTILES`].
    quantiles: Vec<Vec<u64>>,
}

/// First how many calls of each group lie in each class of durations; then the durations of those classes in which a quantile lies.
fn measured(traces: &[Trace], keys: &Keys, grouped: &Grouped) -> Result<Measured, Error> {
    if let Some(found) = scan::spreads(traces, keys, &grouped.asked.choice)? {
        let spreads: Vec<Spread> = found.tallies.iter().map(Spread::from).collect();
        let quantiles = exact::quantiles(&spreads, |wanted| found.durations(wanted))?;
        return Ok(Measured { groups: found.groups, spreads, quantiles });
    }
    let calls = group::calls(traces, 0..traces.len(), keys, grouped, &["dur"])?;
    let path = group::path(traces);
    let sums = [
        len().alias("n"),
        col("dur").sum().alias("total"),
        col("dur").min().alias("min"),
        col("dur").max().alias("max"),
    ];
    let classes = calls.clone().with_column(bucket().alias("class"));
    let classes = trace::collect(path, classes.group_by([keys.names(), vec![col("class")]].concat()).agg(sums))?;
    let lists = classes.lazy().filter(col("class").is_not_null()).group_by(keys.names());
    let groups = trace::collect(path, lists.agg(["class", "n", "total", "min", "max"].map(col)))?;
    let spreads = (0..groups.height()).map(|group| Spread::of(&groups, group)).collect::<PolarsResult<Vec<_>>>();
    let spreads = spreads.map_err(|e| Error::unreadable(path, first_line(e)))?;
    let quantiles = exact::quantiles(&spreads, |wanted| exact::read(path, calls, keys, &groups, wanted))?;
    Ok(Measured { groups, spreads, quantiles })
}

fn row(keys: &[Value], spread: &Spread, quantiles: &[u64]) -> Vec<Value> {
    let mean = spread.total / spread.calls.max(1);
    let mut figures = vec![spread.calls, spread.total, spread.min, mean];
    figures.extend(quantiles);
    figures.push(spread.max);
    keys.iter().cloned().chain(figures.into_iter().map(Value::Uint)).collect()
}

/// Takes calls, total and mean of a group from the kernel's own counts.
fn replace(rows: &mut Vec<Vec<Value>>, keys: Vec<Value>, calls: u64, total: u64) {
    if calls == 0 {
        return;
    }
    let width = keys.len();
    let exact = [Value::Uint(calls), Value::Uint(total), Value::Uint(total / calls)];
    let [calls, total, mean] = exact;
    match rows.iter_mut().find(|row| row[..width] == keys[..]) {
        Some(row) => (row[width], row[width + 1], row[width + 3]) = (calls, total, mean),
        // Not one of them has a row.
        None => {
            let unknown = std::iter::repeat_n(Value::Null, QUANTILES.len() + 1);
            rows.push(keys.into_iter().chain([calls, total, Value::Null, mean]).chain(unknown).collect());
        }
    }
}

/// For each group that is shown, how many calls took how long, by powers of two.
fn histogram(keys: &Keys, shown: Vec<Vec<Value>>, spreads: &[(Vec<Value>, Spread)]) -> Table {
    let name = |keys: &[Value]| format!("{keys:?}");
    let by_name: HashMap<String, &Spread> = spreads.iter().map(|(keys, spread)| (name(keys), spread)).collect();
    let mut rows = Vec::new();
    for group in shown {
        let Some(spread) = by_name.get(&name(&group)) else { continue };
        for (power, calls) in spread.powers() {
            let (from, to) = (1_u64 << power, (1_u64 << power) - 1 + (1_u64 << power));
            let share = Value::Float(calls as f64 / spread.calls as f64);
            let figures = [Value::Uint(if power == 0 { 0 } else { from }), Value::Uint(to), Value::Uint(calls), share];
            rows.push(group.iter().cloned().chain(figures).collect());
        }
    }
    let mut columns = keys.headings();
    columns.extend(["from_ns", "to_ns"].map(|name| Column::integer(name, Some(Unit::Ns))));
    columns.extend([Column::integer("calls", None), Column::number("share", Unit::Ratio)]);
    Table { name: "histogram", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::group::tests::{QUESTIONS, SAMPLES, both, grouped};

    #[test]
    fn dictionaries_and_engine_measure_the_same() {
        for (sample, question) in SAMPLES.iter().flat_map(|sample| QUESTIONS.map(|question| (sample, question))) {
            let grouped = grouped(question);
            let rows = both(sample).map(|traces| {
                let keys = Keys::new(&traces, &grouped.by, grouped.depth, None).unwrap();
                let found = measured(&traces, &keys, &grouped).unwrap();
                let of = |i: usize| {
                    let names = keys.values(&found.groups, i);
                    format!("{:?} {:?}", row(&names, &found.spreads[i], &found.quantiles[i]), found.spreads[i].powers())
                };
                let mut rows: Vec<String> = (0..found.groups.height()).map(of).collect();
                rows.sort();
                rows
            });
            assert_eq!(rows[0], rows[1], "{sample} {question:?}");
        }
    }
}
