//! What was lost, when and where: from counters that the source keeps apart from its records.

use crate::columns::LossRow;
use schema::{
    manifest::{Completeness, Verdict},
    wire::Stats,
};

/// Counters of every processor, and what they have told so far.
pub struct Losses {
    seen: Vec<Stats>,
    last_look: i64,
    /// Spans found since the last [`Losses::take`].
    rows: Vec<LossRow>,
}

/// A counter of lost events: its lane, and where it stands.
type Counter = (&'static str, fn(&Stats) -> u64);

const COUNTERS: [Counter; 3] =
    [("bulk", |s| s.lost_bulk), ("state", |s| s.lost_state + s.lost_tasks), ("track", |s| s.lost_track)];

impl Losses {
    /// Nothing lost before `now` (boot clock, ns).
    pub fn new(now: i64) -> Losses {
        Losses { seen: Vec::new(), last_look: now, rows: Vec::new() }
    }

    /// Compares the counters with the last look.
    pub fn look(&mut self, now: i64, stats: Vec<Stats>) {
        self.seen.resize(stats.len(), Stats::default());
        for (cpu, (before, after)) in self.seen.iter().zip(&stats).enumerate() {
            for (lane, count) in COUNTERS {
                let lost = count(after) - count(before);
                if lost > 0 {
                    let row = LossRow { ts_from: self.last_look, ts_to: now, cpu: Some(cpu as u16), lane, lost };
                    self.rows.push(row);
                }
            }
        }
        self.seen = stats;
        self.last_look = now;
    }

    /// The spans found since the last call.
    pub fn take(&mut self) -> Vec<LossRow> {
        std::mem::take(&mut self.rows)
    }

    /// How complete `recorded` rows are. `doubts` are reasons that no counter covers.
    pub fn completeness(&self, recorded: u64, doubts: Vec<String>) -> Completeness {
        let sum = |count: fn(&Stats) -> u64| self.seen.iter().map(count).sum::<u64>();
        let expected = sum(|s| s.calls);
        let (calls, events, tracks) =
            (sum(|s| s.lost_bulk + s.lost_state), sum(|s| s.lost_tasks), sum(|s| s.lost_track));
        let mut reasons = doubts;
        let mut verdict = if reasons.is_empty() { Verdict::Exact } else { Verdict::Unknown };
        if tracks > 0 {
            verdict = Verdict::Unknown;
            reasons.push(format!("{tracks} tasks could not be followed for lack of kernel memory"));
        }
        if expected != recorded + calls {
            verdict = Verdict::Unknown;
            reasons.push(format!("{expected} calls were counted, {recorded} recorded and {calls} known to be lost"));
        }
        if calls + events > 0 {
            if verdict == Verdict::Exact {
                verdict = Verdict::Bounded;
            }
            reasons.push(format!(
                "a ring was full: {calls} calls and {events} process events are lost; table losses says when (a larger \
                 --buffer helps)"
            ));
        }
        Completeness { verdict, recorded, expected: Some(expected), lost: calls, reasons }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(calls: u64, lost_bulk: u64) -> Stats {
        Stats { calls, lost_bulk, ..Stats::default() }
    }

    #[test]
    fn a_full_ring_is_positioned_and_bounds_the_trace() {
        let mut losses = Losses::new(100);
        losses.look(200, vec![stats(10, 0), stats(5, 0)]);
        losses.look(300, vec![stats(20, 3), stats(5, 0)]);
        let rows = losses.take();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].ts_from, rows[0].ts_to, rows[0].cpu, rows[0].lost), (200, 300, Some(0), 3));
        let c = losses.completeness(22, Vec::new());
        assert_eq!((c.verdict, c.expected, c.lost), (Verdict::Bounded, Some(25), 3));
    }

    #[test]
    fn only_equal_counts_are_exact() {
        let mut losses = Losses::new(0);
        losses.look(1, vec![stats(10, 0)]);
        assert_eq!(losses.completeness(10, Vec::new()).verdict, Verdict::Exact);
        assert_eq!(losses.completeness(9, Vec::new()).verdict, Verdict::Unknown);
        assert_eq!(losses.completeness(10, vec!["a doubt".to_owned()]).verdict, Verdict::Unknown);
    }
}
