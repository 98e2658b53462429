//! What a baseline knows of each program, how strange a run is to it, and how often that would be a false alarm.
//!
//! The baseline is in parts: its traces, or, of a single one, its runs. Each part is left out in turn and compared with all others; a run
//! that is compared later is told how many runs of the baseline, when they were left out, were at least as strange.

use super::{
    grams::{Grams, Mismatches},
    owner::Owner,
    unit::{Kind, Thing, Unit},
};
use std::collections::HashMap;

/// Ways to be strange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Its program is not known.
    Program,
    /// Windows of n calls that its program never had, within a locality frame.
    Sequence,
    /// How often it makes each call, beside the run of its program that is most like it.
    Frequency,
    /// Something that its program never touched.
    New(Kind),
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 7] = [
        Way::Program,
        Way::Sequence,
        Way::Frequency,
        Way::New(Kind::Call),
        Way::New(Kind::Argument),
        Way::New(Kind::Path),
        Way::New(Kind::Peer),
    ];

    /// Those that count, together, unless others are asked for: docs/anomaly.md has the measurement.
    pub const USUAL: [Way; 6] = [
        Way::Program,
        Way::Sequence,
        Way::New(Kind::Call),
        Way::New(Kind::Argument),
        Way::New(Kind::Path),
        Way::New(Kind::Peer),
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Way::Program => "program",
            Way::Sequence => "sequence",
            Way::Frequency => "frequency",
            Way::New(Kind::Call) => "calls",
            Way::New(Kind::Argument) => "arguments",
            Way::New(Kind::Path) => "paths",
            Way::New(Kind::Peer) => "peers",
        }
    }

    /// The way of that name.
    pub fn named(name: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.name() == name)
    }

    fn place(self) -> usize {
        Way::ALL.iter().position(|way| *way == self).unwrap_or_default()
    }
}

/// How windows are made and compared, and which ways count.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Calls of a window.
    pub n: usize,
    /// Windows of a locality frame.
    pub frame: usize,
    /// The ways that count.
    pub ways: Vec<Way>,
}

/// How strange a run is, in each way of [`Way::ALL`]: 0 is not at all. Of a program that is not known, no other way is told.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    scores: [Option<f64>; Way::ALL.len()],
    /// Windows and mismatches.
    pub mismatches: Mismatches,
    /// The thread in which they are the most.
    pub thread: usize,
}

impl Scores {
    /// How strange it is in this way, if that can be told.
    pub fn of(&self, way: Way) -> Option<f64> {
        self.scores[way.place()]
    }
}

/// Runs of a program whose frequencies are kept; more would be more alike than they are different.
const VECTORS: usize = 256;

/// What is known of a program.
#[derive(Debug)]
struct Program {
    owner: Owner,
    runs: u64,
    calls: u64,
    grams: Grams,
    /// Shares of calls of some runs, with the part that each is of.
    vectors: Vec<(u32, Vec<f32>)>,
    things: HashMap<(Kind, u32), Owner>,
}

/// What a program's row in a table says.
pub struct Summary {
    pub program: u32,
    pub runs: u64,
    pub calls: u64,
    pub windows: usize,
}

/// A baseline.
#[derive(Debug)]
pub struct Model {
    settings: Settings,
    alphabet: usize,
    programs: HashMap<u32, Program>,
    /// For each way, how strange the runs of the baseline were when their part was left out; in order.
    left_out: [Vec<f64>; Way::ALL.len()],
    /// The same of all ways that count together.
    together: Vec<f64>,
    /// Of how many parts it is.
    pub parts: usize,
}

impl Model {
    /// Learns from runs; `alphabet` is how many different calls there are, in what is compared too.
    pub fn of(units: &[Unit], settings: Settings, alphabet: usize) -> Model {
        let inputs: std::collections::BTreeSet<u32> = units.iter().map(|unit| unit.input).collect();
        let by_input = inputs.len() > 1;
        let part = |(at, unit): (usize, &Unit)| if by_input { unit.input } else { at as u32 };
        let parts: Vec<u32> = units.iter().enumerate().map(part).collect();
        let mut model = Model {
            settings,
            alphabet,
            programs: HashMap::new(),
            left_out: Default::default(),
            together: Vec::new(),
            parts: if by_input { inputs.len() } else { units.len() },
        };
        for (unit, part) in units.iter().zip(&parts) {
            model.learn(unit, *part);
        }
        model.keep_vectors(units, &parts);
        model.leave_out(units, &parts);
        model
    }

    fn learn(&mut self, unit: &Unit, part: u32) {
        let new = || Program {
            owner: Owner::of(part),
            runs: 0,
            calls: 0,
            grams: Grams::new(self.settings.n, self.alphabet),
            vectors: Vec::new(),
            things: HashMap::new(),
        };
        let program = self.programs.entry(unit.program).or_insert_with(new);
        program.owner.also(part);
        program.runs += 1;
        program.calls += unit.calls() as u64;
        for thread in &unit.threads {
            program.grams.add(&thread.calls, part);
        }
        for thing in &unit.things {
            let owner = program.things.entry((thing.kind, thing.text)).or_insert(Owner::of(part));
            owner.also(part);
        }
    }

    /// Keeps the frequencies of some runs of each program, spread over all of them.
    fn keep_vectors(&mut self, units: &[Unit], parts: &[u32]) {
        let mut seen: HashMap<u32, u64> = HashMap::new();
        for (unit, part) in units.iter().zip(parts) {
            let Some(program) = self.programs.get_mut(&unit.program) else { continue };
            let at = seen.entry(unit.program).or_default();
            let step = program.runs.div_ceil(VECTORS as u64);
            if *at % step == 0 {
                program.vectors.push((*part, unit.shares(self.alphabet)));
            }
            *at += 1;
        }
    }

    fn leave_out(&mut self, units: &[Unit], parts: &[u32]) {
        // Of a single part nothing can be left out.
        if self.parts < 2 {
            return;
        }
        let all: Vec<Scores> = units.iter().zip(parts).map(|(unit, part)| self.scores(unit, Some(*part))).collect();
        for way in Way::ALL {
            let mut scores: Vec<f64> = all.iter().filter_map(|scores| scores.of(way)).collect();
            scores.sort_by(f64::total_cmp);
            self.left_out[way.place()] = scores;
        }
        let mut together: Vec<f64> = all.iter().map(|scores| self.sum(scores)).collect();
        together.sort_by(f64::total_cmp);
        self.together = together;
    }

    /// How strange a run is; as if a part were not in the baseline.
    pub fn scores(&self, unit: &Unit, without: Option<u32>) -> Scores {
        let mut scores = Scores::default();
        let mut set = |way: Way, score: f64| scores.scores[way.place()] = Some(score);
        let program = self.programs.get(&unit.program).filter(|program| program.owner.known_without(without));
        let Some(program) = program else {
            set(Way::Program, 1.0);
            return scores;
        };
        set(Way::Program, 0.0);
        for kind in Kind::ALL {
            let new = unit.things.iter().filter(|thing| thing.kind == kind && !known(program, thing, without));
            set(Way::New(kind), new.count() as f64);
        }
        let shares = unit.shares(self.alphabet);
        let others = program.vectors.iter().filter(|(part, _)| Some(*part) != without);
        if let Some(nearest) = others.map(|(_, other)| distance(&shares, other)).min_by(f64::total_cmp) {
            set(Way::Frequency, nearest);
        }
        let (mut worst, mut thread, mut all) = (Mismatches::default(), 0, (0, 0));
        for (at, own) in unit.threads.iter().enumerate() {
            let found = program.grams.compare(&own.calls, self.settings.frame, without);
            all = (all.0 + found.windows, all.1 + found.all);
            if found.most > worst.most {
                (worst, thread) = (found, at);
            }
        }
        set(Way::Sequence, worst.most as f64);
        scores.mismatches = Mismatches { windows: all.0, all: all.1, ..worst };
        scores.thread = thread;
        scores
    }

    /// What of a run its program never touched.
    pub fn new_things<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = &'a Thing> {
        let program = self.programs.get(&unit.program);
        unit.things.iter().filter(move |thing| program.is_some_and(|program| !known(program, thing, None)))
    }

    /// How many runs of the baseline were compared, when their part was left out.
    pub fn compared(&self) -> usize {
        self.together.len()
    }

    /// How often a run of the baseline, left out, was at least as strange in this way: the share of false alarms to be expected. Never 0:
    /// of N runs nothing is known below one in N + 1.
    pub fn false_alarms(&self, way: Way, score: f64) -> f64 {
        rate(&self.left_out[way.place()], score)
    }

    /// The same of all ways together that count.
    pub fn false_alarms_together(&self, scores: &Scores) -> f64 {
        rate(&self.together, self.sum(scores))
    }

    /// All ways that count in one number: how unlikely each is, added up.
    pub fn sum(&self, scores: &Scores) -> f64 {
        let unlikely = |way: &Way| scores.of(*way).map(|score| -self.false_alarms(*way, score).ln());
        self.settings.ways.iter().filter_map(unlikely).sum()
    }

    /// What is known of each program.
    pub fn summary(&self) -> Vec<Summary> {
        let row = |(number, program): (&u32, &Program)| Summary {
            program: *number,
            runs: program.runs,
            calls: program.calls,
            windows: program.grams.len(),
        };
        let mut all: Vec<Summary> = self.programs.iter().map(row).collect();
        all.sort_by_key(|row| (std::cmp::Reverse(row.calls), row.program));
        all
    }
}

fn known(program: &Program, thing: &Thing, without: Option<u32>) -> bool {
    program.things.get(&(thing.kind, thing.text)).is_some_and(|owner| owner.known_without(without))
}

/// Half of the sum of the differences: 0 of the same, 1 of those that have nothing in common.
fn distance(a: &[f32], b: &[f32]) -> f64 {
    f64::from(a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f32>() / 2.0)
}

/// The share of sorted scores that are at least this; one more among them is this itself.
fn rate(sorted: &[f64], score: f64) -> f64 {
    if score <= 0.0 {
        return 1.0;
    }
    let below = sorted.partition_point(|other| *other < score);
    (sorted.len() - below + 1) as f64 / (sorted.len() + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anomaly::unit::Thread;

    fn unit(input: u32, calls: &[u16], paths: &[u32]) -> Unit {
        let thing = |text: &u32| Thing { kind: Kind::Path, text: *text, row: (0, 0) };
        Unit {
            input,
            threads: vec![Thread { tid: 1, calls: calls.to_vec(), times: Vec::new() }],
            things: paths.iter().map(thing).collect(),
            ..Unit::default()
        }
    }

    fn settings() -> Settings {
        Settings { n: 2, frame: 4, ways: Way::USUAL.to_vec() }
    }

    #[test]
    fn what_is_left_out_is_what_a_model_without_it_says() {
        let units: Vec<Unit> = [&[1, 2, 3, 1, 2][..], &[1, 2, 1, 2], &[3, 3, 1, 2, 3], &[1, 2, 3]]
            .iter()
            .enumerate()
            .map(|(i, calls)| unit(i as u32, calls, &[1, 2 + i as u32 % 3]))
            .collect();
        let whole = Model::of(&units, settings(), 5);
        for (left, own) in units.iter().enumerate() {
            let others = units.iter().enumerate().filter(|(i, _)| *i != left).map(|(i, u)| {
                unit(i as u32, &u.threads[0].calls, &u.things.iter().map(|t| t.text).collect::<Vec<_>>())
            });
            let others: Vec<Unit> = others.collect();
            let without = Model::of(&others, settings(), 5);
            let (a, b) = (whole.scores(own, Some(left as u32)), without.scores(own, None));
            for way in Way::ALL {
                assert_eq!(a.of(way), b.of(way), "{left} {way:?}");
            }
        }
    }

    #[test]
    fn rates_are_shares_of_the_baseline() {
        assert_eq!(rate(&[0.0, 0.0, 1.0, 2.0], 1.0), 0.6);
        assert_eq!(rate(&[0.0, 0.0, 1.0, 2.0], 9.0), 0.2);
        assert_eq!(rate(&[0.0; 4], 0.0), 1.0);
        // Of a single run nothing is known.
        assert_eq!(Model::of(&[unit(0, &[1, 2], &[])], settings(), 5).compared(), 0);
    }

    #[test]
    fn a_strange_run_is_less_likely_than_an_ordinary_one() {
        let units: Vec<Unit> = (0..50).map(|i| unit(i, &[1, 2, 3, 1, 2, 3], &[1, 2])).collect();
        let model = Model::of(&units, settings(), 5);
        let rate = |unit: &Unit| model.false_alarms_together(&model.scores(unit, None));
        assert_eq!(rate(&unit(99, &[1, 2, 3, 1, 2, 3], &[1])), 1.0);
        assert!(rate(&unit(99, &[1, 2, 3, 4, 4, 3], &[1, 7])) < 0.02);
        let mut other = unit(99, &[1, 2, 3], &[]);
        other.program = 7;
        assert!(rate(&other) < 0.02);
    }
}
