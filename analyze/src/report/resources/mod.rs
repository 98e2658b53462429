//! `resources`: memory, descriptors, threads and bytes, of each process and over time.

mod calls;
mod open;
mod sums;
mod threads;

use super::{cells::number, chosen, open_all};
use crate::{
    cli::Resources,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    keys::Pieces,
    trace::Trace,
    window::Every,
};
use sums::Sums;

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Resources) -> Result<Document, Error> {
    let traces = open_all(&options.asked.traces)?;
    let several = traces.len() > 1;
    let pieces = Pieces::new(&traces, &options.asked.choice, options.every.unwrap_or(Every::Auto))?;
    let (mut processes, mut left, mut growth) = (Vec::new(), Vec::new(), Vec::new());
    for trace in &traces {
        let name = several.then(|| Value::from(trace.path.to_string_lossy().into_owned()));
        let with_trace = |mut row: Vec<Value>| {
            row.extend(name.clone());
            row
        };
        let sums = calls::sums(trace, &options.asked.choice, pieces)?;
        let open = open::left(trace, &options.asked.choice)?;
        processes.extend(of_processes(trace, &sums, &open)?.into_iter().map(with_trace));
        left.extend(open.rows().into_iter().map(with_trace));
        if options.every.is_some() {
            growth.extend(sums.over_time(pieces).into_iter().map(with_trace));
        }
    }
    processes.sort_by_key(|row| std::cmp::Reverse(number(&row[8])));
    let table = |name, mut columns: Vec<Column>, mut rows: Vec<Vec<Value>>| {
        columns.extend(several.then(|| Column::text("trace")));
        rows.truncate(options.asked.choice.limit.unwrap_or(usize::MAX));
        Table { name, columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
    };
    let mut tables = vec![table("resources", columns(), processes), table("left_open", open::columns(), left)];
    if options.every.is_some() {
        tables.push(table("growth", sums::columns(), growth));
    }
    Ok(chosen("resources", &traces, &options.asked.choice, tables))
}

fn columns() -> Vec<Column> {
    let count = |name: &str| Column::integer(name, None);
    let bytes = |name: &str| Column::integer(name, Some(Unit::Bytes));
    vec![
        Column::text("process"),
        count("pid"),
        Column::integer("lived_ns", Some(Unit::Ns)),
        count("threads"),
        count("most_threads"),
        bytes("heap"),
        bytes("mapped"),
        bytes("unmapped"),
        bytes("peak"),
        count("opened"),
        count("closed"),
        count("left_open"),
        count("highest_fd"),
        bytes("read"),
        bytes("written"),
        Column::number("read_rate", Unit::PerSecond),
        Column::number("written_rate", Unit::PerSecond),
    ]
}

fn of_processes(trace: &Trace, sums: &Sums, open: &open::Left) -> Result<Vec<Vec<Value>>, Error> {
    let threads = threads::of(trace)?;
    let row = |(pid, process): (&u64, &sums::Process)| {
        let (lived, number, most) = threads.get(pid).copied().unwrap_or_default();
        let rate = |bytes: u64| if lived > 0 { Value::Float(bytes as f64 / (lived as f64 / 1e9)) } else { Value::Null };
        vec![
            process.comm.clone().into(),
            Value::Uint(*pid),
            Value::Uint(lived),
            Value::Uint(number),
            Value::Uint(most),
            Value::Uint(process.heap),
            Value::Uint(process.mapped),
            Value::Uint(process.unmapped),
            Value::Uint(process.peak),
            Value::Uint(process.opened),
            Value::Uint(process.closed),
            Value::Uint(open.of(*pid)),
            process.highest.map_or(Value::Null, Value::Uint),
            Value::Uint(process.read),
            Value::Uint(process.written),
            rate(process.read),
            rate(process.written),
        ]
    };
    Ok(sums.processes().iter().map(row).collect())
}
