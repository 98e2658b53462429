//! What was found, told so that somebody can check it.

use super::{
    condition::Condition,
    evaluate::Evaluator,
    fields::Field,
    flow::{self, Source},
    matches::{self, Match},
    question::Questions,
    reduce::{Needs, Reduced, reduce},
    rows::{NONE, RowId},
    rule::{Find, Rule, Severity},
};
use crate::{error::Error, time, trace::Trace};
use std::collections::{BTreeSet, HashMap};

/// Rows that a finding of one process names; there may be more.
const ROWS: usize = 1000;
/// Rows of a finding that people are shown at once.
const SHOWN: usize = 12;
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
    /// The rows.
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

impl Finding {
    /// The rows that people are shown, in the form of `analyze print --rows`, and how many others there are.
    pub fn shown(&self) -> (String, usize) {
        let rows: Vec<String> = self.rows.iter().take(SHOWN).map(ToString::to_string).collect();
        (rows.join(","), self.rows.len() - rows.len())
    }
}

/// What several processes did alike, as one finding with the rows of all.
fn together(all: Vec<Finding>) -> Vec<Finding> {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let mut others: Vec<BTreeSet<String>> = Vec::new();
    let mut told: Vec<Finding> = Vec::new();
    for finding in all {
        let next = told.len();
        let at = *known.entry((finding.rule.clone(), finding.story.clone())).or_insert(next);
        if at == next {
            others.push(BTreeSet::new());
            told.push(finding);
            continue;
        }
        let first = &mut told[at];
        if finding.process != first.process {
            others[at].insert(finding.process);
        }
        first.calls += finding.calls;
        first.rows.extend(finding.rows);
        if finding.confidence > first.confidence {
            (first.confidence, first.doubts) = (finding.confidence, finding.doubts);
        }
    }
    for (finding, others) in told.iter_mut().zip(&others) {
        finding.rows.sort_by_key(|id| (id.ts, id.tid));
        finding.rows.dedup();
        if !others.is_empty() {
            finding.process +=
                &format!(" and {} more {}", others.len(), if others.len() == 1 { "process" } else { "processes" });
        }
    }
    told
}

/// The conditions that are asked of the rows of a rule. What leaves is looked for in a pass of its own.
fn conditions(rule: &Rule) -> Vec<&Condition> {
    match &rule.find {
        Find::Flow(flow) => vec![&flow.source],
        find => find.conditions(),
    }
}

/// What the runtime does before the target is the business only of rules that test the phase.
pub fn sees_setup(rule: &Rule) -> bool {
    let mut fields = BTreeSet::new();
    rule.find.conditions().iter().for_each(|condition| condition.fields(&mut fields));
    fields.iter().any(|field| field.name() == "phase")
}

/// Everything that rules ask, rule by rule.
pub fn questions(rules: &[Rule]) -> Questions {
    let mut questions = Questions::default();
    for rule in rules {
        let setup = sees_setup(rule);
        conditions(rule).into_iter().for_each(|condition| questions.add(condition, rule.what, setup));
    }
    questions
}

/// What rules need to know of a trace to be asked these questions.
pub fn needs(rules: &[Rule], questions: &Questions) -> Needs {
    let mut needs = Needs { calls: questions.calls(), ..Needs::default() };
    for rule in rules {
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
    needs
}

/// What the rules find in a trace, what matters most first.
///
/// # Errors
/// When the trace cannot be read.
pub fn find(trace: &Trace, rules: &[Rule]) -> Result<Vec<Finding>, Error> {
    let questions = questions(rules);
    let Reduced { rows, facts, matched } = reduce(trace, &needs(rules, &questions), &questions)?;
    let evaluator = Evaluator { rows: &rows, facts: &facts, manifest: &trace.manifest };
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    let mut matched = &matched[..];
    for rule in rules {
        let (own, rest) = matched.split_at(conditions(rule).len());
        matched = rest;
        for found in matches::find(rule, &evaluator, own) {
            findings.extend(told(rule, &found, &evaluator, trace));
        }
        if let (Find::Flow(flow), [opened]) = (&rule.find, own) {
            sources.push(Source { rule, flow, opened });
        }
    }
    // Most traces open nothing of the kind, and need no second pass.
    sources.retain(|source| !source.opened.is_empty());
    if !sources.is_empty() {
        findings.extend(flow::find(trace, &sources, &evaluator)?);
    }
    // The first to do something is the one that is named.
    findings.sort_by_key(|finding| finding.first);
    let mut findings = together(findings);
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
