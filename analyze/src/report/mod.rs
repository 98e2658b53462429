//! The reports: each turns traces into a document.

mod backtest;
mod cells;
pub mod errors;
pub mod files;
mod foreign;
pub mod frequency;
mod group;
pub mod info;
pub mod latency;
mod lives;
pub mod network;
pub mod print;
pub mod processes;
pub mod resources;
pub mod rules;
pub mod sql;
pub mod suspicious;
pub mod timeline;

pub use cells::{cell_of, number, strings};

use crate::{
    cli::{Answer, Choice, Question},
    document::{Document, Failure, Table, together},
    error::Error,
    trace::Trace,
};
use std::path::PathBuf;

/// The answer to a question, and how it is wanted.
///
/// # Errors
/// Those of the report.
pub fn run(question: &Question) -> Result<(Document, &Answer), Error> {
    Ok(match question {
        Question::Info(options) => (info::run(options)?, &options.answer),
        Question::Frequency(options) => (frequency::run(options)?, &options.grouped.asked.answer),
        Question::Latency(options) => (latency::run(options)?, &options.grouped.asked.answer),
        Question::Errors(options) => (errors::run(options)?, &options.answer),
        Question::Files(options) => (files::run(options)?, &options.asked.answer),
        Question::Network(options) => (network::run(options)?, &options.answer),
        Question::Processes(options) => (processes::run(options)?, &options.answer),
        Question::Timeline(options) => (timeline::run(options)?, &options.answer),
        Question::Resources(options) => (resources::run(options)?, &options.asked.answer),
        Question::Print(options) => (print::run(options)?, &options.answer),
        Question::Suspicious(options) => (suspicious::run(options)?, &options.answer),
        Question::Rules(options) => (rules::run(options)?, options.answer()),
        Question::Sql(options) => (sql::run(options)?, &options.answer),
    })
}

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
    let mut notes: Vec<String> = Vec::new();
    // info has them among its rows.
    for note in traces.iter().filter(|_| report != "info").filter_map(fidelity) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    Document {
        report,
        traces: traces.iter().map(Trace::reference).collect(),
        completeness: together(traces.iter().map(|t| &t.manifest.completeness)),
        filter: filter.cloned(),
        manifest: None,
        notes,
        tables,
        findings: Vec::new(),
        failure: Failure::default(),
    }
}

/// What the source of an imported trace does not tell, so that nobody reads more out of a report than there is.
fn fidelity(trace: &Trace) -> Option<String> {
    let m = &trace.manifest;
    let limits = m.backend.limits.join("; ");
    (m.target.kind == "import" && !limits.is_empty())
        .then(|| format!("imported from {}, which does not tell: {limits}", m.backend.name))
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
