//! What is judged as a whole, and the verdict.

use super::{
    model::{Model, Scores, Unlikely},
    unit::Unit,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is judged as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A trace; or a plain sequence of calls.
    Trace,
    /// A run of a program, because the baseline is no more than one trace.
    Run,
}

impl By {
    /// Groups the runs of a baseline; `whole` says of an input whether its runs belong together.
    pub fn of(units: &mut [Unit], whole: impl Fn(u32) -> bool) -> By {
        By::Trace.group(units, whole);
        let groups: BTreeSet<u32> = units.iter().map(|unit| unit.group).collect();
        if groups.len() > 1 {
            return By::Trace;
        }
        By::Run.group(units, |_| false);
        // Of a single run, or none, there is nothing else to judge.
        if units.len() > 1 { By::Run } else { By::Trace }
    }

    /// Groups runs in this way.
    pub fn group(self, units: &mut [Unit], whole: impl Fn(u32) -> bool) {
        let mut of_input: BTreeMap<u32, u32> = BTreeMap::new();
        for (at, unit) in units.iter_mut().enumerate() {
            let own = at as u32;
            let together = self == By::Trace && whole(unit.input);
            unit.group = if together { *of_input.entry(unit.input).or_insert(own) } else { own };
        }
    }
}

/// A run and how strange it is.
pub struct Compared {
    pub unit: Unit,
    pub scores: Scores,
    /// How unlikely it is by itself, in natural logarithms.
    pub strange: f64,
}

/// Runs that are judged together.
pub struct Judged {
    /// Number of the input.
    pub input: u32,
    /// The strangest first.
    pub runs: Vec<Compared>,
    pub unlikely: Unlikely,
    /// How unlikely they are together, in natural logarithms, by the ways that count.
    pub strange: f64,
    /// The share of ordinary ones that would be at least as strange.
    pub rate: f64,
    pub alarm: bool,
}

/// Judges runs, the strangest first; told are those that at most the share `limit` of ordinary ones equal.
pub fn all(units: Vec<Unit>, model: &Model, by: By, limit: f64) -> Vec<Judged> {
    let mut of_input: BTreeMap<u32, usize> = BTreeMap::new();
    let mut groups: BTreeMap<u32, Vec<Compared>> = BTreeMap::new();
    for unit in units {
        *of_input.entry(unit.input).or_default() += 1;
        let scores = model.scores(&unit, None);
        let strange = model.sum(&model.unlikely(std::iter::once((unit.program, &scores))));
        groups.entry(unit.group).or_default().push(Compared { unit, scores, strange });
    }
    let judge = |mut runs: Vec<Compared>| {
        runs.sort_by(|a, b| b.strange.total_cmp(&a.strange));
        let input = runs.first().map_or(0, |one| one.unit.input);
        let unlikely = model.unlikely(runs.iter().map(|one| (one.unit.program, &one.scores)));
        let strange = model.sum(&unlikely);
        // A trace whose runs are judged one by one has as many chances to have a strange one.
        let chances = if by == By::Run { of_input.get(&input).copied().unwrap_or(1) } else { 1 };
        let rate = (model.tail.rate(strange) * chances as f64).min(1.0);
        Judged { input, runs, unlikely, strange, rate, alarm: model.tail.parts() > 0 && rate <= limit }
    };
    let mut judged: Vec<Judged> = groups.into_values().map(judge).collect();
    judged.sort_by(|a, b| a.rate.total_cmp(&b.rate).then(b.strange.total_cmp(&a.strange)));
    judged
}
