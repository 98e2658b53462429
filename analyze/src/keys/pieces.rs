//! Time in pieces of one length.

use crate::{cli::Choice, time, trace::Trace, window::Every};
use polars::prelude::{Expr, col, lit};

/// Pieces of time, numbered from the first on.
#[derive(Debug, Clone, Copy)]
pub struct Pieces {
    /// Beginning of piece 0, ns since 1970 UTC.
    origin: i128,
    /// Nanoseconds of a piece.
    pub length: i64,
}

impl Pieces {
    /// Cuts the time of these traces, as far as it is chosen.
    pub fn new(traces: &[Trace], choice: &Choice, every: Every) -> Pieces {
        let utc = |trace: &Trace, boot: i64| i128::from(boot) + i128::from(trace.manifest.clock.boot_to_utc_ns);
        let spans = traces.iter().map(|trace| (trace, trace.span(choice)));
        let spans: Vec<(i128, i128)> = spans.map(|(trace, (from, to))| (utc(trace, from), utc(trace, to))).collect();
        let origin = spans.iter().map(|span| span.0).min().unwrap_or(0);
        let end = spans.iter().map(|span| span.1).max().unwrap_or(0);
        Pieces { origin, length: every.ns(u64::try_from(end - origin).unwrap_or(0)) }
    }

    /// The number of the piece in which a call of the trace began.
    pub fn number(&self, trace: &Trace) -> Expr {
        let shift = i128::from(trace.manifest.clock.boot_to_utc_ns) - self.origin;
        let shift = shift.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        (col("ts") + lit(shift)).floor_div(lit(self.length))
    }

    /// When piece `number` begins, in UTC.
    pub fn start(&self, number: i64) -> String {
        time::utc_ns(self.origin + i128::from(number) * i128::from(self.length))
    }
}
