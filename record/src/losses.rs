//! What was lost, when and where: from counters that the source keeps apart from its records.

use crate::{columns::LossRow, counts::Counts};
use schema::{
    manifest::{Completeness, RingLoss, Verdict},
    wire::Stats,
};

/// Counters of every processor, and what they have told so far.
pub struct Losses {
    seen: Vec<Stats>,
    last_look: i64,
    /// Spans found since the last [`Losses::take`].
    rows: Vec<LossRow>,
    rings: Vec<RingLoss>,
}

/// Spans are joined up to this length, ns.
const SPAN: i64 = 100_000_000;

/// What can make a trace incomplete and is in no counter of a processor.
#[derive(Debug, Default)]
pub struct Doubts {
    /// Reasons, a sentence each.
    pub reasons: Vec<String>,
    /// [`Completeness::recursion_misses`].
    pub recursion_misses: u64,
    /// [`Completeness::not_attached`].
    pub not_attached: Vec<String>,
}

/// A counter of lost events: its lane, and where it stands.
type Counter = (&'static str, fn(&Stats) -> u64);

const COUNTERS: [Counter; 3] =
    [("bulk", |s| s.lost_bulk + s.nested), ("state", |s| s.lost_state + s.lost_tasks), ("track", |s| s.lost_track)];

impl Losses {
    /// Nothing lost before `now` (boot clock, ns).
    pub fn new(now: i64) -> Losses {
        Losses { seen: Vec::new(), last_look: now, rows: Vec::new(), rings: Vec::new() }
    }

    /// Compares the counters with the last look.
    pub fn look(&mut self, now: i64, stats: Vec<Stats>) {
        self.seen.resize(stats.len(), Stats::default());
        for (cpu, (before, after)) in self.seen.iter().zip(&stats).enumerate() {
            for (lane, count) in COUNTERS {
                let lost = count(after) - count(before);
                if lost > 0 {
                    let (cpu, from) = (cpu as u16, self.last_look);
                    // Looks that follow each other closely are one span.
                    match self.rows.iter_mut().rfind(|row| row.cpu == Some(cpu) && row.lane == lane) {
                        Some(row) if row.ts_to == from && now - row.ts_from <= SPAN => {
                            (row.ts_to, row.lost) = (now, row.lost + lost);
                        }
                        _ => self.rows.push(LossRow { ts_from: from, ts_to: now, cpu: Some(cpu), lane, lost }),
                    }
                    match self.rings.iter_mut().find(|ring| ring.cpu == cpu && ring.lane == lane) {
                        Some(ring) => (ring.lost, ring.to_ns) = (ring.lost + lost, now),
                        None => {
                            self.rings.push(RingLoss { cpu, lane: lane.to_owned(), lost, from_ns: from, to_ns: now });
                        }
                    }
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

    /// How complete `recorded` rows are, with which others were `filtered`.
    pub fn completeness(&self, recorded: u64, filtered: u64, counts: &Counts, doubts: Doubts) -> Completeness {
        let sum = |count: fn(&Stats) -> u64| self.seen.iter().map(count).sum::<u64>();
        let expected = sum(|s| s.calls + s.nested);
        let (calls, events, tracks) =
            (sum(|s| s.lost_bulk + s.lost_state + s.nested), sum(|s| s.lost_tasks), sum(|s| s.lost_track));
        let mut reasons = doubts.reasons;
        let misses = doubts.recursion_misses;
        if misses > 0 {
            reasons.push(format!("the kernel skipped the capture {misses} times, for it was running there already"));
        }
        reasons.extend(doubts.not_attached.iter().cloned());
        if tracks > 0 {
            reasons.push(format!("{tracks} tasks could not be followed for lack of kernel memory"));
        }
        if expected != recorded + filtered + calls {
            let seen = recorded + filtered;
            reasons.push(format!("{expected} calls were counted, {seen} recorded and {calls} known to be lost"));
        }
        let apart = sum(|s| s.uncounted + s.nested);
        if counts.total + apart != expected {
            reasons.push(format!("of {expected} calls, {} were counted by kind and {apart} not", counts.total));
        }
        let (missing, missing_unnamed) = counts.missing();
        if let Some(more) = missing.iter().find(|m| m.recorded > m.expected && apart == 0) {
            let (tgid, name) = (more.tgid, &more.syscall);
            reasons.push(format!("process {tgid}: {} rows of {name}, of {} calls", more.recorded, more.expected));
        }
        let mut verdict = if reasons.is_empty() { Verdict::Exact } else { Verdict::Unknown };
        if calls + events > 0 {
            if verdict == Verdict::Exact {
                verdict = Verdict::Bounded;
            }
            let mut reason = format!(
                "a ring was full: {calls} calls and {events} process events are lost; table losses says when, table counts \
                 which (a larger --buffer helps, or --on-pressure block)"
            );
            if apart > 0 {
                reason.push_str(&format!("; {apart} calls are in no row of counts"));
            }
            reasons.push(reason);
        }
        Completeness {
            verdict,
            recorded,
            expected: Some(expected),
            lost: calls,
            reasons,
            missing,
            missing_unnamed,
            rings: self.rings.clone(),
            recursion_misses: misses,
            held: sum(|s| s.held),
            discarded: 0,
            filtered,
            not_attached: doubts.not_attached,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(calls: u64, lost_bulk: u64) -> Stats {
        Stats { calls, lost_bulk, ..Stats::default() }
    }

    fn counted(calls: u64) -> Counts {
        let mut counts = Counts::default();
        counts.add(&schema::wire::CountEntry { calls, ..Default::default() });
        counts
    }

    #[test]
    fn a_full_ring_is_positioned_and_bounds_the_trace() {
        let mut losses = Losses::new(100);
        losses.look(200, vec![stats(10, 0), stats(5, 0)]);
        losses.look(300, vec![stats(20, 2), stats(5, 0)]);
        losses.look(350, vec![stats(20, 3), stats(5, 0)]);
        losses.look(400, vec![stats(20, 3), stats(5, 0)]);
        losses.look(400 + SPAN, vec![stats(20, 4), stats(5, 0)]);
        let rows = losses.take();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].ts_from, rows[0].ts_to, rows[0].cpu, rows[0].lost), (200, 350, Some(0), 3));
        let c = losses.completeness(20, 1, &counted(25), Doubts::default());
        assert_eq!((c.verdict, c.expected, c.lost), (Verdict::Bounded, Some(25), 4));
        assert_eq!(c.rings.len(), 1);
        assert_eq!((c.rings[0].lost, c.rings[0].from_ns, c.rings[0].to_ns), (4, 200, 400 + SPAN));
    }

    #[test]
    fn only_equal_counts_are_exact() {
        let mut losses = Losses::new(0);
        losses.look(1, vec![stats(10, 0)]);
        let verdict = |recorded, counts, doubts| losses.completeness(recorded, 0, &counted(counts), doubts).verdict;
        assert_eq!(verdict(10, 10, Doubts::default()), Verdict::Exact);
        assert_eq!(verdict(9, 10, Doubts::default()), Verdict::Unknown);
        assert_eq!(verdict(10, 9, Doubts::default()), Verdict::Unknown);
        assert_eq!(verdict(10, 10, Doubts { recursion_misses: 1, ..Doubts::default() }), Verdict::Unknown);
    }
}
