//! The reports: each turns traces into a document.

pub mod errors;
pub mod frequency;
mod group;
pub mod info;
pub mod latency;
pub mod print;
pub mod processes;
pub mod sql;

use crate::{
    cli::{Answer, Question},
    document::{Document, Table, together},
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
        Question::Frequency(options) => (frequency::run(options)?, &options.answer),
        Question::Latency(options) => (latency::run(options)?, &options.answer),
        Question::Errors(options) => (errors::run(options)?, &options.answer),
        Question::Processes(options) => (processes::run(options)?, &options.answer),
        Question::Print(options) => (print::run(options)?, &options.answer),
        Question::Sql(options) => (sql::run(options)?, &options.answer),
    })
}

/// Opens every trace.
///
/// # Errors
/// That of the first trace that cannot be read.
pub fn open_all(paths: &[PathBuf]) -> Result<Vec<Trace>, Error> {
    paths.iter().map(|path| crate::trace::open(path)).collect()
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
