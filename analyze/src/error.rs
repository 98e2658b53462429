//! What can go wrong, and the exit status that says so.

use schema::manifest::Verdict;
use std::path::{Path, PathBuf};

/// Exit status: everything was done.
pub const OK: u8 = 0;
/// Exit status: there are differences, or findings.
pub const DIFFERENT: u8 = 1;
/// Exit status: something is missing from the trace and `--require-complete` was given.
pub const INCOMPLETE: u8 = 4;
/// Exit status: a mistake in this program.
pub const BUG: u8 = 70;

/// The exit status of an answer about traces of this verdict, if completeness was required or not.
pub fn of_completeness(verdict: Verdict, required: bool) -> u8 {
    if required && verdict != Verdict::Exact { INCOMPLETE } else { OK }
}

/// The exit status of a document: incomplete where completeness was required, or else whether it tells of findings.
pub fn of_findings(document: &crate::document::Document, required: bool) -> u8 {
    match of_completeness(document.completeness.verdict, required) {
        OK if !document.findings.is_empty() => DIFFERENT,
        status => status,
    }
}

/// A failure: one line that names the file and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line asks for something that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A trace cannot be read.
    #[error("{}: {what}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong and what to do.
        what: String,
    },
    /// A trace is not as it was sealed.
    #[error("{}: {what}", path.display())]
    Changed {
        /// The trace.
        path: PathBuf,
        /// What is changed.
        what: String,
    },
    /// The output cannot be written.
    #[error("{}: {source}", path.display())]
    Output {
        /// The file, or "standard output".
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// A trace that cannot be read.
    pub fn unreadable(path: &Path, what: impl ToString) -> Error {
        Error::Unreadable { path: path.to_owned(), what: what.to_string() }
    }

    /// The exit status of this failure.
    pub fn status(&self) -> u8 {
        match self {
            Error::Usage(_) => 2,
            Error::Unreadable { .. } => 3,
            Error::Changed { .. } => DIFFERENT,
            Error::Output { .. } => 1,
        }
    }
}

/// A library's message as one line: theirs may go on with causes and advice that is not for our users.
pub fn first_line(message: impl ToString) -> String {
    crate::escape::visible(message.to_string().lines().next().unwrap_or_default().trim()).into_owned()
}
