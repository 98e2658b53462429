//! Time in pieces of one length.

use crate::{cli::Choice, error::Error, time, trace::Trace, window::Every};
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
    ///
    /// # Errors
    /// When a trace cannot be read.
    pub fn new(traces: &[Trace], choice: &Choice, every: Every) -> Result<Pieces, Error> {
        let (mut origin, mut end) = (i128::MAX, i128::MIN);
        for trace in traces {
            let (from, to) = trace.span(choice);
            let to = if choice.to.is_some() { to } else { trace.last()? };
            let utc = |boot: i64| i128::from(boot) + i128::from(trace.manifest.clock.boot_to_utc_ns);
            (origin, end) = (origin.min(utc(from)), end.max(utc(to)));
        }
        let span = u64::try_from(end.saturating_sub(origin)).unwrap_or(0);
        Ok(Pieces { origin: if traces.is_empty() { 0 } else { origin }, length: every.ns(span) })
    }

    /// The number of the piece in which a call of the trace began.
    pub fn number(&self, trace: &Trace) -> Expr {
        (col("ts") + lit(self.shift(trace))).floor_div(lit(self.length))
    }

    /// From the trace's clock to one that begins with the first piece, ns.
    pub fn shift(&self, trace: &Trace) -> i64 {
        let shift = i128::from(trace.manifest.clock.boot_to_utc_ns) - self.origin;
        shift.clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }

    /// When piece `number` begins, in UTC.
    pub fn start(&self, number: i64) -> String {
        time::utc_ns(self.origin + i128::from(number) * i128::from(self.length))
    }
}
