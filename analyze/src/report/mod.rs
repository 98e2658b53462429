//! The reports: each turns traces into a document.

mod cells;
pub mod errors;
pub mod files;
pub mod frequency;
mod group;
pub mod info;
pub mod latency;
mod lives;
pub mod network;
pub mod print;
pub mod processes;
pub mod resources;
pub mod sql;
pub mod timeline;

pub use cells::{cell_of, number};

use crate::{
    cli::Choice,
    document::{Document, Table, together},
    error::Error,
    trace::Trace,
};
use std::path::PathBuf;

/// Opens every trace; a folder that is none, but holds some, stands for those.
///
/// # Errors
/// That of the first trace that cannot be read.
pub fn open_all(paths: &[PathBuf]) -> Result<Vec<Trace>, Error> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(
            crate::trace::within(path)?.iter().map(|path| crate::trace::open(path)).collect::<Result<Vec<_>, _>>()?,
        );
    }
    Ok(all)
}

/// A document about `traces` with these results.
fn document(report: &'static str, traces: &[Trace], filter: Option<&String>, tables: Vec<Table>) -> Document {
    Document {
        report,
        traces: traces.iter().map(Trace::reference).collect(),
        completeness: together(traces.iter().map(|t| &t.manifest.completeness)),
        filter: filter.cloned(),
        manifest: None,
        notes: Vec::new(),
        tables,
    }
}

/// A document about the chosen calls of `traces`.
fn chosen(report: &'static str, traces: &[Trace], choice: &Choice, tables: Vec<Table>) -> Document {
    let mut document = document(report, traces, choice.filter.as_ref(), tables);
    if choice.from.is_some() || choice.to.is_some() {
        for trace in traces {
            let (from, to) = trace.span(choice);
            let utc = |ts| crate::time::utc(&trace.manifest, ts);
            let to = if choice.to.is_some() { format!("to before {}", utc(to)) } else { "on".to_owned() };
            document.notes.push(format!("only calls that began from {} {to}", utc(from)));
        }
    }
    document
}
