//! A rule of Falco's as a rule of ours, and how far it can be answered.

use super::{
    condition::Condition as Falco,
    expand::Expander,
    fields::{self, Means},
    file::Rule as Written,
    test,
};
use crate::rules::{
    condition::Condition,
    rule::{Find, Origin, Rule, Severity, What},
};
use std::collections::BTreeSet;

/// A rule and the fields that it asks for and a trace does not tell.
pub struct Compiled {
    pub rule: Rule,
    pub missing: BTreeSet<String>,
}

/// Compiles a rule.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn compile(written: &Written, expander: &mut Expander<'_>) -> Result<Compiled, String> {
    let condition = expander.rule(written)?;
    let mut missing = BTreeSet::new();
    if written.source != "syscall" {
        missing.insert(format!("events of {}", written.source));
        return Ok(Compiled { rule: rule(written, Condition::Always(false)), missing });
    }
    let condition = translated(&condition, &mut missing)?.folded();
    Ok(Compiled { rule: rule(written, condition), missing })
}

fn translated(condition: &Falco, missing: &mut BTreeSet<String>) -> Result<Condition, String> {
    let mut each = |all: &[Falco]| all.iter().map(|one| translated(one, missing)).collect::<Result<Vec<_>, _>>();
    Ok(match condition {
        Falco::And(all) => Condition::All(each(all)?),
        Falco::Or(all) => Condition::Any(each(all)?),
        Falco::Not(inner) => Condition::Not(Box::new(translated(inner, missing)?)),
        Falco::Macro(name) => return Err(format!("there is no macro {name:?}")),
        Falco::Check(check) => test::of(check, missing)?,
    })
}

/// How sure a match of a rule of somebody else is what its name says, in percent: nobody measured it.
const CONFIDENCE: u8 = 50;

fn rule(written: &Written, condition: Condition) -> Rule {
    Rule {
        id: format!("falco:{}", written.name),
        title: written.name.clone(),
        severity: severity(&written.priority),
        confidence: CONFIDENCE,
        attack: written.tags.iter().filter(|tag| is_technique(tag)).cloned().collect(),
        origin: Origin::Falco,
        finds: written.name.clone(),
        why: written.description.clone(),
        benign: String::new(),
        limits: String::new(),
        what: What::Calls,
        find: Find::One(condition),
        output: output(&written.output),
    }
}

/// Of Falco's priorities, which are syslog's.
fn severity(priority: &str) -> Severity {
    match priority.to_ascii_lowercase().as_str() {
        "emergency" | "alert" | "critical" => Severity::Critical,
        "error" => Severity::High,
        "warning" => Severity::Medium,
        "notice" => Severity::Low,
        _ => Severity::Info,
    }
}

/// `T1059` or `T1059.004`.
fn is_technique(tag: &str) -> bool {
    let digits = tag.strip_prefix('T').unwrap_or_default();
    let (main, sub) = digits.split_once('.').unwrap_or((digits, "0"));
    main.len() == 4 && [main, sub].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// What Falco prints, with our fields in the place of its own: `%proc.aname[2]` and `*%fd.name`.
fn output(written: &str) -> String {
    let mut out = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before.strip_suffix('*').unwrap_or(before));
        let word = |c: char| c.is_ascii_alphanumeric() || "._".contains(c);
        let name = &after[..after.find(|c| !word(c)).unwrap_or(after.len())];
        let name = name.trim_end_matches('.');
        rest = &after[name.len()..];
        let arg = rest.strip_prefix('[').and_then(|inside| inside.split_once(']'));
        if let Some((_, after)) = arg {
            rest = after;
        }
        match fields::of(name, arg.map(|(arg, _)| arg)).and_then(|known| shown(known.means)) {
            Some(field) => out.push_str(&format!("{{{field}}}")),
            None if name.is_empty() => out.push('%'),
            None => out.push_str("<NA>"),
        }
    }
    (out + rest).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field of ours that is shown for one of Falco's.
fn shown(means: Means) -> Option<&'static str> {
    match means {
        Means::Same(one)
        | Means::Truth(one)
        | Means::Untruth(one)
        | Means::Capabilities(one)
        | Means::User { number: one } => Some(one),
        Means::Any(all) | Means::Bits(all) | Means::Values(all) | Means::Network(all) => all.first().copied(),
        Means::End { peer, .. } => Some(peer),
        Means::NetworkOf { .. } => Some("peer_ip"),
        Means::TypeLetter | Means::Family => Some("fd_type"),
        Means::Terminal => Some("tty"),
        Means::Result => Some("errno"),
        Means::Mount => Some("container_mounts"),
        Means::Fixed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_name_our_fields() {
        let text = output("Shell %proc.cmdline (gp=%proc.aname[2] x=%no.such *%fd.name 5%)");
        assert_eq!(text, "Shell {command} (gp={ancestor2_name} x=<NA> {fd_name} 5%)");
        assert_eq!(output("at the end %proc.name."), "at the end {process}.");
    }

    #[test]
    fn techniques_are_told_from_other_tags() {
        assert!(is_technique("T1059") && is_technique("T1059.004"));
        assert!(!is_technique("TA0001") && !is_technique("T1059.") && !is_technique("mitre_execution"));
    }
}
