//! How long processes lived, and with how many threads.

use crate::{error::Error, report::lives, trace::Trace};
use std::collections::HashMap;

/// Of each process: ns from its first beginning to its last end, threads, and how many at once at most.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn of(trace: &Trace) -> Result<HashMap<u64, (u64, u64, u64)>, Error> {
    // At the same time, ends come before beginnings.
    let mut changes: HashMap<u64, Vec<(i64, i64)>> = HashMap::new();
    for life in lives::threads(trace)? {
        changes.entry(life.tgid).or_default().extend([(life.from, 1), (life.to, -1)]);
    }
    let count = |(pid, mut changes): (u64, Vec<(i64, i64)>)| {
        changes.sort_unstable();
        let (mut now, mut most) = (0_i64, 0_i64);
        for (_, change) in &changes {
            now += change;
            most = most.max(now);
        }
        let (first, last) = (changes.first().map_or(0, |c| c.0), changes.last().map_or(0, |c| c.0));
        (pid, (last.saturating_sub(first).max(0) as u64, changes.len() as u64 / 2, most.max(1) as u64))
    };
    Ok(changes.into_iter().map(count).collect())
}
