//! Which calls followed each other: three in a row, by program. Calls whose place is chance are left out, and the same call again and
//! again counts once.
//!
//! Rows lie in a trace as they were read, a processor's after another's; within a thread they have to be in order. What the last second has
//! is held back until what may come before it was read. Should something come later still, all is sorted at once.

use super::{Collector, Found, walk};
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Calls, Count, Counter, Row, Scan},
    },
    error::Error,
    scan::{self, Numbers, Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::{Arch, telling};

/// A call in the life of its thread.
#[derive(Debug, Clone, Copy)]
struct Step {
    tid: u32,
    program: u32,
    /// Number of its name; [`CHANCE`] if its place is chance.
    name: u32,
    /// Numbers of calls grow by one; a gap is a loss. Of the number only the lower bits.
    seq: u32,
    ts: i64,
}

/// Stands for the name of a call whose place is chance.
const CHANCE: u32 = u32::MAX;

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 4] = ["name", "arch", "tid", "seq"];

/// How long calls are held back, ns.
pub(super) const HELD: i64 = 1_000_000_000;

/// How often calls followed each other, and when first; by program.
pub(super) type Followed = Counter<(u32, [u32; 3])>;

/// Counts what follows what.
pub(super) struct Follower {
    held: i64,
    waiting: Vec<Step>,
    threads: HashMap<u32, Thread>,
    followed: Followed,
    /// A call came after one that it is before.
    late: bool,
}

/// What a thread did last.
#[derive(Default)]
struct Thread {
    last: Option<Step>,
    window: Vec<u32>,
}

/// The calls of a piece.
pub(super) struct Taker<'a> {
    follower: &'a mut Follower,
    name: Words<'a>,
    /// Of each name its number.
    names: Vec<u32>,
    arch: Words<'a>,
    /// Of each way of calling whether it is a thread's own: operations of io_uring are not.
    own: Vec<bool>,
    tid: Numbers<'a>,
    seq: Numbers<'a>,
}

impl Follower {
    pub fn new(held: i64) -> Follower {
        let (threads, followed) = (HashMap::new(), Followed::default());
        Follower { held, waiting: Vec::new(), threads, followed, late: false }
    }

    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let (name, arch) = (piece.words("name")?, piece.words("arch")?);
        let number = |name: &str| if telling::is_chance(name) { CHANCE } else { scan.texts.number(name) };
        Ok(Taker {
            follower: self,
            names: name.each(|name| name.map_or(CHANCE, number)),
            name,
            own: arch.each(|arch| arch != Some(Arch::IoUring.name())),
            arch,
            tid: piece.numbers("tid")?,
            seq: piece.numbers("seq")?,
        })
    }

    /// Follows the calls before which nothing is to be expected.
    pub fn go_on(&mut self) {
        let newest = self.waiting.iter().map(|step| step.ts).max().unwrap_or(0);
        self.follow(newest.saturating_sub(self.held));
    }

    /// What followed what; nothing if the calls would have to be sorted.
    pub fn ended(mut self) -> Option<Followed> {
        self.follow(i64::MAX);
        (!self.late).then_some(self.followed)
    }

    /// Follows the calls before `end`.
    fn follow(&mut self, end: i64) {
        let (mut waiting, mut rest) = (std::mem::take(&mut self.waiting), Vec::new());
        if end < i64::MAX {
            rest.extend(waiting.iter().filter(|step| step.ts >= end));
            waiting.retain(|step| step.ts < end);
        }
        // Within a thread time grows, and an id that is used again goes on behind the one before.
        waiting.sort_unstable_by_key(|step| (step.tid, step.ts, step.seq));
        for steps in waiting.chunk_by(|a, b| a.tid == b.tid) {
            let thread = self.threads.entry(steps[0].tid).or_default();
            let before = |last: Step| (last.ts, last.seq) > (steps[0].ts, steps[0].seq);
            self.late |= thread.last.is_some_and(before);
            steps.iter().for_each(|step| thread.step(step, &mut self.followed));
        }
        waiting.clear();
        // The room is used again.
        waiting.append(&mut rest);
        self.waiting = waiting;
    }
}

impl Thread {
    fn step(&mut self, step: &Step, followed: &mut Followed) {
        let goes_on = |last: Step| (last.program, last.seq.wrapping_add(1)) == (step.program, step.seq);
        if !self.last.replace(*step).is_some_and(goes_on) {
            self.window.clear();
        }
        if step.name == CHANCE || self.window.last() == Some(&step.name) {
            return;
        }
        if self.window.len() == 3 {
            self.window.remove(0);
        }
        self.window.push(step.name);
        if let [a, b, c] = self.window[..] {
            followed.add((step.program, [a, b, c]), step.ts);
        }
    }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let at = row.at;
        if let (Some(tid), Some(seq), true) =
            (self.tid.get(at), self.seq.get(at), self.own[self.arch.codes[at] as usize])
        {
            let name = self.names[self.name.codes[at] as usize];
            let step = Step { tid: tid as u32, program: row.program, name, seq: seq as u32, ts: row.ts };
            self.follower.waiting.push(step);
        }
    }
}

/// The same of all calls at once.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn sorted(scan: &Scan<'_>) -> Result<Followed, Error> {
    let columns = walk::once_each(&[&Calls::COLUMNS[..], &COLUMNS].concat());
    let mut all = scan::pieces(
        scan.trace,
        &columns,
        || Follower::new(i64::MAX),
        |follower, piece| {
            let mut calls = Calls::new(scan, piece)?;
            let mut taker = follower.of(scan, piece)?;
            (0..calls.rows).for_each(|at| calls.row(at).into_iter().for_each(|row| taker.take(row)));
            Ok(())
        },
    )?;
    all.follow(i64::MAX);
    Ok(all.followed)
}

/// Makes facts of it.
pub(super) fn tell(followed: Followed, into: &mut Collector<'_>) {
    let aspect = into.texts.number("in a row");
    for ((program, names), count) in sorted_counts(followed) {
        let names = names.map(|name| into.texts.text(name));
        let item = into.texts.number(&names.join(" "));
        let found =
            Found { dimension: Dimension::Sequence, program, aspect, form: Form::Plain, item, count: 0, first: 0 };
        into.add(found.times(count));
    }
}

/// In an order that is the same every time, for their texts get numbers.
fn sorted_counts(followed: Followed) -> Vec<((u32, [u32; 3]), Count)> {
    let mut all: Vec<_> = followed.into_counts().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(tid: u32, program: u32, name: u32, seq: u32) -> Step {
        Step { tid, program, name, seq, ts: i64::from(seq) * HELD / 2 }
    }

    /// What follows what, if the calls come in pieces.
    fn followed(held: i64, pieces: &[&[Step]]) -> Option<Vec<((u32, [u32; 3]), Count)>> {
        let mut follower = Follower::new(held);
        for piece in pieces {
            follower.waiting.extend_from_slice(piece);
            follower.go_on();
        }
        follower.ended().map(sorted_counts)
    }

    #[test]
    fn a_loss_and_another_program_end_a_sequence() {
        let steps = [
            step(1, 1, 10, 0),
            step(1, 1, CHANCE, 1),
            step(1, 1, 11, 2),
            step(1, 1, 11, 3),
            step(1, 1, 12, 4),
            step(1, 1, 13, 6),
            step(1, 1, 14, 7),
            step(1, 2, 15, 8),
            step(2, 2, 16, 9),
        ];
        let expected = vec![((1, [10, 11, 12]), Count { times: 1, first: 2 * HELD })];
        assert_eq!(followed(HELD, &[&steps]), Some(expected.clone()));
        assert_eq!(followed(HELD, &[&steps[..3], &steps[3..4], &steps[4..]]), Some(expected));
    }

    #[test]
    fn calls_may_come_a_little_late_and_not_too_late() {
        let all: Vec<Step> = (0..8).map(|i| step(1, 1, i, i)).collect();
        let expected = followed(HELD, &[&all]);
        let mixed = [all[0], all[2], all[1], all[4], all[3], all[6], all[5], all[7]];
        assert_eq!(followed(HELD, &[&mixed[..2], &mixed[2..4], &mixed[4..6], &mixed[6..]]), expected);
        assert_eq!(followed(HELD, &[&all[4..], &all[..4]]), None);
        assert_eq!(followed(i64::MAX, &[&all[4..], &all[..4]]), expected);
    }
}
