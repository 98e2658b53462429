//! Correlations of Sigma: so many events, so many different values, or several rules within a time.

use super::{
    compile::detect,
    fields::{Logs, Means},
    file::{Correlation, Document},
};
use crate::rules::{
    condition::Condition,
    fields::Field,
    rule::{Find, Many, Step, Steps, Within},
};
use std::collections::BTreeSet;

/// What a correlation looks for, and what is said of it.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn find(
    correlation: &Correlation,
    all: &[Document],
    missing: &mut BTreeSet<String>,
) -> Result<(Find, &'static str), String> {
    let nothing = (Find::One(Condition::Always(false)), "");
    let mut parts: Vec<(Condition, Logs)> = Vec::new();
    for name in &correlation.rules {
        let is = |document: &&Document| {
            [document.name.as_ref(), document.id.as_ref(), Some(&document.title)]
                .into_iter()
                .flatten()
                .any(|own| own == name)
        };
        let document = all.iter().find(is).ok_or_else(|| format!("there is no rule {name:?}"))?;
        match detect(document, missing)? {
            Some(part) => parts.push(part),
            None => return Ok(nothing),
        }
    }
    let Some((_, logs)) = parts.first() else { return Err("the correlation names no rules".to_owned()) };
    let logs = *logs;
    let mut same = Vec::new();
    for name in &correlation.group_by {
        match field(logs, name) {
            Some(field) => same.push(field),
            None => {
                missing.insert(format!("{name} (to group by)"));
                return Ok(nothing);
            }
        }
    }
    let window = correlation.timespan;
    match correlation.kind.as_str() {
        "event_count" | "value_count" => {
            let Some(at_least) = at_least(&correlation.compares) else {
                missing.insert("a count with another limit than a least one".to_owned());
                return Ok(nothing);
            };
            let distinct = match (correlation.kind.as_str(), &correlation.field) {
                ("value_count", Some(name)) => match field(logs, name) {
                    Some(field) => Some(field),
                    None => {
                        missing.insert(format!("{name} (to count)"));
                        return Ok(nothing);
                    }
                },
                ("value_count", None) => return Err("the condition names no field".to_owned()),
                _ => None,
            };
            let condition = Condition::Any(parts.into_iter().map(|(condition, _)| condition).collect());
            let many =
                Many { condition, within: Within::Trace, same, distinct, at_least, window, regular: None, apart: None };
            Ok((Find::Many(many), logs.output()))
        }
        kind @ ("temporal" | "temporal_ordered") => {
            let joins = |at: usize| same.iter().filter(|_| at > 0).map(|field| (*field, 0, *field)).collect();
            let step = |(at, (condition, _)): (usize, (Condition, Logs))| Step { condition, joins: joins(at) };
            let steps = parts.into_iter().enumerate().map(step).collect();
            let ordered = kind == "temporal_ordered";
            Ok((Find::Steps(Steps { steps, within: Within::Trace, ordered, window }), logs.output()))
        }
        kind => Err(format!("there is no correlation of type {kind:?} here")),
    }
}

/// The field of ours of which a field's values are the same when its are.
fn field(logs: Logs, name: &str) -> Option<Field> {
    if ["Computer", "host", "hostname", "node"].contains(&name) {
        return Field::named("hostname");
    }
    match logs.field(name)? {
        Means::Same(one) | Means::Argument(one) | Means::User(one) | Means::Truth(one) | Means::Hex(one) => {
            Field::named(one)
        }
        Means::Call => Field::named("name"),
        Means::Record | Means::NameType | Means::Initiated => None,
    }
}

/// The least number that is enough.
fn at_least(compares: &[(String, i64)]) -> Option<u64> {
    match compares {
        [(how, number)] => match how.as_str() {
            "gte" => u64::try_from(*number).ok(),
            "gt" => u64::try_from(number.checked_add(1)?).ok(),
            _ => None,
        },
        _ => None,
    }
}
