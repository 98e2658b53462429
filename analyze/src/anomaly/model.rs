//! What a baseline knows of each program, how strange a run is to it, and how often something ordinary is as strange.
//!
//! The baseline is in parts: its traces, or, of a single one, its runs. Each part is left out in turn and compared with all others. What is
//! compared later is judged as a whole, as the parts were: a trace of many runs has many chances to have a strange one, and so had they.

use super::{
    calibration::{LeftOut, Tail, Whose},
    grams::{Grams, Mismatches},
    owner::Owner,
    unit::{Kind, Thing, Unit},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

    /// Its place in [`Way::ALL`].
    pub fn place(self) -> usize {
        Way::ALL.iter().position(|way| *way == self).unwrap_or_default()
    }

    /// A score that says little by itself.
    const fn least(self) -> f64 {
        if matches!(self, Way::Frequency) { 0.05 } else { 1.0 }
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
    /// For each way, the greatest score of each part that has the program, when that part was left out.
    left_out: [LeftOut; Way::ALL.len()],
}

/// What a program's row in a table says.
pub struct Summary {
    pub program: u32,
    pub runs: u64,
    pub calls: u64,
    pub windows: usize,
}

/// How unlikely something is in each way of [`Way::ALL`], in natural logarithms: what the most unlikely program in it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unlikely(pub [f64; Way::ALL.len()]);

/// A baseline.
#[derive(Debug)]
pub struct Model {
    settings: Settings,
    alphabet: usize,
    programs: HashMap<u32, Program>,
    /// How many unknown programs each part had when it was left out.
    unknown: LeftOut,
    /// Each part, by a number of a unit in it, and how unlikely it was when it was left out.
    pub parts: Vec<(usize, Unlikely)>,
    /// The same in one number, of the ways that count.
    pub tail: Tail,
}

impl Model {
    /// Learns from runs; those of the same `group` are one part. `alphabet` is how many different calls there are, in what is compared too.
    pub fn of(units: &[Unit], settings: Settings, alphabet: usize) -> Model {
        let parts: Vec<u32> = units.iter().map(|unit| unit.group).collect();
        let mut model = Model {
            settings,
            alphabet,
            programs: HashMap::new(),
            unknown: LeftOut::default(),
            parts: Vec::new(),
            tail: Tail::default(),
        };
        for (unit, part) in units.iter().zip(&parts) {
            model.learn(unit, *part);
        }
        model.keep_vectors(units, &parts);
        model.leave_out(units);
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
            left_out: Default::default(),
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

    fn leave_out(&mut self, units: &[Unit]) {
        let mut parts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, unit) in units.iter().enumerate() {
            parts.entry(unit.group).or_default().push(at);
        }
        // Of a single part nothing can be left out.
        if parts.len() < 2 {
            return;
        }
        let scores = |at: usize| (units[at].program, self.scores(&units[at], Some(units[at].group)));
        let worst: Vec<(usize, Worst)> =
            parts.values().map(|runs| (runs[0], Worst::of(runs.iter().map(|at| scores(*at))))).collect();
        let mut of_programs: HashMap<(u32, usize), Vec<f64>> = HashMap::new();
        for (key, score) in worst.iter().flat_map(|(_, worst)| &worst.scores) {
            of_programs.entry(*key).or_default().push(*score);
        }
        for ((number, way), scores) in of_programs {
            if let Some(program) = self.programs.get_mut(&number) {
                program.left_out[way] = LeftOut::of(scores);
            }
        }
        self.unknown = LeftOut::of(worst.iter().map(|(_, worst)| worst.unknown.len() as f64).collect());
        self.parts = worst.iter().map(|(at, worst)| (*at, self.unlikely_of(worst, Whose::Own))).collect();
        self.tail = Tail::of(self.parts.iter().map(|(_, unlikely)| self.sum(unlikely)).collect());
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

    /// The share of the baseline's parts in which this program, left out, had at least this score in a way.
    pub fn share(&self, program: u32, way: Way, score: f64) -> f64 {
        let left_out = match (way, self.programs.get(&program)) {
            (Way::Program, _) | (_, None) => &self.unknown,
            (way, Some(program)) => &program.left_out[way.place()],
        };
        left_out.share(score, Whose::New)
    }

    /// How unlikely runs that are judged together are; each with the number of its program.
    pub fn unlikely<'a>(&self, runs: impl Iterator<Item = (u32, &'a Scores)>) -> Unlikely {
        self.unlikely_of(&Worst::of(runs.map(|(program, scores)| (program, scores.clone()))), Whose::New)
    }

    fn unlikely_of(&self, worst: &Worst, whose: Whose) -> Unlikely {
        let mut unlikely = Unlikely::default();
        for ((number, way), score) in &worst.scores {
            let Some(program) = self.programs.get(number) else { continue };
            let surprise = program.left_out[*way].surprise(*score, Way::ALL[*way].least(), whose);
            unlikely.0[*way] = unlikely.0[*way].max(surprise);
        }
        let unknown = worst.unknown.len() as f64;
        unlikely.0[Way::Program.place()] = self.unknown.surprise(unknown, Way::Program.least(), whose);
        unlikely
    }

    /// All ways that count in one number.
    pub fn sum(&self, unlikely: &Unlikely) -> f64 {
        self.settings.ways.iter().map(|way| unlikely.0[way.place()]).sum()
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

/// What is judged together: the greatest scores of each program in it.
#[derive(Debug, Default)]
struct Worst {
    /// By program and place of the way.
    scores: BTreeMap<(u32, usize), f64>,
    unknown: BTreeSet<u32>,
}

impl Worst {
    fn of(runs: impl Iterator<Item = (u32, Scores)>) -> Worst {
        let mut worst = Worst::default();
        for (program, scores) in runs {
            if scores.of(Way::Program) == Some(1.0) {
                worst.unknown.insert(program);
                continue;
            }
            for way in Way::ALL.into_iter().filter(|way| *way != Way::Program) {
                if let Some(score) = scores.of(way) {
                    let greatest = worst.scores.entry((program, way.place())).or_insert(score);
                    *greatest = greatest.max(score);
                }
            }
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anomaly::unit::Thread;

    fn unit(input: u32, calls: &[u16], paths: &[u32]) -> Unit {
        let thing = |text: &u32| Thing { kind: Kind::Path, text: *text, row: (0, 0) };
        Unit {
            input,
            group: input,
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
    fn a_strange_trace_is_less_likely_than_an_ordinary_one() {
        let units: Vec<Unit> = (0..50).map(|i| unit(i, &[1, 2, 3, 1, 2, 3], &[1, 2])).collect();
        let model = Model::of(&units, settings(), 5);
        let rate = |units: &[&Unit]| {
            let scores: Vec<Scores> = units.iter().map(|unit| model.scores(unit, None)).collect();
            let runs = units.iter().map(|unit| unit.program).zip(&scores);
            model.tail.rate(model.sum(&model.unlikely(runs)))
        };
        let ordinary = unit(99, &[1, 2, 3, 1, 2, 3], &[1]);
        assert_eq!(rate(&[&ordinary, &ordinary]), 1.0);
        assert!(rate(&[&ordinary, &unit(99, &[1, 2, 3, 4, 4, 3], &[1, 7])]) < 0.01);
        let mut other = unit(99, &[1, 2, 3], &[]);
        other.program = 7;
        assert!(rate(&[&other]) < 0.01);
        // Of a single part nothing is known.
        assert_eq!(Model::of(&units[..1], settings(), 5).tail.parts(), 0);
    }

    #[test]
    fn what_is_often_new_is_not_strange() {
        // Every trace reads a file that no other reads.
        let units: Vec<Unit> = (0..20).map(|i| unit(i, &[1, 2, 3, 1, 2, 3], &[1, 100 + i])).collect();
        let model = Model::of(&units, settings(), 5);
        let new = unit(99, &[1, 2, 3, 1, 2, 3], &[1, 999]);
        let unlikely = model.unlikely(std::iter::once((0, &model.scores(&new, None))));
        assert_eq!(model.tail.rate(model.sum(&unlikely)), 1.0);
        assert_eq!(
            (model.share(0, Way::New(Kind::Path), 1.0), model.share(0, Way::New(Kind::Path), 2.0)),
            (1.0, 1.0 / 21.0)
        );
    }
}
