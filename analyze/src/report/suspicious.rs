//! `suspicious`: what looks like an attack.

use super::{document, open_all};
use crate::{
    ask::quoted,
    cli::{Format, Suspicious},
    document::{Column, Document, Layout, Table, Value},
    error::Error,
    rules::{self, Finding, rule::Rule},
};
use schema::manifest::Verdict;

/// Findings of one rule in one trace that are told one by one.
const EACH: usize = 20;

/// Runs the report.
///
/// # Errors
/// When a trace or a rule cannot be read.
pub fn run(options: &Suspicious) -> Result<Document, Error> {
    let rules = chosen(options)?;
    let traces = open_all(&options.traces)?;
    let mut findings: Vec<Finding> = Vec::new();
    let mut notes = Vec::new();
    for trace in &traces {
        let mut found = rules::find(trace, &rules)?;
        found.retain(|finding| finding.severity >= options.min_severity);
        notes.extend(few(&mut found));
        findings.extend(found);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.truncate(options.limit.unwrap_or(usize::MAX));
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    let table = if people { lines(&findings) } else { columns(&findings) };
    let mut document = document("suspicious", &traces, None, vec![table]);
    notes.insert(0, format!("{} rules were asked, {} findings", rules.len(), findings.len()));
    if document.completeness.verdict != Verdict::Exact {
        notes.push("calls are missing: what is not found here may have happened all the same".to_owned());
    }
    document.findings = findings;
    Ok(document.with_notes(notes))
}

/// The rules that were asked for.
fn chosen(options: &Suspicious) -> Result<Vec<Rule>, Error> {
    let mut all = if options.no_built_in { Vec::new() } else { rules::load::built_in()? };
    for rule in rules::load(&options.rules)? {
        // A rule of the user's replaces a built-in one of the same name.
        all.retain(|other| other.id != rule.id);
        all.push(rule);
    }
    for id in &options.only {
        if !all.iter().any(|rule| rule.id == *id) {
            return Err(Error::Usage(format!("there is no rule {id:?}; analyze rules list names them")));
        }
    }
    if !options.only.is_empty() {
        all.retain(|rule| options.only.contains(&rule.id));
    }
    match all.is_empty() {
        true => Err(Error::Usage("there are no rules to ask: name some with --rules".to_owned())),
        false => Ok(all),
    }
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
    more.map(|(rule, times)| format!("{rule}: {} more findings of its kind are not shown", times - EACH)).collect()
}

/// For people: some lines each.
fn lines(findings: &[Finding]) -> Table {
    let rows: Vec<Vec<Value>> = findings.iter().flat_map(lines_of).map(|line| vec![Value::Text(line)]).collect();
    let line = |row: &[Value]| match row.first() {
        Some(Value::Text(line)) => line.clone(),
        _ => String::new(),
    };
    Table {
        name: "findings",
        columns: vec![Column::text("line")],
        rows: Box::new(rows.into_iter()),
        layout: Layout::Lines(line),
    }
}

fn lines_of(finding: &Finding) -> Vec<String> {
    let rows: Vec<String> = finding.rows.iter().map(ToString::to_string).collect();
    let mut lines = vec![
        format!(
            "{} {} [{}] {}, confidence {} %",
            finding.severity.name().to_uppercase(),
            finding.title,
            finding.rule,
            finding.attack.join(" "),
            finding.confidence
        ),
        format!("  {}", finding.story),
        format!("  {}  {}", finding.time, finding.process),
        format!("  why: {}", one_line(&finding.why)),
        format!("  harmless: {}", one_line(&finding.benign)),
    ];
    lines.extend(finding.doubts.iter().map(|doubt| format!("  doubt: {doubt}")));
    lines.push(format!(
        "  {} calls: analyze print {} --rows {}",
        finding.calls,
        quoted(&finding.trace),
        rows.join(",")
    ));
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
