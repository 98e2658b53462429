//! `print`: the calls, one a line in time order, as strace prints them.

mod dump;
mod events;
mod rows;

pub use rows::{READ, Rows};

use super::chosen;
use crate::{
    cli::{Format, Print},
    decode::Notation,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::{Error, first_line},
    query,
    rules::RowId,
    trace::{self, Trace, collect},
    window::Moment,
};
use events::Event;
use polars::prelude::{Expr, LazyFrame, col, lit};

/// Runs the report.
///
/// # Errors
/// When the trace cannot be read or the expression is bad.
pub fn run(options: &Print) -> Result<Document, Error> {
    let trace = trace::open(&options.trace)?;
    let mut calls = query::rows(&trace, &options.choice)?;
    if !options.rows.is_empty() {
        calls = calls.filter(one_of(&options.rows));
    }
    // A question about calls is answered with calls.
    let mut events =
        if options.choice.filter.is_none() && options.rows.is_empty() { events::read(&trace)? } else { Vec::new() };
    let boot = |moment: Option<Moment>| moment.map(|moment| moment.boot(&trace.manifest));
    let (from, to) = (boot(options.choice.from), boot(options.choice.to));
    events.retain(|event| from.is_none_or(|from| event.ts >= from) && to.is_none_or(|to| event.ts < to));
    show(&trace, calls, events, options)
}

/// Whether a row is one of these.
fn one_of(rows: &[RowId]) -> Expr {
    let is = |row: &RowId| col("tid").eq(lit(row.tid)).and(col("ts").eq(lit(row.ts)));
    rows.iter().fold(lit(false), |any, row| any.or(is(row)))
}

/// These calls of a trace and nothing else: the rows of `frame`, which may be a part of it.
///
/// # Errors
/// When the trace cannot be read.
pub fn of(trace: &Trace, frame: LazyFrame, options: &Print) -> Result<Document, Error> {
    show(trace, frame, Vec::new(), options)
}

fn show(trace: &Trace, frame: LazyFrame, events: Vec<Event>, options: &Print) -> Result<Document, Error> {
    let frame = collect(&trace.path, frame.select(READ.map(col)))?;
    let notation = Notation {
        raw: options.raw,
        verbose: options.verbose,
        descriptors: options.descriptors,
        strings: options.string_limit,
    };
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    let between = match people {
        true => None,
        false => Some(events.iter().map(|event| event.values(&trace.manifest)).collect::<Vec<_>>()),
    };
    let rows = Rows::new(frame, trace.manifest.clone(), notation);
    let rows = rows.map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let rows = rows.with_events(events).limited(options.choice.limit).with_payload(options.payload);
    // For people a row is its line; for programs it has all the columns.
    let (columns, rows): (Vec<Column>, Box<dyn Iterator<Item = Vec<Value>>>) = match people {
        true => (vec![Column::text("line")], Box::new(rows.lines())),
        false => {
            let arguments = matches!(options.answer.format, Format::Json);
            (columns(arguments), Box::new(rows.values(arguments)))
        }
    };
    let mut tables = vec![Table { name: "calls", columns, rows, layout: Layout::Lines(line) }];
    if let Some(between) = between {
        let rows = Box::new(between.into_iter());
        tables.push(Table { name: "events", columns: events::columns(), rows, layout: Layout::Grid });
    }
    Ok(chosen("print", std::slice::from_ref(trace), &options.choice, tables))
}

fn columns(arguments: bool) -> Vec<Column> {
    let mut columns = vec![
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
    ];
    if arguments {
        columns.push(Column { name: "arguments".to_owned(), ty: "list", unit: None });
    }
    columns
}

fn line(row: &[Value]) -> &str {
    match row.first() {
        Some(Value::Text(line)) => line,
        _ => "",
    }
}
