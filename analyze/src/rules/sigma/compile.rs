//! A rule of Sigma's as a rule of ours, and how far it can be answered.

use super::{
    condition::{self, Condition as Sigma, among},
    correlation,
    detection::Reader,
    fields::Logs,
    file::{Body, Document},
};
use crate::rules::{
    condition::Condition,
    node::{Kind, Node},
    rule::{Find, Origin, Rule, Severity, What},
};
use std::collections::BTreeSet;

/// A rule and the fields that it asks for and a trace does not tell.
pub struct Compiled {
    pub rule: Rule,
    pub missing: BTreeSet<String>,
}

/// Compiles a document; `all` are those that it may name.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn compile(document: &Document, all: &[Document]) -> Result<Compiled, String> {
    let mut missing = BTreeSet::new();
    let (find, output) = match &document.body {
        Body::Detection { .. } => match detect(document, &mut missing)? {
            Some((condition, logs)) => (Find::One(condition), logs.output()),
            None => (Find::One(Condition::Always(false)), ""),
        },
        Body::Correlation(correlation) => correlation::find(correlation, all, &mut missing)?,
    };
    Ok(Compiled { rule: rule(document, find, output), missing })
}

/// The condition of a rule about single events, and the first of the logs it is about; `None` if a trace has no such logs.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn detect(document: &Document, missing: &mut BTreeSet<String>) -> Result<Option<(Condition, Logs)>, String> {
    let Body::Detection { named, conditions } = &document.body else {
        return Err(format!("{:?} is a correlation itself", document.title));
    };
    let parsed = conditions.iter().map(|text| condition::parse(text).map_err(|what| format!("the condition: {what}")));
    let parsed: Vec<Sigma> = parsed.collect::<Result<_, _>>()?;
    let logs = match Logs::of(&document.logs, &types(named)) {
        Ok(logs) => logs,
        Err(what) => {
            missing.insert(what);
            return Ok(None);
        }
    };
    let mut either = Vec::new();
    for log in &logs {
        if *log == Logs::Lines {
            missing.insert("lines of logs (command lines are looked at)".to_owned());
        }
        let mut reader = Reader { logs: *log, missing };
        for condition in &parsed {
            let found = translated(condition, named, &mut reader)?;
            either.push(Condition::All(vec![log.rows(), found]));
        }
    }
    let first = logs.first().copied().unwrap_or(Logs::Lines);
    Ok(Some((Condition::Any(either).folded(), first)))
}

fn translated(condition: &Sigma, named: &[(String, Node)], reader: &mut Reader<'_>) -> Result<Condition, String> {
    let mut each = |all: &[Sigma]| all.iter().map(|one| translated(one, named, reader)).collect::<Result<Vec<_>, _>>();
    Ok(match condition {
        Sigma::And(all) => Condition::All(each(all)?),
        Sigma::Or(all) => Condition::Any(each(all)?),
        Sigma::Not(inner) => Condition::Not(Box::new(translated(inner, named, reader)?)),
        Sigma::Named(name) => {
            let (_, node) =
                named.iter().find(|(own, _)| own == name).ok_or_else(|| format!("there is no detection {name:?}"))?;
            reader.detection(node).map_err(|what| format!("detection {name:?}: {what}"))?
        }
        Sigma::Of { all, names } => {
            let mut found = Vec::new();
            for (name, node) in named.iter().filter(|(name, _)| among(names, name)) {
                found.push(reader.detection(node).map_err(|what| format!("detection {name:?}: {what}"))?);
            }
            if found.is_empty() {
                return Err(format!("there is no detection {names:?}"));
            }
            if *all { Condition::All(found) } else { Condition::Any(found) }
        }
    })
}

/// The audit records of which a rule speaks.
fn types(named: &[(String, Node)]) -> Vec<String> {
    fn within(node: &Node, out: &mut Vec<String>) {
        match &node.kind {
            Kind::Map(members) => {
                for (key, value) in members {
                    if key.text == "type" {
                        out.extend(value.items().iter().filter_map(|item| item.text().ok()));
                    }
                }
            }
            Kind::List(items) => items.iter().for_each(|item| within(item, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    named.iter().for_each(|(_, node)| within(node, &mut out));
    out
}

/// How sure a match of a rule of somebody else is what its name says, in percent: nobody measured it.
const CONFIDENCE: u8 = 50;

fn rule(document: &Document, find: Find, output: &str) -> Rule {
    Rule {
        id: format!("sigma:{}", document.id.as_ref().unwrap_or(&document.title)),
        title: document.title.clone(),
        severity: severity(document.level.as_deref().unwrap_or_default()),
        confidence: CONFIDENCE,
        attack: document.tags.iter().filter_map(|tag| technique(tag)).collect(),
        origin: Origin::Sigma,
        finds: document.title.clone(),
        why: document.description.clone(),
        benign: document.benign.join("; "),
        limits: String::new(),
        what: What::Calls,
        find,
        output: output.to_owned(),
    }
}

fn severity(level: &str) -> Severity {
    match level {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "medium" => Severity::Medium,
        "low" => Severity::Low,
        _ => Severity::Info,
    }
}

/// `attack.t1059.004` as `T1059.004`; other tags are none.
fn technique(tag: &str) -> Option<String> {
    let number = tag.strip_prefix("attack.t").or_else(|| tag.strip_prefix("attack.T"))?;
    number.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("T{number}"))
}
