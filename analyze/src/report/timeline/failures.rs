//! Bursts of failures: pieces of time in which most calls of a process failed.

use super::{Event, enough};
use crate::{
    cli::Asked,
    error::Error,
    query,
    report::cells::{cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{IdxSize, SortMultipleOptions, col, len, lit};

/// Length of the pieces, ns.
const PIECE: i64 = 100_000_000;
/// Failures in a piece that are a burst, if at least half of all calls failed.
const FAILURES: u32 = 50;

pub(super) fn events(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    let piece = (col("ts") - lit(trace.manifest.started_ns)).floor_div(lit(PIECE)).alias("piece");
    let rows = query::rows(trace, &options.choice)?.select([
        piece,
        col("tgid"),
        col("comm"),
        col("ts"),
        col("errno"),
        col("name"),
    ]);
    let failed = col("errno").count().alias("failed");
    let first = col("ts").filter(col("errno").is_not_null()).min().alias("first");
    let rows = rows.group_by(["piece", "tgid"].map(col)).agg([len().alias("calls"), failed, first, col("comm").last()]);
    let burst = col("failed").gt_eq(lit(FAILURES)).and((col("failed") * lit(2_u32)).gt_eq(col("calls")));
    let limit = IdxSize::try_from(enough(options)).unwrap_or(IdxSize::MAX);
    let rows = rows.filter(burst).sort(["first"], SortMultipleOptions::default()).limit(limit);
    let groups = trace::collect(&trace.path, rows)?;
    let event = |row: usize| {
        let cell = |name: &str| cell_of(&groups, row, name);
        let (failed, calls) = (number(&cell("failed")), number(&cell("calls")));
        let what = format!("{failed} of {calls} calls failed within {}", crate::time::duration(PIECE as u64));
        let comm = text(cell("comm")).unwrap_or("?".to_owned());
        Event { ts: time(&cell("first")), kind: "failures", comm, pid: number(&cell("tgid")), what, times: failed }
    };
    Ok((0..groups.height()).map(event).collect())
}
