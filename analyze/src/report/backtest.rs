//! `rules backtest`: how good rules are, over traces of which it is known what they hold.

use super::{
    document,
    rules::{all, table},
};
use crate::{
    cli::{Backtest, Format},
    document::{Column, Document, Layout, Unit, Value},
    error::Error,
    rules::{
        self,
        rule::{Rule, Severity},
    },
    trace::{self, Trace},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// A trace of which it is known what it holds.
struct Labelled {
    trace: Trace,
    bad: bool,
    /// The rule that must find it, if one is named.
    rule: Option<String>,
}

/// What came of a trace: the rules that found something in it.
type Found = BTreeSet<String>;

/// Runs the report.
///
/// # Errors
/// When the folder is not as it should be, or a rule or a trace cannot be read.
pub fn run(options: &Backtest) -> Result<Document, Error> {
    let rules = all(&options.rules, !options.no_built_in)?.rules;
    let known: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut labelled = labelled(&options.folder)?;
    let mut notes = Vec::new();
    let mut strangers: BTreeMap<String, u64> = BTreeMap::new();
    for one in &mut labelled {
        // A folder that is named after no rule holds traces that some rule must find.
        if let Some(name) = one.rule.take_if(|name| !known.contains(name.as_str())) {
            *strangers.entry(name).or_default() += 1;
        }
    }
    for (name, traces) in strangers {
        notes.push(format!("bad/{name} has the name of no rule: its {traces} traces count as bad, for any rule"));
    }
    let mut pairs: Vec<(Labelled, Found)> = Vec::new();
    for one in labelled {
        let found = rules::find(&one.trace, &rules)?.into_iter().map(|finding| finding.rule).collect();
        pairs.push((one, found));
    }
    let clean = pairs.iter().filter(|(one, _)| !one.bad).count();
    notes.insert(0, format!("{clean} clean traces, {} bad ones", pairs.len() - clean));
    let mut counts: Vec<Counts> = rules.iter().map(|rule| Counts::of(rule, &pairs)).collect();
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    if people {
        let before = counts.len();
        counts.retain(Counts::says_something);
        if counts.len() < before {
            notes.push(format!(
                "{} rules found nothing, and no folder bad/RULE says that they should: they are not shown",
                before - counts.len()
            ));
        }
    }
    let tables = vec![levels(&rules, &pairs), measured(&counts), wrong(&rules, &pairs)];
    let traces: Vec<Trace> = pairs.into_iter().map(|(one, _)| one.trace).collect();
    let document = document("rules backtest", &traces, None, tables);
    notes.extend(document.notes.clone());
    Ok(document.with_notes(notes))
}

fn share(part: u64, whole: u64) -> Value {
    if whole == 0 { Value::Null } else { Value::Float(part as f64 / whole as f64) }
}

/// Whether a rule must find something in a trace: in one that is in its folder, and, if it has none, nobody knows.
fn expected(rule: &Rule, one: &Labelled) -> bool {
    one.bad && one.rule.as_deref() == Some(rule.id.as_str())
}

/// In how many traces a rule finds something.
struct Counts<'a> {
    rule: &'a Rule,
    /// Of those in its folder.
    found: u64,
    missed: u64,
    /// Bad ones that are in another folder, or in none.
    elsewhere: u64,
    false_alarms: u64,
}

impl<'a> Counts<'a> {
    fn of(rule: &'a Rule, pairs: &[(Labelled, Found)]) -> Counts<'a> {
        let count = |is: &dyn Fn(&Labelled, bool) -> bool| {
            pairs.iter().filter(|(one, found)| is(one, found.contains(&rule.id))).count() as u64
        };
        Counts {
            rule,
            found: count(&|one, fires| expected(rule, one) && fires),
            missed: count(&|one, fires| expected(rule, one) && !fires),
            elsewhere: count(&|one, fires| one.bad && !expected(rule, one) && fires),
            false_alarms: count(&|one, fires| !one.bad && fires),
        }
    }

    fn says_something(&self) -> bool {
        self.found + self.missed + self.elsewhere + self.false_alarms > 0
    }

    fn row(&self) -> Vec<Value> {
        let mut row: Vec<Value> = vec![self.rule.id.as_str().into(), self.rule.severity.name().into()];
        row.extend([self.found, self.missed, self.elsewhere, self.false_alarms].map(Value::Uint));
        // What it finds in any bad trace is no false alarm.
        let right = self.found + self.elsewhere;
        row.extend([share(right, right + self.false_alarms), share(self.found, self.found + self.missed)]);
        row
    }
}

fn measured(counts: &[Counts<'_>]) -> crate::document::Table {
    let mut columns = ["rule", "severity"].map(Column::text).to_vec();
    columns.extend(["found", "missed", "elsewhere", "false_alarms"].map(|name| Column::integer(name, None)));
    columns.extend(["precision", "recall"].map(|name| Column::number(name, Unit::Ratio)));
    table("rules", columns, counts.iter().map(Counts::row).collect(), Layout::Grid)
}

/// How many bad and how many clean traces have a finding at least so severe, of whatever rule.
fn levels(rules: &[Rule], pairs: &[(Labelled, Found)]) -> crate::document::Table {
    let severities: BTreeMap<&str, Severity> = rules.iter().map(|rule| (rule.id.as_str(), rule.severity)).collect();
    let row = |level: Severity| {
        let told = |(_, found): &&(Labelled, Found)| {
            found.iter().any(|rule| severities.get(rule.as_str()).is_some_and(|severity| *severity >= level))
        };
        let of = |bad: bool| pairs.iter().filter(move |(one, _)| one.bad == bad);
        let (right, alarms) = (of(true).filter(told).count() as u64, of(false).filter(told).count() as u64);
        let mut row: Vec<Value> = vec![level.name().into(), Value::Uint(right), Value::Uint(alarms)];
        row.extend([share(right, right + alarms), share(right, of(true).count() as u64)]);
        row
    };
    let levels = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let mut columns = vec![Column::text("at_least")];
    columns.extend(["bad_told", "clean_told"].map(|name| Column::integer(name, None)));
    columns.extend(["precision", "recall"].map(|name| Column::number(name, Unit::Ratio)));
    table("traces", columns, levels.into_iter().map(row).collect(), Layout::Grid)
}

/// Each mistake, with its trace: what to look at next.
fn wrong(rules: &[Rule], pairs: &[(Labelled, Found)]) -> crate::document::Table {
    let mut rows = Vec::new();
    for (one, found) in pairs {
        let mut row = |what: &str, rule: &str, severity: &str| {
            rows.push(vec![what.into(), rule.into(), severity.into(), one.trace.name()]);
        };
        if one.bad && found.is_empty() {
            row("nothing found", one.rule.as_deref().unwrap_or_default(), "");
        }
        for rule in rules {
            match found.contains(&rule.id) {
                true if !one.bad => row("false alarm", &rule.id, rule.severity.name()),
                false if expected(rule, one) && !found.is_empty() => row("missed", &rule.id, rule.severity.name()),
                _ => {}
            }
        }
    }
    table("wrong", ["what", "rule", "severity", "trace"].map(Column::text).to_vec(), rows, Layout::Grid)
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
    if all.is_empty() {
        return Err(Error::Usage(format!(
            "{}: holds no traces; put them into {0}/clean, {0}/bad and {0}/bad/RULE",
            folder.display()
        )));
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
