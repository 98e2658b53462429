//! An alarm as a finding, so that it is where all findings are.

use super::{
    judged::{Compared, Judged},
    model::{Model, Way},
    unit::{Kind, Names},
};
use crate::{
    rules::{Finding, RowId, rule::Severity},
    time,
    trace::Trace,
};
use std::collections::BTreeSet;

/// What is named of each kind in the story.
const NAMED: usize = 3;
/// Runs whose story is told.
const TOLD: usize = 3;
/// Rows that a finding names.
const ROWS: usize = 20;

const WHY: &str = "The run does what its program never did in the baseline, or does it in another order. An attacker's code in a program, or a \
                   program put in another's place, shows so.";
const BENIGN: &str = "A new version of the program, another configuration, or work that the baseline does not hold.";

/// The finding; `trace` is the trace that the runs are of, if they are of one.
pub fn of(
    judged: &Judged,
    model: &Model,
    names: &Names,
    settings: &super::Settings,
    trace: Option<&Trace>,
    input: &str,
) -> Finding {
    let strange: Vec<&Compared> = judged.runs.iter().filter(|one| one.strange > 0.0).collect();
    let mut rows: Vec<(i64, u32)> = Vec::new();
    let mut stories = Vec::new();
    for one in strange.iter().take(TOLD) {
        let (parts, own) = parts(one, model, names, settings);
        // A plain sequence has no rows that could be printed.
        rows.extend(own.into_iter().filter(|_| trace.is_some()));
        stories.push(format!("{} (pid {}): {}", name(one, names, input), one.unit.pid, parts.join("; ")));
    }
    if strange.len() > TOLD {
        stories.push(format!("{} more runs are strange too", strange.len() - TOLD));
    }
    rows.truncate(ROWS);
    let first = rows.iter().map(|(ts, _)| *ts).min().unwrap_or_default();
    let most = strange.first().or(judged.runs.first().as_ref()).copied();
    let program = most.map(|one| program_of(one, names)).unwrap_or_default();
    Finding {
        rule: "anomaly".to_owned(),
        severity: Severity::Medium,
        title: match judged.runs.len() {
            1 => "A run unlike those of the baseline".to_owned(),
            _ => "A trace unlike those of the baseline".to_owned(),
        },
        attack: Vec::new(),
        story: stories.join(" | "),
        process: most.map_or_else(String::new, |one| {
            let name = name(one, names, input);
            format!("{}[{}]", name.rsplit('/').next().unwrap_or_default(), one.unit.pid)
        }),
        exe: (!program.is_empty()).then(|| program.to_owned()),
        rows: rows.into_iter().map(|(ts, tid)| RowId { tid, ts }).collect(),
        calls: strange.iter().map(|one| one.unit.calls() as u64).sum(),
        first,
        time: trace.map(|trace| time::utc(&trace.manifest, first)).unwrap_or_default(),
        // Of a hundred ordinary traces, so many would not be told.
        confidence: ((1.0 - judged.rate) * 100.0) as u8,
        doubts: Vec::new(),
        why: WHY.to_owned(),
        benign: BENIGN.to_owned(),
        trace: input.to_owned(),
    }
}

/// The program of a run; of a plain sequence it is not known.
fn program_of<'a>(one: &Compared, names: &'a Names) -> &'a str {
    names.programs.text(one.unit.program)
}

/// The program of a run, or of a plain sequence its file.
fn name<'a>(one: &Compared, names: &'a Names, input: &'a str) -> &'a str {
    Some(program_of(one, names)).filter(|program| !program.is_empty()).unwrap_or(input)
}

/// What is strange about a run, and the rows that show it, by time and thread.
fn parts(
    one: &Compared,
    model: &Model,
    names: &Names,
    settings: &super::Settings,
) -> (Vec<String>, BTreeSet<(i64, u32)>) {
    let (mut parts, mut rows) = (Vec::new(), BTreeSet::new());
    if one.scores.of(Way::Program) == Some(1.0) {
        parts.push("the baseline has no such program".to_owned());
        let first = one.unit.threads.first();
        rows.extend(first.and_then(|thread| Some((*thread.times.first()?, thread.tid))));
    }
    let worst = one.scores.mismatches;
    if worst.most > 0 {
        // Threads are told by their row; a plain sequence is one.
        let place = if program_of(one, names).is_empty() {
            format!(", the most from call {} on", worst.at + 1)
        } else {
            String::new()
        };
        parts.push(format!("{} of {} sequences of {} calls are unknown{place}", worst.all, worst.windows, settings.n));
    }
    for kind in Kind::ALL {
        let new: Vec<_> = model.new_things(&one.unit).filter(|thing| thing.kind == kind).collect();
        if new.is_empty() {
            continue;
        }
        let text = |text: u32| names.things.text(text).trim_start_matches(kind.name()).trim_start();
        let some: Vec<&str> = new.iter().take(NAMED).map(|thing| text(thing.text)).collect();
        let more = if new.len() > NAMED { ", ..." } else { "" };
        parts.push(format!(
            "{} new {}{}: {}{more}",
            new.len(),
            kind.name(),
            if new.len() == 1 { "" } else { "s" },
            some.join(", ")
        ));
        rows.extend(new.iter().map(|thing| (thing.row.1, thing.row.0)));
    }
    if parts.is_empty() {
        parts.push("it makes its calls in other shares than before".to_owned());
    }
    let thread = one.unit.threads.get(one.scores.thread).filter(|_| worst.most > 0);
    rows.extend(thread.and_then(|thread| Some((*thread.times.get(worst.at)?, thread.tid))));
    (parts, rows)
}
