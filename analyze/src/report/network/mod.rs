//! `network`: who listened, who was connected with whom, and what names were asked for.

mod connections;
mod dns;
mod read;

use super::{chosen, open_all};
use crate::{
    cli::Asked,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
};
use connections::Sockets;

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Asked) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let several = traces.len() > 1;
    let (mut connections, mut listeners, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for trace in &traces {
        let sockets = Sockets::of(read::calls(trace, &options.choice)?);
        let name = several.then(|| Value::from(trace.path.to_string_lossy().into_owned()));
        let with_trace = |mut row: Vec<Value>| {
            row.extend(name.clone());
            row
        };
        connections.extend(sockets.connections(&trace.manifest).into_iter().map(with_trace));
        listeners.extend(sockets.listeners(&trace.manifest).into_iter().map(with_trace));
        names.extend(dns::rows(trace, &options.choice)?.into_iter().map(with_trace));
    }
    let table = |name, mut columns: Vec<Column>, mut rows: Vec<Vec<Value>>| {
        columns.extend(several.then(|| Column::text("trace")));
        rows.truncate(options.choice.limit.unwrap_or(usize::MAX));
        Table { name, columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
    };
    let tables = vec![
        table("connections", connection_columns(), connections),
        table("listeners", listener_columns(), listeners),
        table("dns", dns_columns(), names),
    ];
    Ok(chosen("network", &traces, &options.choice, tables))
}

fn connection_columns() -> Vec<Column> {
    vec![
        Column::text("direction"),
        Column::text("protocol"),
        Column::text("process"),
        Column::text("local"),
        Column::text("peer"),
        Column::integer("attempts", None),
        Column::integer("failed", None),
        Column::text("result"),
        Column::integer("sent", Some(Unit::Bytes)),
        Column::integer("received", Some(Unit::Bytes)),
        Column::text("first"),
        Column::integer("duration_ns", Some(Unit::Ns)),
    ]
}

fn listener_columns() -> Vec<Column> {
    vec![
        Column::text("protocol"),
        Column::text("process"),
        Column::text("local"),
        Column::integer("backlog", None),
        Column::integer("accepted", None),
        Column::text("since"),
    ]
}

fn dns_columns() -> Vec<Column> {
    vec![
        Column::text("time"),
        Column::text("process"),
        Column::text("server"),
        Column::text("kind"),
        Column::integer("id", None),
        Column::text("name"),
        Column::text("type"),
        Column::text("result"),
        Column::text("answers"),
    ]
}
