//! What is new and strange in a trace, beside a baseline: traces of the same programs at ordinary work.
//!
//! [`traces`] and [`sequences`] read runs of programs, [`model`] learns those of the baseline and says of others how strange they are,
//! and how often that would be a false alarm; this file tells it. docs/anomaly.md explains the figures.

mod finding;
mod grams;
mod model;
mod owner;
mod sequences;
mod table;
mod traces;
mod unit;
mod value;
mod words;

use crate::{
    cli::Anomaly,
    document::Table,
    error::Error,
    rules::Finding,
    trace::{self, Trace},
};
use model::{Model, Scores, Settings, Way};
use std::path::PathBuf;
use unit::{Names, Unit};

/// A run and how strange it is.
pub struct Compared {
    unit: Unit,
    scores: Scores,
    /// The share of false alarms to be expected.
    rate: f64,
    alarm: bool,
}

/// What is said of traces beside a baseline.
pub struct Told {
    /// Runs, what is new, and what the baseline is.
    pub tables: Vec<Table>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Runs that are an alarm.
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

/// Compares `subjects` with a baseline.
///
/// # Errors
/// When an input cannot be read, or an option makes no sense.
pub fn compare(options: &Anomaly, baseline: &[PathBuf], subjects: &[PathBuf]) -> Result<Told, Error> {
    let settings = settings(options)?;
    let mut names = Names::default();
    let baseline = inputs(baseline)?;
    let known = units(&baseline, false, &mut names)?;
    let subjects = inputs(subjects)?;
    let asked = units(&subjects, true, &mut names)?;
    let alphabet = names.calls.len();
    let model = Model::of(&known, settings.clone(), alphabet);
    // The least share that so many runs can tell.
    let least = 1.0 / (model.compared() + 1) as f64;
    let limit = options.alarm_rate.max(least);
    let compared = asked.into_iter().map(|unit| {
        let scores = model.scores(&unit, None);
        let rate = model.false_alarms_together(&scores);
        let alarm = model.compared() > 0 && rate <= limit;
        Compared { unit, scores, rate, alarm }
    });
    let mut compared: Vec<Compared> = compared.collect();
    let sum = |one: &Compared| model.sum(&one.scores);
    compared.sort_by(|a, b| a.rate.total_cmp(&b.rate).then(sum(b).total_cmp(&sum(a))));
    let notes = notes(&model, &known, options.alarm_rate, least);
    let inputs: Vec<String> = subjects.iter().map(Input::name).collect();
    let finding = |one: &Compared| {
        let input = subjects.get(one.unit.input as usize);
        let name = input.map(Input::name).unwrap_or_default();
        finding::of(one, &model, &names, &settings, input.and_then(Input::trace), &name)
    };
    let findings = compared.iter().filter(|one| one.alarm).map(finding).collect();
    let tables = vec![
        table::runs(&compared, &inputs, &names, &settings),
        table::new_things(&compared, &model, &names),
        table::baseline(&model, &names),
    ];
    Ok(Told { tables, notes, findings })
}

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

fn notes(model: &Model, known: &[Unit], wanted: f64, least: f64) -> Vec<String> {
    let mut notes = Vec::new();
    if model.compared() == 0 {
        let what = "the baseline is a single run, so how often an alarm would be false is not known; none is given: take more traces";
        notes.push(what.to_owned());
        return notes;
    }
    notes.push(format!(
        "false_alarm_rate: the share of the baseline's {} runs that were at least as strange when their part ({} parts) was left out",
        known.len(),
        model.parts
    ));
    if least > wanted {
        notes.push(format!(
            "of {} runs no share below {least:.3} can be told; an alarm is what is stranger than all of them",
            model.compared()
        ));
    }
    notes
}
