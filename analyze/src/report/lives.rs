//! How long threads lived: from the events of table `processes`.

use super::cells::{cell_of, number, text, time};
use crate::{
    error::Error,
    trace::{self, Trace},
};
use polars::prelude::{SortMultipleOptions, col};
use std::collections::HashMap;

/// The life of a thread, as far as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Its process.
    pub tgid: u64,
    /// Its id.
    pub tid: u64,
    /// From when, ns of the boot clock.
    pub from: i64,
    /// To when: its end, or that of the recording.
    pub to: i64,
}

/// The lives of all threads. An id that is used again has several.
///
/// # Errors
/// When the trace cannot be read.
pub fn threads(trace: &Trace) -> Result<Vec<Life>, Error> {
    let columns = ["ts", "event", "tgid", "tid"].map(col);
    let frame = trace.processes.clone().select(columns).sort(["ts"], SortMultipleOptions::default());
    let events = trace::collect(&trace.path, frame)?;
    let rows = (0..events.height()).map(|row| {
        let cell = |name: &str| cell_of(&events, row, name);
        (time(&cell("ts")), text(cell("event")).unwrap_or_default(), number(&cell("tgid")), number(&cell("tid")))
    });
    let last = trace.manifest.ended_ns;
    Ok(lives(rows, last))
}

/// The lives that events in time order tell of.
fn lives(events: impl Iterator<Item = (i64, String, u64, u64)>, recorded_until: Option<i64>) -> Vec<Life> {
    let mut ended = Vec::new();
    let mut alive: HashMap<u64, Life> = HashMap::new();
    let mut last = i64::MIN;
    for (ts, event, tgid, tid) in events {
        last = last.max(ts);
        let begun = Life { tgid, tid, from: ts, to: ts };
        let mut end = |life: Life| ended.push(Life { to: ts.max(life.from), ..life });
        match event.as_str() {
            // The one that had this id before has ended without a word.
            "first" | "fork" => alive.insert(tid, begun).into_iter().for_each(&mut end),
            "exit" => alive.remove(&tid).into_iter().for_each(&mut end),
            "exec" => {
                // The other threads of the process are gone, and who was not known begins here.
                let others = alive.values().filter(|life| life.tgid == tgid && life.tid != tid).map(|life| life.tid);
                for other in others.collect::<Vec<_>>() {
                    alive.remove(&other).into_iter().for_each(&mut end);
                }
                alive.entry(tid).or_insert(begun);
            }
            _ => {}
        }
    }
    let until = recorded_until.unwrap_or(last).max(last);
    ended.extend(alive.into_values().map(|life| Life { to: until.max(life.from), ..life }));
    ended.sort_by_key(|life| (life.from, life.tid));
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_live_several_times_and_an_exec_ends_other_threads() {
        let events = [
            (10, "first", 1, 1),
            (20, "fork", 1, 2),
            (30, "exec", 1, 1),
            (40, "fork", 2, 2),
            (50, "exit", 2, 2),
            (60, "fork", 2, 2),
        ];
        let events = events.map(|(ts, event, tgid, tid)| (ts, event.to_owned(), tgid, tid));
        let life = |tgid, tid, from, to| Life { tgid, tid, from, to };
        let expected = [life(1, 1, 10, 99), life(1, 2, 20, 30), life(2, 2, 40, 50), life(2, 2, 60, 99)];
        assert_eq!(lives(events.into_iter(), Some(99)), expected);
    }
}
