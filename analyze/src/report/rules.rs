//! `rules`: what the rules are, whether files of them are right, and how good they are.

use super::{document, foreign, open_all};
use crate::{
    cli::{Backtest, Explain, Rules, RulesList, RulesTest},
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    rules::{self, load::Loaded, rule::Rule},
    trace::{self, Trace},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

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
        Rules::Backtest(options) => backtest(options),
    }
}

fn table(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Value>>, layout: Layout) -> Table {
    Table { name, columns, rows: Box::new(rows.into_iter()), layout }
}

/// The built-in rules and those of files.
fn all(paths: &[PathBuf], built_in: bool) -> Result<Loaded, Error> {
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

/// A trace of which it is known what it holds.
struct Labelled {
    trace: Trace,
    bad: bool,
    /// The rule that must find it, if one is named.
    rule: Option<String>,
}

fn backtest(options: &Backtest) -> Result<Document, Error> {
    let rules = all(&options.rules, !options.no_built_in)?.rules;
    let labelled = labelled(&options.folder)?;
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for one in &labelled {
        found.push(rules::find(&one.trace, &rules)?.into_iter().map(|finding| finding.rule).collect());
    }
    let measured = |id: &str| {
        let own = labelled.iter().any(|one| one.rule.as_deref() == Some(id));
        let expected = |one: &Labelled| one.bad && (!own || one.rule.as_deref() == Some(id));
        let pairs = || labelled.iter().zip(&found);
        let count = |is: &dyn Fn(&Labelled, bool) -> bool| {
            pairs().filter(|(one, found)| is(one, found.contains(id))).count() as u64
        };
        let right = count(&|one, fires| expected(one) && fires);
        let missed = count(&|one, fires| expected(one) && !fires);
        let false_alarms = count(&|one, fires| !one.bad && fires);
        (right, missed, false_alarms)
    };
    let share = |part: u64, whole: u64| if whole == 0 { Value::Null } else { Value::Float(part as f64 / whole as f64) };
    let row = |rule: &Rule| {
        let (right, missed, alarms) = measured(&rule.id);
        let numbers = [right, missed, alarms].map(Value::Uint);
        let mut row: Vec<Value> = vec![rule.id.as_str().into(), rule.severity.name().into()];
        row.extend(numbers);
        row.extend([share(right, right + alarms), share(right, right + missed)]);
        row
    };
    let rows = rules.iter().map(row).collect();
    let mut columns = ["rule", "severity"].map(Column::text).to_vec();
    columns.extend(["found", "missed", "false_alarms"].map(|name| Column::integer(name, None)));
    columns.extend(["precision", "recall"].map(|name| Column::number(name, Unit::Ratio)));
    let clean = labelled.iter().filter(|one| !one.bad).count();
    let notes = vec![format!("{clean} clean traces, {} bad ones", labelled.len() - clean)];
    let traces: Vec<Trace> = labelled.into_iter().map(|one| one.trace).collect();
    let mut document = document("rules backtest", &traces, None, vec![table("rules", columns, rows, Layout::Grid)]);
    // There may be thousands.
    document.traces.clear();
    Ok(document.with_notes(notes))
}

/// The traces of DIR/clean, DIR/bad and DIR/bad/RULE.
fn labelled(folder: &Path) -> Result<Vec<Labelled>, Error> {
    let mut all = Vec::new();
    for (name, bad) in [("clean", false), ("bad", true)] {
        let folder = folder.join(name);
        if !folder.is_dir() {
            return Err(Error::Usage(format!(
                "{}: is no folder; backtest needs DIR/clean and DIR/bad",
                folder.display()
            )));
        }
        add(&folder, bad, None, &mut all)?;
        let entries = std::fs::read_dir(&folder).map_err(|e| Error::unreadable(&folder, e))?;
        let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        below.sort();
        for path in below.iter().filter(|path| path.is_dir() && !path.join(schema::manifest::FILE_NAME).exists()) {
            let rule = path.file_name().map(|name| name.to_string_lossy().into_owned());
            add(path, bad, rule.filter(|_| bad), &mut all)?;
        }
    }
    Ok(all)
}

fn add(folder: &Path, bad: bool, rule: Option<String>, all: &mut Vec<Labelled>) -> Result<(), Error> {
    let found = trace::within(folder)?;
    // A folder without traces stands for itself.
    for path in found.iter().filter(|path| *path != folder) {
        all.push(Labelled { trace: trace::open(path)?, bad, rule: rule.clone() });
    }
    Ok(())
}
