//! What is new and strange in a trace, beside a baseline: traces of the same programs at ordinary work.
//!
//! [`traces`] and [`sequences`] read runs of programs, [`model`] learns those of the baseline and says of others how strange they are,
//! and how often that would be a false alarm; this file tells it. docs/anomaly.md explains the figures.

mod calibration;
mod finding;
mod grams;
mod judged;
mod model;
mod owner;
mod sequences;
mod table;
mod traces;
mod unit;
mod value;
mod words;

use crate::{
    cli::{Anomaly, Source},
    document::Table,
    error::Error,
    rules::Finding,
    trace::{self, Trace},
};
use judged::{By, Judged};
use model::{Model, Settings, Way};
use std::path::PathBuf;
use unit::{Names, Unit};

/// What is said of traces beside a baseline.
pub struct Told {
    /// Traces, runs, what is new, and what the baseline is.
    pub tables: Vec<Table>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Traces that are an alarm, and runs that are judged alone.
    pub findings: Vec<Finding>,
}

/// What is read: a trace, or files of sequences.
enum Input {
    Trace(Box<Trace>),
    Sequence(PathBuf),
}

impl Input {
    fn trace(&self) -> Option<&Trace> {
        match self {
            Input::Trace(trace) => Some(trace),
            Input::Sequence(_) => None,
        }
    }

    /// Whether its runs are one piece of work, to be judged together. Sequences that were imported are as many as there are processes.
    fn whole(&self) -> bool {
        self.trace().is_some_and(|trace| trace.manifest.backend.name != Source::Sequence.name())
    }

    fn name(&self) -> String {
        match self {
            Input::Trace(trace) => trace.path.to_string_lossy().into_owned(),
            Input::Sequence(path) => path.to_string_lossy().into_owned(),
        }
    }
}

/// Whether a path is, or holds, plain sequences of calls and no trace.
///
/// # Errors
/// When a folder cannot be read.
pub fn is_sequences(path: &std::path::Path) -> Result<bool, Error> {
    Ok(path.exists() && sequences::within(path)?.is_some())
}

/// Compares `subjects` with a baseline; `people` read it, who need not have all of a long table.
///
/// # Errors
/// When an input cannot be read, or an option makes no sense.
pub fn compare(options: &Anomaly, baseline: &[PathBuf], subjects: &[PathBuf], people: bool) -> Result<Told, Error> {
    let settings = settings(options)?;
    let mut names = Names::default();
    let baseline = inputs(baseline)?;
    let mut known = units(&baseline, false, &mut names)?;
    let subjects = inputs(subjects)?;
    let mut asked = units(&subjects, true, &mut names)?;
    let by = By::of(&mut known, |input| baseline.get(input as usize).is_some_and(Input::whole));
    by.group(&mut asked, |input| subjects.get(input as usize).is_some_and(Input::whole));
    let model = Model::of(&known, settings.clone(), names.calls.len());
    let judged = judged::all(asked, &model, by, options.alarm_rate);
    let inputs: Vec<String> = subjects.iter().map(Input::name).collect();
    let finding = |one: &Judged| {
        let input = subjects.get(one.input as usize);
        let name = input.map(Input::name).unwrap_or_default();
        finding::of(one, &model, &names, &settings, input.and_then(Input::trace), &name)
    };
    let findings = judged.iter().filter(|one| one.alarm).map(finding).collect();
    let told = model.tail.told(options.alarm_rate);
    let notes = notes(&model, by, options.alarm_rate, told);
    let of_known: Vec<String> = baseline.iter().map(Input::name).collect();
    let mut tables = Vec::new();
    if !people || judged.iter().any(|one| one.runs.len() > 1) {
        tables.push(table::traces(&judged, &inputs, &names));
    }
    tables.extend([
        table::runs(&judged, &inputs, &names, &settings),
        table::new_things(&judged, &model, &names),
        table::baseline(&model, &names),
        table::left_out(&model, &known, &of_known, people.then_some(FEW)),
    ]);
    Ok(Told { tables, notes, findings })
}

/// Parts of the baseline that people are told of.
const FEW: usize = 5;

fn settings(options: &Anomaly) -> Result<Settings, Error> {
    let way = |name: &String| {
        let names = || Way::ALL.map(Way::name).join(", ");
        Way::named(name).ok_or_else(|| Error::Usage(format!("--ways: {name:?} is none of {}", names())))
    };
    if !(options.alarm_rate > 0.0 && options.alarm_rate < 1.0) {
        return Err(Error::Usage(format!("--alarm-rate {}: a share between 0 and 1", options.alarm_rate)));
    }
    let ways = match options.ways.as_slice() {
        [] => Way::USUAL.to_vec(),
        named => named.iter().map(way).collect::<Result<_, _>>()?,
    };
    Ok(Settings { n: options.ngram.into(), frame: options.frame as usize, ways })
}

fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, Error> {
    let mut all = Vec::new();
    for path in paths {
        let files = if path.exists() { sequences::within(path)? } else { None };
        match files {
            Some(files) => all.extend(files.into_iter().map(Input::Sequence)),
            None => {
                for path in trace::within(path)? {
                    all.push(Input::Trace(Box::new(trace::open(&path)?)));
                }
            }
        }
    }
    Ok(all)
}

fn units(inputs: &[Input], timed: bool, names: &mut Names) -> Result<Vec<Unit>, Error> {
    let mut all = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        match input {
            Input::Trace(trace) => all.extend(traces::read(trace, number as u32, timed, names)?),
            Input::Sequence(path) => all.push(sequences::read(path, number as u32, names)?),
        }
    }
    Ok(all)
}

fn notes(model: &Model, by: By, wanted: f64, told: usize) -> Vec<String> {
    let parts = model.tail.parts();
    if parts == 0 {
        let what = "the baseline is a single run: how often an alarm would be false is not known, and none is given; take more traces";
        return vec![what.to_owned()];
    }
    let least = 1.0 / (parts + 1) as f64;
    let what = match by {
        By::Trace => "traces",
        By::Run => "runs",
    };
    let mut notes = vec![format!(
        "each of the baseline's {parts} {what} was left out and looked at beside all others: {told} of them would be told at --alarm-rate {wanted} \
         ({:.1} %)",
        100.0 * told as f64 / parts as f64
    )];
    if by == By::Run {
        notes.push(
            "the baseline is a single trace: how often an ordinary trace would be told cannot be estimated; runs of programs are judged one by one, \
             and the rate is multiplied by their number; take a dozen traces"
                .to_owned(),
        );
    } else if parts < ENOUGH {
        notes.push(format!(
            "a baseline of {parts} traces is too small to estimate how often an ordinary one would be told; only what is far from all of \
             them is; take a dozen traces"
        ));
    }
    if least > wanted {
        notes.push(format!(
            "of {parts} {what} no rate below {least:.3} can be counted; smaller ones are estimates: that what is rarer falls off exponentially"
        ));
    }
    notes
}

/// Traces of which something can be said.
const ENOUGH: usize = 6;
