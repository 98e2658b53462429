//! What a report says, before anyone decides how it looks.

use crate::{error::Error, rules::Finding};
use schema::manifest::{Completeness, Verdict};
use std::{cell::OnceCell, path::PathBuf, rc::Rc};

/// A report's result.
pub struct Document {
    /// Name of the report.
    pub report: &'static str,
    /// The traces it is about.
    pub traces: Vec<TraceRef>,
    /// How complete they are, taken together.
    pub completeness: Completeness,
    /// The `--where` expression, if one was given.
    pub filter: Option<String>,
    /// What a reader of the results must know, a sentence each.
    pub notes: Vec<String>,
    /// The manifest, where the report shows it whole.
    pub manifest: Option<serde_json::Value>,
    /// The results; the first is the main one.
    pub tables: Vec<Table>,
    /// What is suspicious, what matters most first.
    pub findings: Vec<Finding>,
    /// What goes wrong while rows are made.
    pub failure: Failure,
}

/// What went wrong while rows were made, if something did: they are made while they are written.
pub type Failure = Rc<OnceCell<Error>>;

impl Document {
    /// With more of what a reader must know.
    pub fn with_notes(mut self, notes: Vec<String>) -> Document {
        self.notes.extend(notes);
        self
    }
}

/// A trace, as reports name it.
#[derive(Debug, Clone)]
pub struct TraceRef {
    /// As given on the command line.
    pub path: PathBuf,
    /// Its identity.
    pub id: String,
    /// What was recorded, when and where, in one line.
    pub title: String,
}

/// Rows with named columns.
pub struct Table {
    /// Name, used in JSON.
    pub name: &'static str,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows, each with a value for every column. Made while they are read: there may be millions.
    pub rows: Box<dyn Iterator<Item = Vec<Value>>>,
    /// How it looks in a terminal.
    pub layout: Layout,
}

/// How a table looks in a terminal.
pub enum Layout {
    /// Columns under headings.
    Grid,
    /// Two columns, name and value, without headings.
    Pairs,
    /// A line per row, which this function finds.
    Lines(fn(&[Value]) -> &str),
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name.
    pub name: String,
    /// `string`, `integer` or `number`.
    pub ty: &'static str,
    /// Unit, where it has one.
    pub unit: Option<Unit>,
}

/// Units of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nanoseconds.
    Ns,
    /// A part of one.
    Ratio,
    /// Per second.
    PerSecond,
    /// Bytes.
    Bytes,
}

impl Unit {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Ns => "ns",
            Unit::Ratio => "ratio",
            Unit::PerSecond => "1/s",
            Unit::Bytes => "bytes",
        }
    }
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// None.
    Null,
    /// A number with a sign.
    Int(i64),
    /// A number without.
    Uint(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text; made visible when it is rendered.
    Text(String),
    /// A structure, for programs; other forms show it as text.
    Json(serde_json::Value),
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>) -> Column {
        Column { name: name.into(), ty: "string", unit: None }
    }

    /// A column of whole numbers.
    pub fn integer(name: impl Into<String>, unit: Option<Unit>) -> Column {
        Column { name: name.into(), ty: "integer", unit }
    }

    /// A column of numbers with fractions.
    pub fn number(name: impl Into<String>, unit: Unit) -> Column {
        Column { name: name.into(), ty: "number", unit: Some(unit) }
    }
}

impl<T: Into<String>> From<T> for Value {
    fn from(text: T) -> Value {
        Value::Text(text.into())
    }
}

/// The completeness of several traces taken together: as good as the worst.
pub fn together<'a>(all: impl Iterator<Item = &'a Completeness>) -> Completeness {
    let rank = |v: Verdict| match v {
        Verdict::Exact => 0,
        Verdict::Bounded => 1,
        Verdict::Unknown => 2,
    };
    let mut seen = std::collections::HashSet::new();
    let mut sum = Completeness { verdict: Verdict::Exact, expected: Some(0), ..Completeness::default() };
    for one in all {
        if rank(one.verdict) > rank(sum.verdict) {
            sum.verdict = one.verdict;
        }
        sum.recorded = sum.recorded.saturating_add(one.recorded);
        sum.expected = sum.expected.zip(one.expected).map(|(a, b)| a.saturating_add(b));
        sum.lost = sum.lost.saturating_add(one.lost);
        // Thousands of traces may have the same reason.
        for reason in &one.reasons {
            if seen.insert(reason) {
                sum.reasons.push(reason.clone());
            }
        }
        sum.missing.extend(one.missing.iter().cloned());
        sum.missing_unnamed = sum.missing_unnamed.saturating_add(one.missing_unnamed);
        sum.rings.extend(one.rings.iter().cloned());
        sum.recursion_misses = sum.recursion_misses.saturating_add(one.recursion_misses);
        sum.held = sum.held.saturating_add(one.held);
        sum.discarded = sum.discarded.saturating_add(one.discarded);
        sum.filtered = sum.filtered.saturating_add(one.filtered);
        sum.not_attached.extend(one.not_attached.iter().cloned());
    }
    sum
}
