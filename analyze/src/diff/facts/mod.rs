//! What a trace tells, dimension by dimension. All calls are gone through once (`walk`), and each file counts what it is about; what has to be
//! decoded (`arguments`) and the lives of processes (`lives`) are read besides.

mod arguments;
mod calls;
mod channels;
mod files;
mod lives;
mod network;
mod sequences;
mod walk;

pub use files::Action;

use super::{
    fact::{Dimension, Facts, Key, Measure, Run, Seen},
    normal::{Form, Normal},
    scan::{Count, Scan},
};
use crate::{error::Error, keys::Texts, trace::Trace};
use polars::prelude::PlHashMap;
use schema::manifest::Verdict;
use std::{collections::HashMap, sync::Arc};

/// What a trace tells; texts are numbers of `texts`, normal by `normal`.
///
/// # Errors
/// When it cannot be read.
pub fn read(trace: &Trace, texts: &Arc<Texts>, normal: &mut Normal) -> Result<Told, Error> {
    let scan = Scan::new(trace, texts)?;
    let mut into = Collector {
        facts: Vec::new(),
        measures: PlHashMap::default(),
        texts: Arc::clone(texts),
        normal,
        whole: HashMap::new(),
    };
    let counted = walk::all(&scan)?;
    lives::read(&scan, &counted.lives, &mut into)?;
    counted.tell(&mut into);
    arguments::read(&scan, &mut into)?;
    Ok(Told {
        name: trace.path.to_string_lossy().into_owned(),
        exact: trace.manifest.completeness.verdict == Verdict::Exact,
        facts: into.facts,
        measures: into.measures,
    })
}

/// What a trace told, in no order yet, with texts of its own.
pub struct Told {
    name: String,
    exact: bool,
    facts: Vec<(Key, Seen)>,
    measures: PlHashMap<Key, Measure>,
}

impl Told {
    /// The run with texts that have these numbers, each at the place of its own.
    pub fn run(mut self, numbers: &[u32]) -> Run {
        let number = |own: u32| numbers.get(own as usize).copied().unwrap_or(u32::MAX);
        let of = |key: Key| Key {
            dimension: key.dimension,
            program: number(key.program),
            aspect: number(key.aspect),
            item: number(key.item),
        };
        for (key, seen) in &mut self.facts {
            *key = of(*key);
            seen.renumber(number);
        }
        let measures = self.measures.into_iter().map(|(key, measure)| (of(key), measure)).collect();
        Run { name: self.name, exact: self.exact, facts: Facts::new(self.facts), measures }
    }
}

/// A fact before it is normalised.
#[derive(Clone, Copy)]
struct Found {
    dimension: Dimension,
    /// Number of the program as the trace names it.
    program: u32,
    /// Number of the aspect.
    aspect: u32,
    form: Form,
    /// Number of the item as the trace names it.
    item: u32,
    count: u64,
    first: i64,
}

impl Found {
    fn times(self, count: Count) -> Found {
        Found { count: count.times.into(), first: count.first, ..self }
    }
}

/// Takes facts in, normalised.
struct Collector<'a> {
    facts: Vec<(Key, Seen)>,
    measures: PlHashMap<Key, Measure>,
    texts: Arc<Texts>,
    normal: &'a mut Normal,
    /// Of programs that were named relative to some folder, the absolute path.
    whole: HashMap<u32, u32>,
}

impl Collector<'_> {
    fn add(&mut self, found: Found) {
        let Found { dimension, aspect, .. } = found;
        let item = self.normal.number(found.form, found.item);
        let key = Key { dimension, program: self.program(found.program), aspect, item };
        let raw = (item != found.item).then_some(found.item);
        self.facts.push((key, Seen::new(found.count, found.first, raw.as_slice(), false)));
    }

    /// Adds what was counted by program, aspect and item.
    fn counted(&mut self, dimension: Dimension, form: Form, counts: impl Iterator<Item = ((u32, u32, u32), Count)>) {
        for ((program, aspect, item), count) in counts {
            let found = Found { dimension, program, aspect, form, item, count: 0, first: 0 };
            self.add(found.times(count));
        }
    }

    fn measure(&mut self, dimension: Dimension, program: u32, aspect: u32, measure: Measure) {
        let key = Key { dimension, program: self.program(program), aspect, item: self.texts.number("") };
        let sum = self.measures.entry(key).or_insert(Measure::new(0.0, 0));
        sum.value += measure.value;
        sum.calls += measure.calls;
        sum.most = sum.most.max(measure.most);
    }

    /// The normal form of a program as the trace names it.
    fn program(&mut self, program: u32) -> u32 {
        let whole = self.whole.get(&program).copied().unwrap_or(program);
        self.normal.number(Form::Path, whole)
    }
}
