//! What programs wrote to their standard output and error, line by line: by the data of their calls, which tell who wrote it, or else
//! by what the recorder passed on (`record --output-log`).

use super::{Event, calls::first, enough};
use crate::{
    cli::Asked,
    error::Error,
    report::cells::{cell, text, time},
    trace::{self, Trace},
};
use polars::prelude::{IdxSize, SortMultipleOptions, col, lit};
use schema::roles::{self, Role};

pub(super) fn events(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    let written = written(trace, options)?;
    // A --where is about calls.
    if !written.is_empty() || options.choice.filter.is_some() { Ok(written) } else { logged(trace, options) }
}

/// By the data of calls.
fn written(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    if trace.manifest.filters.payload.is_none() {
        return Ok(Vec::new());
    }
    let writes = roles::calls(|role| role == Role::Write);
    let writes = writes.iter().fold(lit(false), |any, name| any.or(col("name").eq(lit(*name))));
    // Standard output and standard error.
    let there = col("a0").eq(lit(1_u64)).or(col("a0").eq(lit(2_u64)));
    let rows = first(trace, options, writes.and(there).and(col("ret").gt(lit(0))))?;
    let mut events = Vec::new();
    rows.payloads(|call, bytes| lines(&mut events, (call.ts, call.comm, call.tgid.into()), "", bytes));
    Ok(events)
}

/// By the recorder's log. Which process it was, that does not tell.
fn logged(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    let mut rows = trace.printed().select(["ts", "stream", "text"].map(col));
    if let Some(from) = options.choice.from {
        rows = rows.filter(col("ts").gt_eq(lit(from.boot(&trace.manifest))));
    }
    if let Some(to) = options.choice.to {
        rows = rows.filter(col("ts").lt(lit(to.boot(&trace.manifest))));
    }
    let limit = IdxSize::try_from(enough(options)).unwrap_or(IdxSize::MAX);
    let order = SortMultipleOptions::default().with_maintain_order(true);
    let frame = trace::collect(&trace.path, rows.sort(["ts"], order).limit(limit))?;
    let mut events = Vec::new();
    for row in 0..frame.height() {
        let of = |column| text(cell(&frame, row, column)).unwrap_or_default();
        let (stream, shown) = (of(1), of(2));
        // Nothing else is there if the recorder wrote it.
        let bytes = schema::text::unescape(&shown).unwrap_or_else(|| shown.clone().into_bytes());
        lines(&mut events, (time(&cell(&frame, row, 0)), "", 0), &format!("{stream}: "), &bytes);
    }
    Ok(events)
}

/// An event for each line that is not empty.
fn lines(events: &mut Vec<Event>, (ts, comm, pid): (i64, &str, u64), prefix: &str, bytes: &[u8]) {
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.trim_ascii().is_empty()) {
        let what = format!("{prefix}{}", schema::text::escape(line.trim_ascii_end()));
        events.push(Event { ts, kind: "output", comm: comm.to_owned(), pid, what, times: 1 });
    }
}
