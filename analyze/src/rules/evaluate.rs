//! The value of a field in a row.

use super::{
    derive,
    facts::Facts,
    fields::{Field, Place, Source},
    question::place,
    rows::{Rows, TEXTS},
    value::Value,
};
use schema::manifest::Manifest;
use std::borrow::Cow;

/// The rows of a trace, and what else values are made of.
#[derive(Clone, Copy)]
pub struct Evaluator<'a> {
    /// The rows.
    pub rows: &'a Rows,
    /// The processes.
    pub facts: &'a Facts,
    /// The manifest.
    pub manifest: &'a Manifest,
}

impl Evaluator<'_> {
    /// The value of a field in a row.
    pub fn value(&self, field: Field, row: usize) -> Value {
        match field.row().source {
            Source::Column(name) => {
                let at = TEXTS.iter().position(|text| *text == name);
                at.and_then(|at| self.rows.text(at, row)).map_or(Value::None, Value::from)
            }
            Source::Of(base, of) => match Field::named(base).map(|base| self.value(base, row)) {
                Some(Value::Text(text)) => of(&text),
                _ => Value::None,
            },
            Source::Row(_) | Source::Since(_) => number(self.rows, self.facts, field, row).into(),
            Source::RowText(_) => text(self.rows, field, row).map(Cow::into_owned).into(),
            Source::Argument(_) => match number(self.rows, self.facts, field, row) {
                None => text(self.rows, field, row).map(Cow::into_owned).into(),
                some => some.into(),
            },
            Source::Process(of) => {
                self.facts.runs.get(self.rows.run[row] as usize).map_or(Value::None, |run| of(self.facts, run))
            }
            Source::Trace(of) => of(self.manifest),
        }
    }
}

/// The number that a field makes of a row.
pub fn number(rows: &Rows, facts: &Facts, field: Field, row: usize) -> Option<i64> {
    match field.row().source {
        Source::Row(of) => of(rows, row),
        Source::Since(of) => Some(rows.ts[row].saturating_sub(of(facts.runs.get(rows.run[row] as usize)?)?)),
        Source::Argument(_) => match place(field, rows.name(row))? {
            Place::Register(at) => rows.arg(at, row),
            Place::Word(at) => derive::word(rows, row, at),
            Place::Text(_) => None,
        },
        _ => None,
    }
}

/// The text that a field makes of a row.
pub fn text(rows: &Rows, field: Field, row: usize) -> Option<Cow<'_, str>> {
    match field.row().source {
        Source::RowText(of) => of(rows, row),
        Source::Argument(_) => match place(field, rows.name(row))? {
            Place::Text(at) => derive::string(rows, row, at).map(Into::into),
            _ => None,
        },
        _ => None,
    }
}
