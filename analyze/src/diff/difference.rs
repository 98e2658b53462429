//! A difference, and both sides that it lies between. There may be millions of them: a difference is small, and amounts are looked up in the
//! runs where they are shown.

use super::{
    class::Change,
    fact::{Key, Run, Seen},
    normal::Normal,
    statistics::{attainable, median},
};
use crate::{cli::Severity, keys::Texts};

/// Tests decide where the runs are so many that complete separation gives a p of this or less.
const DECISIVE: f64 = 0.01;

/// Whether tests decide for so many runs.
pub fn tests_decide(left: usize, right: usize) -> bool {
    left > 0 && right > 0 && attainable(left, left, right) <= DECISIVE
}

/// Comparisons that are corrected together: those of one kind are as likely to be chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Facts, by how grave they are.
    Grave,
    /// See `Grave`.
    Medium,
    /// See `Grave`.
    Low,
    /// See `Grave`.
    Lowest,
    /// How often something happened, how much of it.
    Amounts,
    /// How long calls took.
    Latencies,
    /// The same of calls that wait for the disk: few, and the ones that matter.
    Disk,
}

/// A difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The fact.
    pub key: Key,
    /// When the fact was seen first, ns of the boot clock; left and right. Only with `runs`.
    times: [i64; 2],
    /// Of no test, not a number.
    p: f64,
    q: f64,
    /// What was replaced on each side, where that is the difference.
    pub raw: Option<Box<[Vec<u32>; 2]>>,
    /// In which run it was seen first; [`NO_RUN`] if it is not there.
    runs: [u32; 2],
    /// The number of its cause, when it is grouped.
    pub cause: u32,
    /// What changed.
    pub change: Change,
    /// How grave it is.
    pub severity: Severity,
    /// How grave it would be if it were sure.
    pub if_sure: Severity,
    /// Lost calls could be the reason.
    pub may_be_lost: bool,
    /// What it is corrected with.
    pub family: Family,
    /// Large enough to matter, if it is no chance.
    pub matters: bool,
}

const NO_RUN: u32 = u32::MAX;

impl Difference {
    /// One that no test has decided on.
    pub fn new(key: Key, change: Change, severity: Severity, family: Family) -> Difference {
        Difference {
            key,
            times: [0; 2],
            p: f64::NAN,
            q: f64::NAN,
            raw: None,
            runs: [NO_RUN; 2],
            cause: 0,
            change,
            severity,
            if_sure: severity,
            may_be_lost: false,
            family,
            matters: true,
        }
    }

    /// The same with the result of a test, if there was one.
    pub fn with_p(self, p: Option<f64>) -> Difference {
        Difference { p: p.unwrap_or(f64::NAN), ..self }
    }

    /// The same with what each run of a side has seen of it.
    pub fn with_first(mut self, side: usize, seen: &[Option<&Seen>]) -> Difference {
        if let Some((run, seen)) = (0..).zip(seen).find_map(|(run, seen)| seen.map(|seen| (run, seen))) {
            (self.runs[side], self.times[side]) = (run, seen.first);
        }
        self
    }

    /// The same with the call of a side that is most of what was measured: it stands for the first.
    pub fn with_most(mut self, side: usize, runs: &[Run]) -> Difference {
        let most = runs.iter().map(|run| run.measures.get(&self.key).and_then(|measure| measure.most));
        if let Some(((_, ts), run)) = most.zip(0..).filter_map(|(most, run)| Some((most?, run))).max() {
            (self.runs[side], self.times[side]) = (run, ts);
        }
        self
    }

    /// The run, and when in it the fact was seen first; 0 is the left.
    pub fn first(&self, side: usize) -> Option<(usize, i64)> {
        (self.runs[side] != NO_RUN).then(|| (self.runs[side] as usize, self.times[side]))
    }

    /// When it was seen first on the side that saw it sooner, by the clock of each.
    pub fn earliest(&self) -> Option<i64> {
        if self.key.dimension.is_measured() {
            return None;
        }
        [0, 1].into_iter().filter_map(|side| self.first(side)).map(|(_, ts)| ts).min()
    }

    /// The p of the test, if there was one.
    pub fn p(&self) -> Option<f64> {
        (!self.p.is_nan()).then_some(self.p)
    }

    /// The same, corrected for the number of comparisons.
    pub fn q(&self) -> Option<f64> {
        (!self.q.is_nan()).then_some(self.q)
    }

    /// Takes the corrected p.
    pub fn correct(&mut self, q: f64) {
        self.q = q;
    }
}

/// Both sides.
pub struct Sides<'a> {
    /// Runs of the left.
    pub left: &'a [Run],
    /// Runs of the right.
    pub right: &'a [Run],
    /// Texts.
    pub texts: &'a Texts,
    /// What was made normal.
    pub normal: &'a Normal,
}

/// A fact's number, or a measure's value, in each run of both sides.
pub struct Amounts {
    /// Of the left.
    pub left: Vec<f64>,
    /// Of the right.
    pub right: Vec<f64>,
}

impl<'a> Sides<'a> {
    /// The runs of both, the left ones first.
    pub fn all(&self) -> Vec<&'a Run> {
        self.left.iter().chain(self.right).collect()
    }

    /// The amounts of a fact or a measure.
    pub fn amounts(&self, key: &Key) -> Amounts {
        let of = |run: &Run| match key.dimension.is_measured() {
            true => run.measures.get(key).map_or(0.0, |measure| measure.value),
            false => run.facts.get(key).map_or(0.0, |seen| seen.count as f64),
        };
        Amounts { left: self.left.iter().map(of).collect(), right: self.right.iter().map(of).collect() }
    }
}

impl Amounts {
    /// The middle values of both sides.
    pub fn medians(&self) -> (f64, f64) {
        (median(&self.left), median(&self.right))
    }

    /// In how many runs of each side it is.
    pub fn runs(&self) -> (usize, usize) {
        let seen = |values: &[f64]| values.iter().filter(|value| **value > 0.0).count();
        (seen(&self.left), seen(&self.right))
    }

    /// The largest value of the smaller side and the smallest of the larger one, if they are apart.
    pub fn nearest(&self) -> Option<(f64, f64)> {
        let most = |values: &[f64]| values.iter().copied().fold(f64::MIN, f64::max);
        let least = |values: &[f64]| values.iter().copied().fold(f64::MAX, f64::min);
        let (left, right) = (&self.left, &self.right);
        if most(left) < least(right) {
            Some((most(left), least(right)))
        } else if most(right) < least(left) {
            Some((most(right), least(left)))
        } else {
            None
        }
    }
}
