//! Where a trace can be cut into stretches of time of some length.

use super::units::{Segment, footer};
use crate::trace::Trace;
use polars_parquet::parquet::statistics::Statistics;

/// A trace in stretches.
pub struct Cuts {
    /// Where each but the first begins, ns of the boot clock; ascending.
    pub times: Vec<i64>,
    /// Rows of the whole trace.
    pub rows: usize,
}

/// Cuts a trace into stretches of some `rows` rows each, as far as row groups tell when they begin. Nothing if they do not.
pub fn cuts(trace: &Trace, rows: usize) -> Option<Cuts> {
    // Damaged data can make the library panic: whoever reads the rows will say what is wrong.
    let read = || trace.segments.iter().map(begins).collect::<Option<Vec<_>>>();
    let mut groups: Vec<(i64, usize)> =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok()??.into_iter().flatten().collect();
    groups.sort_unstable();
    let (mut times, mut before) = (Vec::new(), 0);
    for (begin, length) in &groups {
        if before > 0 && before + length > rows && times.last() < Some(begin) {
            times.push(*begin);
            before = 0;
        }
        before += length;
    }
    Some(Cuts { times, rows: groups.iter().map(|(_, length)| length).sum() })
}

/// When the first call of each row group began, and how many rows it has.
fn begins(segment: &Segment) -> Option<Vec<(i64, usize)>> {
    let footer = footer(segment).ok()?;
    let groups = footer.row_groups.iter().filter(|group| group.num_rows() > 0);
    let begin = groups.map(|group| {
        let column = group.columns_under_root_iter("ts")?.next()?;
        match column.statistics(&footer.footer_buf)?.ok()? {
            Statistics::Int64(ts) => Some((ts.min_value?, group.num_rows())),
            _ => None,
        }
    });
    begin.collect()
}
