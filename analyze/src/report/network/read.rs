//! Calls on sockets, in groups.

use crate::{
    cli::Choice,
    error::Error,
    query,
    report::cells::{cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{col, len, lit};

/// Calls of one name by one process on sockets of one name, with one outcome.
pub(super) struct Calls {
    pub(super) tgid: u64,
    pub(super) comm: String,
    pub(super) name: String,
    pub(super) fd_path: Option<String>,
    pub(super) peer: Option<String>,
    pub(super) errno: Option<String>,
    pub(super) calls: u64,
    /// Sum of what they returned.
    pub(super) bytes: u64,
    /// The largest second argument.
    pub(super) second: u64,
    /// When the first began.
    pub(super) first: i64,
    /// When the last ended.
    pub(super) last: i64,
}

/// The chosen calls on anything that has a name and no path, or a peer; by time.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn calls(trace: &Trace, choice: &Choice) -> Result<Vec<Calls>, Error> {
    let nameless = |begin: &'static str| col("fd_path").str().starts_with(lit(begin)).not();
    let thing = col("fd_path").is_not_null().and(nameless("/")).and(nameless("pipe:")).and(nameless("anon_inode:"));
    let rows = query::rows(trace, choice)?.filter(thing.or(col("peer").is_not_null()));
    let keys = ["tgid", "comm", "name", "fd_path", "peer", "errno"];
    let end = col("ts") + col("dur").fill_null(lit(0));
    let rows = rows.group_by(keys.map(col)).agg([
        len().alias("calls"),
        col("ret").filter(col("ret").gt(lit(0))).sum().alias("bytes"),
        col("a1").max().alias("second"),
        col("ts").min().alias("first"),
        end.max().alias("last"),
    ]);
    let groups = trace::collect(&trace.path, rows)?;
    let mut calls: Vec<Calls> = (0..groups.height())
        .map(|row| {
            let cell = |name: &str| cell_of(&groups, row, name);
            let plain = |peer: String| peer.strip_prefix("unix:").map(str::to_owned).unwrap_or(peer);
            Calls {
                tgid: number(&cell("tgid")),
                comm: text(cell("comm")).unwrap_or("?".to_owned()),
                name: text(cell("name")).unwrap_or_default(),
                fd_path: text(cell("fd_path")),
                peer: text(cell("peer")).map(plain),
                errno: text(cell("errno")),
                calls: number(&cell("calls")),
                bytes: number(&cell("bytes")),
                second: number(&cell("second")),
                first: time(&cell("first")),
                last: time(&cell("last")),
            }
        })
        .collect();
    calls.sort_by(|a, b| (a.first, a.tgid, &a.name).cmp(&(b.first, b.tgid, &b.name)));
    Ok(calls)
}
