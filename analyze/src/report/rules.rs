//! `rules`: what the rules are, whether files of them are right, and how good they are.

use super::{backtest, document, foreign, open_all};
use crate::{
    cli::{Explain, Rules, RulesList, RulesTest},
    document::{Column, Document, Layout, Table, Value},
    error::Error,
    rules::{self, load::Loaded, rule::Rule},
};
use std::path::PathBuf;

/// Runs what was asked.
///
/// # Errors
/// When a rule or a trace cannot be read.
pub fn run(options: &Rules) -> Result<Document, Error> {
    match options {
        Rules::List(options) => list(options),
        Rules::Fields(_) => Ok(fields()),
        Rules::Test(options) => test(options),
        Rules::Explain(options) => explain(options),
        Rules::Backtest(options) => backtest::run(options),
    }
}

pub(super) fn table(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Value>>, layout: Layout) -> Table {
    Table { name, columns, rows: Box::new(rows.into_iter()), layout }
}

/// The built-in rules and those of files.
pub(super) fn all(paths: &[PathBuf], built_in: bool) -> Result<Loaded, Error> {
    let mut all = rules::load(paths)?;
    if built_in {
        all.rules.splice(0..0, rules::load::built_in()?);
    }
    Ok(all)
}

fn list(options: &RulesList) -> Result<Document, Error> {
    let row = |rule: Rule| {
        vec![rule.id.into(), rule.severity.name().into(), rule.attack.join(" ").into(), Value::from(rule.title)]
    };
    let Loaded { rules, foreign } = all(&options.rules, true)?;
    let rows = rules.into_iter().map(row).collect();
    let columns = ["rule", "severity", "attack", "title"].map(Column::text).to_vec();
    let tables = std::iter::once(table("rules", columns, rows, Layout::Grid)).chain(foreign::table(&foreign));
    Ok(document("rules", &[], None, tables.collect()))
}

fn fields() -> Document {
    let row = |row: &rules::fields::Row| vec![row.name.into(), row.ty.name().into(), Value::from(row.about)];
    let rows = rules::fields::FIELDS.iter().map(row).collect();
    let columns = ["field", "type", "about"].map(Column::text).to_vec();
    document("rules fields", &[], None, vec![table("fields", columns, rows, Layout::Grid)])
}

fn test(options: &RulesTest) -> Result<Document, Error> {
    let Loaded { rules, foreign } = rules::load(&options.rules)?;
    let traces = open_all(&options.trace)?;
    let mut found = vec![0_u64; rules.len()];
    let mut findings = Vec::new();
    for trace in &traces {
        for finding in rules::find(trace, &rules)? {
            if let Some(at) = rules.iter().position(|rule| rule.id == finding.rule) {
                found[at] += 1;
            }
            findings.push(finding);
        }
    }
    let mut columns = ["rule", "severity", "title"].map(Column::text).to_vec();
    if !traces.is_empty() {
        columns.push(Column::integer("findings", None));
    }
    let row = |(rule, found): (&Rule, &u64)| {
        let mut row: Vec<Value> =
            vec![rule.id.as_str().into(), rule.severity.name().into(), rule.title.as_str().into()];
        row.extend((!traces.is_empty()).then_some(Value::Uint(*found)));
        row
    };
    let rows = rules.iter().zip(&found).map(row).collect();
    let notes = vec![match rules.len() {
        1 => "1 rule is right".to_owned(),
        number => format!("{number} rules are right"),
    }];
    let tables = std::iter::once(table("rules", columns, rows, Layout::Grid)).chain(foreign::table(&foreign));
    Ok(document("rules test", &traces, None, tables.collect()).with_notes(notes))
}

fn explain(options: &Explain) -> Result<Document, Error> {
    let rules = all(&options.rules, true)?.rules;
    let Some(rule) = rules.iter().rev().find(|rule| rule.id == options.rule) else {
        let near = rules.iter().map(|rule| (strsim::jaro_winkler(&rule.id, &options.rule), &rule.id));
        let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.7);
        let near = near.map(|(_, id)| format!("; did you mean {id:?}?")).unwrap_or_default();
        return Err(Error::Usage(format!("there is no rule {:?}{near}", options.rule)));
    };
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rows: Vec<Vec<Value>> = [
        ("rule", rule.id.clone()),
        ("title", rule.title.clone()),
        ("origin", rule.origin.name().to_owned()),
        ("severity", rule.severity.name().to_owned()),
        ("confidence", format!("{} %", rule.confidence)),
        ("attack", rule.attack.join(" ")),
        ("finds", text(&rule.finds)),
        ("why", text(&rule.why)),
        ("harmless", text(&rule.benign)),
        ("limits", text(&rule.limits)),
        ("says", rule.output.clone()),
    ]
    .into_iter()
    .map(|(name, value)| vec![name.into(), Value::from(value)])
    .collect();
    let mut tables = Vec::new();
    if let Some(text) = rules::load::text_of(&rule.id) {
        let lines = text.lines().map(|line| vec![Value::from(line)]).collect();
        tables.push(table("text", vec![Column::text("line")], lines, Layout::Lines(super::cells::line)));
    }
    rows.retain(|row| row.get(1).is_some_and(|value| *value != Value::from("")));
    tables.insert(0, table("rule", ["name", "value"].map(Column::text).to_vec(), rows, Layout::Pairs));
    Ok(document("rules explain", &[], None, tables))
}
