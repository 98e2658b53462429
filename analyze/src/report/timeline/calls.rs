//! Calls of importance, each with its arguments; and what programs wrote to their output, as far as it was recorded.

use super::{Event, enough};
use crate::{
    cli::Timeline,
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
use schema::{
    notable,
    roles::{self, Role},
};

/// The first calls for which `wanted` is true, shown as `print` does.
fn first(trace: &Trace, options: &Timeline, wanted: Expr) -> Result<print::Rows, Error> {
    let limit = IdxSize::try_from(enough(options)).unwrap_or(IdxSize::MAX);
    let rows = query::rows(trace, &options.choice)?.filter(wanted).select(print::READ.map(col));
    let frame = trace::collect(&trace.path, rows.sort(["ts"], SortMultipleOptions::default()).limit(limit))?;
    let rows = print::Rows::new(frame, trace.manifest.clone(), Notation { strings: 64, ..Notation::default() });
    rows.map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

pub(super) fn notable(trace: &Trace, options: &Timeline) -> Result<Vec<Event>, Error> {
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

pub(super) fn output(trace: &Trace, options: &Timeline) -> Result<Vec<Event>, Error> {
    // Standard output and standard error.
    if trace.manifest.filters.payload.is_none() {
        return Ok(Vec::new());
    }
    let writes = roles::calls(|role| role == Role::Write);
    let writes = writes.iter().fold(lit(false), |any, name| any.or(col("name").eq(lit(*name))));
    let rows = first(
        trace,
        options,
        writes.and(col("a0").eq(lit(1_u64)).or(col("a0").eq(lit(2_u64)))).and(col("ret").gt(lit(0))),
    )?;
    let mut events = Vec::new();
    rows.payloads(|call, bytes| {
        if bytes.trim_ascii().is_empty() {
            return;
        }
        events.push(Event {
            ts: call.ts,
            kind: "output",
            comm: call.comm.to_owned(),
            pid: call.tgid.into(),
            what: schema::text::escape(bytes.trim_ascii_end()).into_owned(),
            times: 1,
        });
    });
    Ok(events)
}
