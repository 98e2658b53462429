//! `timeline`: what of importance happened, in the order of time.

mod calls;
mod failures;
mod files;
mod output;
mod processes;

use super::{cells, chosen, open_all};
use crate::{
    cli::Asked,
    document::{Column, Document, Layout, Table, Value},
    error::Error,
    time,
    trace::Trace,
};

/// Something that happened.
struct Event {
    ts: i64,
    kind: &'static str,
    comm: String,
    /// 0 if that is not known.
    pid: u64,
    what: String,
    /// How often, where several are one event.
    times: u64,
}

/// Where events come from: each gives at most the first so many.
type Source = fn(&Trace, &Asked) -> Result<Vec<Event>, Error>;

/// Every source.
const SOURCES: [Source; 5] = [processes::events, calls::notable, output::events, files::events, failures::events];

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Asked) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let several = traces.len() > 1;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for trace in &traces {
        for source in SOURCES {
            for event in source(trace, options)? {
                let mut row = vec![
                    time::utc(&trace.manifest, event.ts).into(),
                    event.kind.into(),
                    if event.comm.is_empty() { Value::Null } else { event.comm.into() },
                    if event.pid > 0 { Value::Uint(event.pid) } else { Value::Null },
                    event.what.into(),
                    Value::Uint(event.times),
                ];
                row.extend(several.then(|| trace.name()));
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| cells::compare(&a[0], &b[0]));
    let mut notes = Vec::new();
    let wanted = options.choice.limit.unwrap_or(LIMIT);
    if rows.len() > wanted {
        notes.push(format!("only the first {wanted} events; --limit N shows more, --from TIME later ones"));
        rows.truncate(wanted);
    }
    let mut columns = vec![
        Column::text("time"),
        Column::text("kind"),
        Column::text("process"),
        Column::integer("pid", None),
        Column::text("what"),
        Column::integer("times", None),
    ];
    columns.extend(several.then(|| Column::text("trace")));
    let table = Table { name: "timeline", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(chosen("timeline", &traces, &options.choice, vec![table]).with_notes(notes))
}

/// Events shown, if the user does not say how many.
const LIMIT: usize = 1000;

/// Events that a source has to give: one more than are shown, so that it is known whether there are more.
fn enough(options: &Asked) -> usize {
    options.choice.limit.unwrap_or(LIMIT).saturating_add(1)
}
