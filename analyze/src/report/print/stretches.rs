//! The rows of a trace, one stretch of time after another: not all of them are in memory at once.

use super::{
    events::Event,
    rows::{READ, Rows},
};
use crate::{
    decode::Notation,
    document::Failure,
    error::{Error, first_line},
    scan::Cuts,
    trace::collect,
};
use polars::prelude::{LazyFrame, col, lit};
use schema::manifest::Manifest;
use std::{collections::VecDeque, path::PathBuf};

/// Rows of a stretch, more or less.
pub(super) const ROWS: usize = 1 << 18;

/// The stretches of a trace.
pub(super) struct Stretches {
    path: PathBuf,
    /// All calls that are meant.
    calls: LazyFrame,
    /// What happened between them.
    pub(super) events: VecDeque<Event>,
    manifest: Manifest,
    notation: Notation,
    pub(super) payload: bool,
    /// How many rows may still come.
    pub(super) left: usize,
    /// What goes wrong while rows are read.
    pub(super) failure: Failure,
    cuts: std::vec::IntoIter<i64>,
    from: Option<i64>,
    /// How many rows have to come in all, if that is known.
    expected: Option<usize>,
    ended: bool,
}

impl Stretches {
    /// Of a trace as a whole. Later its calls can be cut.
    pub(super) fn new(path: PathBuf, calls: LazyFrame, manifest: Manifest, notation: Notation) -> Stretches {
        Stretches {
            path,
            calls,
            events: VecDeque::new(),
            manifest,
            notation,
            payload: false,
            left: usize::MAX,
            failure: Failure::default(),
            cuts: Vec::new().into_iter(),
            from: None,
            expected: None,
            ended: false,
        }
    }

    /// Cuts it; `whole` if every row of the trace is meant.
    pub(super) fn cut(mut self, cuts: Option<Cuts>, whole: bool) -> Stretches {
        if let Some(cuts) = cuts.filter(|cuts| !cuts.times.is_empty()) {
            self.expected = whole.then_some(cuts.rows);
            self.cuts = cuts.times.into_iter();
        }
        self
    }

    /// The rows of the next stretch.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(&mut self) -> Result<Rows, Error> {
        let (from, to) = (self.from, self.cuts.next());
        (self.from, self.ended) = (to, to.is_none());
        let calls = self.calls.clone().select(READ.map(col));
        let calls = match (from, to) {
            (None, None) => calls,
            (None, Some(to)) => calls.filter(col("ts").lt(lit(to)).or(col("ts").is_null())),
            (Some(from), None) => calls.filter(col("ts").gt_eq(lit(from))),
            (Some(from), Some(to)) => calls.filter(col("ts").gt_eq(lit(from)).and(col("ts").lt(lit(to)))),
        };
        let frame = collect(&self.path, calls)?;
        if let Some(expected) = &mut self.expected {
            // The engine leaves row groups out whose figures say that they have no such times.
            let rest = expected.checked_sub(frame.height()).filter(|rest| !self.ended || *rest == 0);
            let wrong =
                "what it says of the times of its calls is wrong, so that not all can be shown; use a sound copy";
            *expected = rest.ok_or_else(|| Error::unreadable(&self.path, wrong))?;
        }
        let rows = Rows::new(frame, self.manifest.clone(), self.notation);
        let rows = rows.map_err(|e| Error::unreadable(&self.path, first_line(e)))?;
        let ripe = self.events.partition_point(|event| to.is_none_or(|to| event.ts < to));
        let rows = rows.with_events(self.events.drain(..ripe).collect());
        let rows = rows.limited(Some(self.left)).with_payload(self.payload);
        self.left = self.left.saturating_sub(rows.len());
        Ok(rows)
    }
}

impl Iterator for Stretches {
    type Item = Rows;

    fn next(&mut self) -> Option<Rows> {
        if self.ended || self.left == 0 {
            return None;
        }
        match self.read() {
            Ok(rows) => Some(rows),
            Err(error) => {
                self.ended = true;
                // Only the first is told: nothing is read after it.
                let _ = self.failure.set(error);
                None
            }
        }
    }
}
