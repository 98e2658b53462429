//! `sql`: any question, over the tables of a trace.

use super::document;
use crate::{
    cli::Sql,
    document::{Column, Document, Layout, Table, Value},
    error::{Error, first_line},
    trace::{self, Trace},
};
use polars::{
    prelude::{AnyValue, LazyFrame},
    sql::SQLContext,
};
use schema::columns::{OPTIONAL, TABLES};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the report.
///
/// # Errors
/// [`Error::Usage`] if the query makes no sense, and when the trace cannot be read.
pub fn run(options: &Sql) -> Result<Document, Error> {
    let trace = trace::open(&options.trace)?;
    let query = plan(&trace, &options.query)?;
    let frame = trace::collect(&trace.path, query)?;
    let columns = frame
        .columns()
        .iter()
        .map(|column| Column {
            name: column.name().to_string(),
            ty: match column.dtype() {
                ty if ty.is_integer() => "integer",
                ty if ty.is_float() => "number",
                _ => "string",
            },
            unit: None,
        })
        .collect();
    let rows: Vec<Vec<Value>> = (0..frame.height().min(options.limit.unwrap_or(usize::MAX)))
        .map(|row| frame.columns().iter().map(|column| value(column.get(row).ok())).collect())
        .collect();
    let table = Table { name: "sql", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(document("sql", &[trace], None, vec![table]))
}

/// The query, checked as far as that is possible without reading rows.
fn plan(trace: &Trace, query: &str) -> Result<LazyFrame, Error> {
    let tables = TABLES.iter().chain(&OPTIONAL).map(|table| table.name).collect::<Vec<_>>().join(", ");
    let usage = |what: String| Error::Usage(format!("the query cannot be answered: {what}; the tables are {tables}"));
    let mut context = SQLContext::new();
    context.register("syscalls", trace.syscalls.clone());
    context.register("processes", trace.processes.clone());
    context.register("counts", trace.counts.clone());
    context.register("losses", trace.losses.clone());
    context.register("output", trace.printed());
    // The parser is a library's and the text is the user's: whatever it does, the answer is one line.
    let checked = catch_unwind(AssertUnwindSafe(|| {
        let mut frame = context.execute(query)?;
        frame.collect_schema()?;
        Ok::<_, polars::prelude::PolarsError>(frame)
    }));
    match checked {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => Err(usage(first_line(error))),
        Err(_) => Err(usage(format!("{query:?} is no SQL that can be used here"))),
    }
}

/// A cell; what is neither number nor text in the words of the engine.
fn value(cell: Option<AnyValue<'_>>) -> Value {
    match (super::cells::value(cell.clone()), cell) {
        (Value::Null, Some(cell)) if !cell.is_null() => match cell.extract::<i64>() {
            Some(number) if cell.is_integer() => Value::Int(number),
            _ => Value::Text(cell.to_string()),
        },
        (value, _) => value,
    }
}
