//! `suspicious`: what looks like an attack.

use super::{document, foreign, open_all};
use crate::{
    anomaly,
    ask::quoted,
    cli::{Format, Suspicious},
    count::count,
    document::{Column, Document, Layout, Table, Value},
    error::Error,
    rules::{self, Finding, foreign::Answer, load::Loaded},
};
use schema::manifest::Verdict;
use std::path::PathBuf;

/// Findings of one rule in one trace that are told one by one.
const EACH: usize = 20;

/// Runs the report.
///
/// # Errors
/// When a trace or a rule cannot be read.
pub fn run(options: &Suspicious) -> Result<Document, Error> {
    let (subjects, baseline) = subjects(options)?;
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    let compared = match baseline {
        [] => None,
        baseline => Some(anomaly::compare(&options.anomaly, baseline, subjects, people)?),
    };
    // Sequences of calls are no traces that a rule could be asked about.
    let mut paths = Vec::new();
    for path in subjects {
        if compared.is_none() || !anomaly::is_sequences(path)? {
            paths.push(path.clone());
        }
    }
    let Loaded { rules, foreign } = chosen(options, compared.is_some())?;
    let traces = open_all(&paths)?;
    let mut findings: Vec<Finding> = Vec::new();
    let mut notes = vec![String::new()];
    for trace in &traces {
        let mut found = rules::find(trace, &rules)?;
        found.retain(|finding| finding.severity >= options.min_severity);
        if people {
            notes.extend(few(&mut found));
        }
        findings.extend(found);
    }
    let mut tables = Vec::new();
    if people && !foreign.is_empty() {
        let count = |answer: Answer| foreign.iter().filter(|told| told.answer == answer).count();
        notes.push(format!(
            "of {} rules of Falco and Sigma {} can be answered, {} partly, {} not (analyze rules list --rules says why)",
            foreign.len(),
            count(Answer::Answered),
            count(Answer::Partly),
            count(Answer::Not)
        ));
    } else {
        tables.extend(foreign::table(&foreign));
    }
    if let Some(told) = compared {
        findings.extend(told.findings.into_iter().filter(|finding| finding.severity >= options.min_severity));
        notes.extend(told.notes);
        tables.extend(told.tables);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.truncate(options.limit.unwrap_or(usize::MAX));
    let were = if rules.len() == 1 { "was" } else { "were" };
    notes[0] =
        format!("{} {were} asked, {}", count(rules.len() as u64, "rule"), count(findings.len() as u64, "finding"));
    tables.insert(0, if people { lines(&findings) } else { columns(&findings) });
    let mut document = document("suspicious", &traces, None, tables);
    if traces.is_empty() {
        document.completeness.verdict = Verdict::Unknown;
        document.completeness.reasons.push("plain sequences of calls: nothing counted them".to_owned());
    } else if document.completeness.verdict != Verdict::Exact {
        notes.push("calls are missing: what is not found here may have happened all the same".to_owned());
    }
    document.findings = findings;
    Ok(document.with_notes(notes))
}

/// What is asked about, and the baseline. Where no trace is named, the last one that stands behind --baseline is what is asked about.
fn subjects(options: &Suspicious) -> Result<(&[PathBuf], &[PathBuf]), Error> {
    match (options.traces.as_slice(), options.anomaly.baseline.as_slice()) {
        ([], [baseline @ .., last]) if !baseline.is_empty() => Ok((std::slice::from_ref(last), baseline)),
        ([], _) => Err(Error::Usage("name a trace: analyze suspicious TRACE...".to_owned())),
        named => Ok(named),
    }
}

/// The rules that were asked for. There may be none where there is `something` else to tell.
fn chosen(options: &Suspicious, something: bool) -> Result<Loaded, Error> {
    let mut loaded = rules::load(&options.rules)?;
    let all = &mut loaded.rules;
    if !options.no_built_in {
        let mut built_in = rules::load::built_in()?;
        // A rule of the user's replaces a built-in one of the same name.
        built_in.retain(|own| !all.iter().any(|rule| rule.id == own.id));
        all.splice(0..0, built_in);
    }
    for id in &options.only {
        if !all.iter().any(|rule| rule.id == *id) {
            return Err(Error::Usage(format!("there is no rule {id:?}; analyze rules list names them")));
        }
    }
    if !options.only.is_empty() {
        all.retain(|rule| options.only.contains(&rule.id));
    }
    if all.is_empty() && !something && loaded.foreign.is_empty() {
        return Err(Error::Usage("there are no rules to ask: name some with --rules".to_owned()));
    }
    Ok(loaded)
}

/// Leaves at most [`EACH`] findings of a rule; what was left out, a sentence each.
fn few(findings: &mut Vec<Finding>) -> Vec<String> {
    let mut told: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    findings.retain(|finding| {
        let times = told.entry(finding.rule.clone()).or_default();
        *times += 1;
        *times <= EACH
    });
    let more = told.into_iter().filter(|(_, times)| *times > EACH);
    more.map(|(rule, times)| match times - EACH {
        1 => format!("{rule}: 1 more finding of its kind is not shown; --format json has it"),
        more => format!("{rule}: {more} more findings of its kind are not shown; --format json has them"),
    })
    .collect()
}

/// For people: some lines each.
fn lines(findings: &[Finding]) -> Table {
    let rows: Vec<Vec<Value>> = findings.iter().flat_map(lines_of).map(|line| vec![Value::Text(line)]).collect();
    Table {
        name: "findings",
        columns: vec![Column::text("line")],
        rows: Box::new(rows.into_iter()),
        layout: Layout::Lines(super::cells::line),
    }
}

fn lines_of(finding: &Finding) -> Vec<String> {
    let (rows, more) = finding.shown();
    let mut lines = vec![
        format!(
            "{} {} [{}]{}, confidence {} %",
            finding.severity.name().to_uppercase(),
            finding.title,
            finding.rule,
            finding.attack.iter().map(|technique| format!(" {technique}")).collect::<String>(),
            finding.confidence
        ),
        format!("  {}", finding.story),
        format!("  {}  {}", finding.time, finding.process),
        format!("  why: {}", one_line(&finding.why)),
        format!("  harmless: {}", one_line(&finding.benign)),
    ];
    lines.extend(finding.doubts.iter().map(|doubt| format!("  doubt: {doubt}")));
    // Plain sequences have no rows that could be printed.
    let rows = match rows {
        rows if rows.is_empty() => String::new(),
        rows => format!(": analyze print {} --rows {rows}", quoted(&finding.trace)),
    };
    lines.push(format!("  {}{rows}", count(finding.calls, "call")));
    if more > 0 {
        lines.push(format!("  and {}, which --format json names", count(more as u64, "other row")));
    }
    lines.push(String::new());
    lines
}

/// Lines that were wrapped are one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For programs: a row each.
fn columns(findings: &[Finding]) -> Table {
    let columns = vec![
        Column::text("severity"),
        Column::text("rule"),
        Column::text("title"),
        Column::text("attack"),
        Column::integer("confidence", None),
        Column::text("time"),
        Column::text("process"),
        Column::text("story"),
        Column::integer("calls", None),
        Column::text("rows"),
        Column::text("trace"),
    ];
    let row = |finding: &Finding| {
        let rows: Vec<String> = finding.rows.iter().map(ToString::to_string).collect();
        vec![
            finding.severity.name().into(),
            finding.rule.as_str().into(),
            finding.title.as_str().into(),
            finding.attack.join(" ").into(),
            Value::Uint(finding.confidence.into()),
            finding.time.as_str().into(),
            finding.process.as_str().into(),
            finding.story.as_str().into(),
            Value::Uint(finding.calls),
            rows.join(",").into(),
            finding.trace.as_str().into(),
        ]
    };
    let rows: Vec<Vec<Value>> = findings.iter().map(row).collect();
    Table { name: "findings", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}
