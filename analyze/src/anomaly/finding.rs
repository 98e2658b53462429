//! An alarm as a finding, so that it is where all findings are.

use super::{
    Compared,
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
/// Rows that a finding names.
const ROWS: usize = 20;

const WHY: &str = "The run does what its program never did in the baseline, or does it in another order. An attacker's code in a program, or a \
                   program put in another's place, shows so.";
const BENIGN: &str = "A new version of the program, another configuration, or work that the baseline does not hold.";

/// The finding; `trace` is the trace that the run is of, if it is of one.
pub fn of(
    one: &Compared,
    model: &Model,
    names: &Names,
    settings: &super::Settings,
    trace: Option<&Trace>,
    input: &str,
) -> Finding {
    let program = names.programs.text(one.unit.program);
    let mut parts = Vec::new();
    if one.scores.of(Way::Program) == Some(1.0) {
        parts.push("the baseline has no such program".to_owned());
    }
    if let (Some(most), worst) = (one.scores.of(Way::Sequence), one.scores.mismatches)
        && most > 0.0
    {
        parts.push(format!("{} of {} sequences of {} calls are unknown", worst.all, worst.windows, settings.n));
    }
    let mut rows: BTreeSet<(i64, u32)> = BTreeSet::new();
    for kind in Kind::ALL {
        let new: Vec<_> = model.new_things(&one.unit).filter(|thing| thing.kind == kind).collect();
        if new.is_empty() {
            continue;
        }
        let text = |text: u32| names.things.text(text).trim_start_matches(kind.name()).trim_start();
        let some: Vec<&str> = new.iter().take(NAMED).map(|thing| text(thing.text)).collect();
        let more = if new.len() > NAMED { ", ..." } else { "" };
        parts.push(format!("{} new {}s: {}{more}", new.len(), kind.name(), some.join(", ")));
        rows.extend(new.iter().map(|thing| (thing.row.1, thing.row.0)));
    }
    let thread = one.unit.threads.get(one.scores.thread);
    if let Some(at) = thread.and_then(|thread| Some((*thread.times.get(one.scores.mismatches.at)?, thread.tid))) {
        rows.insert(at);
    }
    let first = rows.first().map_or(0, |(ts, _)| *ts);
    let name = match program {
        "" => input.to_owned(),
        program => program.to_owned(),
    };
    Finding {
        rule: "anomaly".to_owned(),
        severity: Severity::Medium,
        title: "A run unlike those of the baseline".to_owned(),
        attack: Vec::new(),
        story: format!("{name} (pid {}): {}", one.unit.pid, parts.join("; ")),
        process: format!("{}[{}]", name.rsplit('/').next().unwrap_or_default(), one.unit.pid),
        exe: (!program.is_empty()).then(|| program.to_owned()),
        rows: rows.into_iter().take(ROWS).map(|(ts, tid)| RowId { tid, ts }).collect(),
        calls: one.unit.calls() as u64,
        first,
        time: trace.map(|trace| time::utc(&trace.manifest, first)).unwrap_or_default(),
        // Of a hundred runs as strange, so many would be no false alarm.
        confidence: ((1.0 - one.rate) * 100.0) as u8,
        doubts: Vec::new(),
        why: WHY.to_owned(),
        benign: BENIGN.to_owned(),
        trace: input.to_owned(),
    }
}
