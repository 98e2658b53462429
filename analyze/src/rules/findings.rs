//! What was found, told so that somebody can check it.

use super::{
    evaluate::Evaluator,
    fields::Field,
    flow,
    matches::{self, Bases, Match},
    reduce::{Needs, Reduced, reduce},
    rows::{NONE, RowId},
    rule::{Find, Rule, Severity, What},
};
use crate::{error::Error, time, trace::Trace};
use schema::effects::{EFFECTS, Effect};
use std::collections::BTreeSet;

/// Rows that a finding names; there may be more.
const ROWS: usize = 20;
/// Processes in a chain.
const CHAIN: usize = 8;
/// Characters of a value in a story.
const VALUE: usize = 160;

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What the rule finds.
    pub title: String,
    /// Techniques of ATT&CK.
    pub attack: Vec<String>,
    /// What happened, one sentence.
    pub story: String,
    /// The process and those that led to it.
    pub process: String,
    /// Its program.
    pub exe: Option<String>,
    /// The rows, the first ones.
    pub rows: Vec<RowId>,
    /// How many calls they and the others are.
    pub calls: u64,
    /// When the first of them began, ns of the boot clock.
    pub first: i64,
    /// The same in UTC.
    pub time: String,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// What lowers that.
    pub doubts: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// When it is harmless.
    pub benign: String,
    /// The trace, where there are several.
    pub trace: String,
}

/// Names of calls in which a rule about calls is interested; `None`: all.
fn calls_of(rule: &Rule) -> Option<BTreeSet<String>> {
    let name = Field::named("name")?;
    let conditions = match (&rule.what, &rule.find) {
        (What::Processes, _) => return Some(BTreeSet::new()),
        // What leaves is looked for in a pass of its own.
        (_, Find::Flow(flow)) => vec![&flow.source],
        (_, find) => find.conditions(),
    };
    conditions
        .into_iter()
        .map(|condition| condition.values_of(name))
        .try_fold(BTreeSet::new(), |all, part| part.map(|part| all.union(&part).cloned().collect()))
}

/// What rules need to know of a trace.
pub fn needs(rules: &[Rule]) -> Needs {
    let mut needs = Needs { calls: Some(BTreeSet::new()), fields: BTreeSet::new() };
    for rule in rules {
        needs.calls = match (needs.calls.take(), calls_of(rule)) {
            (Some(all), Some(more)) => Some(all.union(&more).cloned().collect()),
            _ => None,
        };
        rule.find.conditions().iter().for_each(|condition| condition.fields(&mut needs.fields));
        needs.fields.extend(super::read::placeholders(&rule.output).filter_map(Field::named));
        match &rule.find {
            Find::Many(many) => needs.fields.extend(many.same.iter().chain(&many.distinct)),
            Find::Steps(steps) => {
                let joins = steps.steps.iter().flat_map(|step| &step.joins);
                needs.fields.extend(joins.flat_map(|(own, _, other)| [*own, *other]));
            }
            Find::One(_) | Find::Flow(_) => {}
        }
    }
    // Whether a connection came in is known from the call that accepted it.
    if let (true, Some(calls)) = (needs.fields.iter().any(|field| field.name() == "direction"), &mut needs.calls) {
        let accepts = EFFECTS.iter().filter(|(_, effect)| matches!(effect, Effect::Accept(_)));
        calls.extend(accepts.map(|(name, _)| (*name).to_owned()));
    }
    needs
}

/// What the rules find in a trace, what matters most first.
///
/// # Errors
/// When the trace cannot be read.
pub fn find(trace: &Trace, rules: &[Rule]) -> Result<Vec<Finding>, Error> {
    let reduced = reduce(trace, &needs(rules))?;
    let Reduced { rows, facts } = &reduced;
    let evaluator = Evaluator::new(rows, facts, &trace.manifest);
    let bases = Bases::new(&evaluator);
    let mut findings = Vec::new();
    for rule in rules {
        for found in matches::find(rule, &evaluator, &bases) {
            findings.extend(told(rule, &found, &evaluator, trace));
        }
    }
    findings.extend(flow::find(trace, rules, &evaluator, &bases)?);
    findings.sort_by(|a, b| (b.severity, a.first, &a.rule, &a.rows).cmp(&(a.severity, b.first, &b.rule, &b.rows)));
    Ok(findings)
}

/// A match as a finding.
fn told(rule: &Rule, found: &Match, evaluator: &Evaluator<'_>, trace: &Trace) -> Option<Finding> {
    let first = *found.rows.first()?;
    let story = match rule.find {
        // What a step does not know, another does.
        Find::Steps(_) => sentence(&rule.output, evaluator, &found.rows),
        _ => sentence(&rule.output, evaluator, &[first]),
    };
    Some(finding(rule, story, found, evaluator, trace))
}

/// A finding with this story.
pub fn finding(rule: &Rule, story: String, found: &Match, evaluator: &Evaluator<'_>, trace: &Trace) -> Finding {
    let rows = evaluator.rows;
    let mut ids: Vec<RowId> = found.rows.iter().map(|row| id(evaluator, *row)).collect();
    ids.sort_by_key(|id| (id.ts, id.tid));
    ids.dedup();
    let first = ids.first().map_or(0, |id| id.ts);
    ids.truncate(ROWS);
    let doubts = doubts(found, evaluator);
    let lowered = 10 * doubts.len() as u8;
    let run = evaluator.facts.runs.get(found.run as usize);
    Finding {
        rule: rule.id.clone(),
        severity: rule.severity,
        title: rule.title.clone(),
        attack: rule.attack.clone(),
        story,
        process: match found.rows.first() {
            Some(row) if found.run == NONE => {
                format!("{}[{}]", rows.text(super::rows::COMM, *row).unwrap_or("?"), rows.tgid[*row])
            }
            _ => evaluator.facts.chain(found.run as usize, CHAIN),
        },
        exe: run.and_then(|run| run.exe.clone()),
        rows: ids,
        calls: found.calls,
        first,
        time: time::utc(&trace.manifest, first),
        confidence: rule.confidence.saturating_sub(lowered),
        doubts,
        why: rule.why.clone(),
        benign: rule.benign.clone(),
        trace: trace.path.to_string_lossy().into_owned(),
    }
}

/// The row that `print` shows: of an exec, the call.
fn id(evaluator: &Evaluator<'_>, row: usize) -> RowId {
    let rows = evaluator.rows;
    if rows.is_call(row) || rows.name(row) != "exec" {
        return rows.id(row);
    }
    // The call that began this run.
    let is = |other: &usize| {
        rows.run[*other] == rows.run[row]
            && rows.tid[*other] == rows.tid[row]
            && rows.is_call(*other)
            && rows.name(*other).starts_with("execve")
    };
    (0..row).rev().take(64).find(is).map_or_else(|| rows.id(row), |call| rows.id(call))
}

/// What lowers the confidence in rows.
fn doubts(found: &Match, evaluator: &Evaluator<'_>) -> Vec<String> {
    use schema::wire::flags;
    const DOUBTS: [(u32, &str); 3] = [
        (flags::CHANGED, "a path or an address was changed while a call was under way"),
        (flags::TAINTED, "rows were lost that names may follow from"),
        (flags::FAULT, "memory of a call could not be read"),
    ];
    let bits = found.rows.iter().fold(0, |bits, row| bits | evaluator.rows.bits[*row]);
    DOUBTS.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, text)| (*text).to_owned()).collect()
}

/// `{field}` stands for the value of a field: that of the first row that has one.
fn sentence(output: &str, evaluator: &Evaluator<'_>, rows: &[usize]) -> String {
    let mut out = String::new();
    let mut rest = output;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        out.push_str(&value(name, evaluator, rows));
        rest = after;
    }
    out + rest
}

fn value(name: &str, evaluator: &Evaluator<'_>, rows: &[usize]) -> String {
    let values = Field::named(name)
        .into_iter()
        .flat_map(|field| rows.iter().map(move |row| evaluator.value(field, *row).show()));
    let mut values = values.filter(|value| !value.is_empty());
    match values.next() {
        None => "?".to_owned(),
        Some(text) if text.chars().count() > VALUE => text.chars().take(VALUE).chain("...".chars()).collect(),
        Some(text) => text,
    }
}
