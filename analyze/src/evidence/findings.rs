//! What verifying found, part by part.

use crate::document::{Column, Layout, Table, Value};

/// What is the matter with a part of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As it was sealed.
    Ok,
    /// Not as it was sealed.
    Changed,
    /// Sealed and not there.
    Missing,
    /// There and not sealed.
    Extra,
    /// Cannot be told.
    Unknown,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Changed => "CHANGED",
            Status::Missing => "MISSING",
            Status::Extra => "EXTRA",
            Status::Unknown => "unknown",
        }
    }
}

/// One part.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The file, or the rows of a table.
    pub part: String,
    /// What is the matter with it.
    pub status: Status,
    /// In words.
    pub what: String,
}

/// All parts.
#[derive(Debug, Default)]
pub struct Findings {
    /// In the order in which they were looked at.
    pub all: Vec<Finding>,
    /// What a reader must know, a sentence each.
    pub notes: Vec<String>,
}

impl Findings {
    /// Adds a part.
    pub fn add(&mut self, part: impl Into<String>, status: Status, what: impl Into<String>) {
        self.all.push(Finding { part: part.into(), status, what: what.into() });
    }

    /// The first part that is not as it was sealed.
    pub fn first_bad(&self) -> Option<&Finding> {
        self.all.iter().find(|finding| !matches!(finding.status, Status::Ok | Status::Unknown))
    }

    /// As a report's table.
    pub fn table(self) -> Table {
        Table {
            name: "verify",
            columns: vec![Column::text("part"), Column::text("status"), Column::text("what")],
            rows: Box::new(
                self.all.into_iter().map(|f| vec![f.part.into(), Value::from(f.status.name()), f.what.into()]),
            ),
            layout: Layout::Grid,
        }
    }
}
