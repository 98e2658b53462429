//! What a trace tells, dimension by dimension: each file reads the calls once, in groups, and counts facts.

mod arguments;
mod calls;
mod channels;
mod files;
mod lives;
mod network;
mod sequences;

pub use files::Action;

use super::{
    fact::{Dimension, Key, Measure, Run},
    normal::{Form, Normal},
    scan::Scan,
};
use crate::{error::Error, keys::Texts, trace::Trace};
use schema::manifest::Verdict;
use std::{collections::HashMap, sync::Arc};

/// What a trace tells.
///
/// # Errors
/// When it cannot be read.
pub fn read(trace: &Trace, texts: &Arc<Texts>, normal: &mut Normal) -> Result<Run, Error> {
    let scan = Scan::new(trace, texts, |texts| [calls::columns(texts), files::columns(texts)].concat())?;
    let run = Run {
        name: trace.path.to_string_lossy().into_owned(),
        exact: trace.manifest.completeness.verdict == Verdict::Exact,
        ..Run::default()
    };
    let mut into = Collector { run, texts: Arc::clone(texts), normal, whole: HashMap::new() };
    lives::read(&scan, &mut into)?;
    calls::read(&scan, &mut into)?;
    let scan = scan.only(&["program", "action", "file", "tid", "call", "ts", "seq"])?;
    files::read(&scan, &mut into)?;
    let scan = scan.only(&sequences::COLUMNS)?;
    sequences::read(&scan, &mut into)?;
    let scan = scan.only(&[])?;
    network::read(&scan, &mut into)?;
    channels::read(&scan, &mut into)?;
    arguments::read(&scan, &mut into)?;
    Ok(into.run)
}

/// A fact before it is normalised.
struct Found<'a> {
    dimension: Dimension,
    /// Number of the program as the trace names it.
    program: u32,
    aspect: &'a str,
    form: Form,
    /// Number of the item as the trace names it.
    item: u32,
    count: u64,
    first: i64,
}

/// Takes facts in, normalised.
struct Collector<'a> {
    run: Run,
    texts: Arc<Texts>,
    normal: &'a mut Normal,
    /// Of programs that were named relative to some folder, the absolute path.
    whole: HashMap<u32, u32>,
}

impl Collector<'_> {
    fn add(&mut self, found: &Found<'_>) {
        let item = self.normal.number(found.form, found.item);
        let key = Key { item, ..self.key(found.dimension, found.program, found.aspect) };
        let raw = (item != found.item).then_some(found.item);
        self.run.add(key, found.count, found.first, raw);
    }

    fn measure(&mut self, dimension: Dimension, program: u32, aspect: &str, measure: Measure) {
        let key = self.key(dimension, program, aspect);
        let sum = self.run.measures.entry(key).or_insert(Measure { value: 0.0, calls: 0 });
        sum.value += measure.value;
        sum.calls += measure.calls;
    }

    fn key(&mut self, dimension: Dimension, program: u32, aspect: &str) -> Key {
        let program = self.program(program);
        Key { dimension, program, aspect: self.texts.number(aspect), item: self.texts.number("") }
    }

    /// The normal form of a program as the trace names it.
    fn program(&mut self, program: u32) -> u32 {
        let whole = self.whole.get(&program).copied().unwrap_or(program);
        self.normal.number(Form::Path, whole)
    }

    fn text(&self, number: u32) -> String {
        self.texts.get(number.into()).unwrap_or_default()
    }
}
