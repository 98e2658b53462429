//! `print`: the calls, one a line in time order, as strace prints them.

mod dump;
mod events;
mod rows;
mod stretches;

pub use rows::{READ, Rows};

use super::chosen;
use crate::{
    cli::{Format, Print},
    decode::Notation,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    query,
    rules::RowId,
    scan,
    trace::{self, Trace},
    window::Moment,
};
use events::Event;
use polars::prelude::{Expr, LazyFrame, col, lit};
use std::rc::Rc;
use stretches::Stretches;

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
    let cuts = scan::cuts(&trace, stretches::ROWS);
    let whole = options.choice.everything() && options.rows.is_empty();
    show(&trace, stretches(&trace, calls, options).cut(cuts, whole), events, options)
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
    show(trace, stretches(trace, frame, options), Vec::new(), options)
}

fn stretches(trace: &Trace, calls: LazyFrame, options: &Print) -> Stretches {
    let notation = Notation {
        raw: options.raw,
        verbose: options.verbose,
        descriptors: options.descriptors,
        strings: options.string_limit,
    };
    let mut stretches = Stretches::new(trace.path.clone(), calls, trace.manifest.clone(), notation);
    stretches.payload = options.payload;
    stretches.left = options.choice.limit.unwrap_or(usize::MAX);
    stretches
}

fn show(trace: &Trace, mut stretches: Stretches, events: Vec<Event>, options: &Print) -> Result<Document, Error> {
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    let between = match people {
        true => None,
        false => Some(events.iter().map(|event| event.values(&trace.manifest)).collect::<Vec<_>>()),
    };
    if people {
        stretches.events = events.into();
    }
    let failure = Rc::clone(&stretches.failure);
    // What cannot be read at all is said before anything is written.
    let first = stretches.read()?;
    let rows = std::iter::once(first).chain(stretches);
    // For people a row is its line; for programs it has all the columns.
    let (columns, rows): (Vec<Column>, Box<dyn Iterator<Item = Vec<Value>>>) = match people {
        true => (vec![Column::text("line")], Box::new(rows.flat_map(Rows::lines))),
        false => {
            let arguments = matches!(options.answer.format, Format::Json);
            (columns(arguments), Box::new(rows.flat_map(move |rows| rows.values(arguments))))
        }
    };
    let mut tables = vec![Table { name: "calls", columns, rows, layout: Layout::Lines(line) }];
    if let Some(between) = between {
        let rows = Box::new(between.into_iter());
        tables.push(Table { name: "events", columns: events::columns(), rows, layout: Layout::Grid });
    }
    Ok(Document { failure, ..chosen("print", std::slice::from_ref(trace), &options.choice, tables) })
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
