//! Calls of importance, each with its arguments.

use super::{Event, enough};
use crate::{
    cli::Asked,
    decode::Notation,
    error::{Error, first_line},
    query,
    report::{
        cells::{number, text, time},
        print,
    },
    trace::{self, Trace},
};
use polars::prelude::{Expr, IdxSize, SortMultipleOptions, col, lit};
use schema::notable;

/// The first calls for which `wanted` is true, shown as `print` does.
pub(super) fn first(trace: &Trace, options: &Asked, wanted: Expr) -> Result<print::Rows, Error> {
    let limit = IdxSize::try_from(enough(options)).unwrap_or(IdxSize::MAX);
    let rows = query::rows(trace, &options.choice)?.filter(wanted).select(print::READ.map(col));
    let frame = trace::collect(&trace.path, rows.sort(["ts"], SortMultipleOptions::default()).limit(limit))?;
    let rows = print::Rows::new(frame, trace.manifest.clone(), Notation { strings: 64, ..Notation::default() });
    rows.map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

pub(super) fn notable(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    let wanted = notable::CALLS.iter().fold(lit(false), |any, (name, _)| any.or(col("name").eq(lit(*name))));
    // Nobody was there yet.
    let idle = col("errno").eq(lit("EAGAIN")).fill_null(lit(false));
    let rows = first(trace, options, wanted.and(idle.not()))?;
    let event = |row: Vec<crate::document::Value>| {
        let text = |i: usize| row.get(i).cloned().and_then(text).unwrap_or_default();
        let name = text(8);
        Event {
            ts: row.get(1).map_or(0, time),
            kind: notable::of(&name).map_or("call", |notable| notable.name()),
            comm: text(5),
            pid: row.get(3).map_or(0, number),
            what: format!("{name}({}) = {}", text(9), text(10)),
            times: 1,
        }
    };
    Ok(rows.values(false).map(event).collect())
}
