//! SARIF 2.1.0 (OASIS, <https://docs.oasis-open.org/sarif/sarif/v2.1.0>): findings for tools that show the results of analyses.
//!
//! A result's location is the trace and its process; rows are in the property bag, and the fingerprint makes the same finding the same result
//! when it is made again.

use crate::{
    document::Document,
    escape::visible,
    rules::{Finding, rule::Severity},
};
use serde_json::{Value, json};
use std::io::Write;

/// Writes the findings.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    let mut rules: Vec<&Finding> = Vec::new();
    for finding in &document.findings {
        if !rules.iter().any(|other| other.rule == finding.rule) {
            rules.push(finding);
        }
    }
    let results: Vec<Value> = document
        .findings
        .iter()
        .map(|finding| result(finding, rules.iter().position(|other| other.rule == finding.rule).unwrap_or(0)))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "analyze",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "properties": {"completeness": document.completeness.verdict},
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn text(text: &str) -> Value {
    visible(text).into()
}

fn rule(finding: &Finding) -> Value {
    json!({
        "id": text(&finding.rule),
        "shortDescription": {"text": text(&finding.title)},
        "fullDescription": {"text": text(&finding.why)},
        "help": {"text": text(&format!("Harmless: {}", finding.benign))},
        "defaultConfiguration": {"level": level(finding.severity)},
        "properties": {"tags": finding.attack, "security-severity": score(finding.severity)},
    })
}

fn result(finding: &Finding, index: usize) -> Value {
    let rows: Vec<String> = finding.rows.iter().map(ToString::to_string).collect();
    let first = rows.first().cloned().unwrap_or_default();
    json!({
        "ruleId": text(&finding.rule),
        "ruleIndex": index,
        "level": level(finding.severity),
        "rank": finding.confidence,
        "message": {"text": text(&finding.story)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": uri(&finding.trace)}},
            "logicalLocations": [{"fullyQualifiedName": text(&finding.process), "kind": "process"}],
        }],
        "partialFingerprints": {"ruleAndRow/v1": text(&format!("{}:{first}", finding.rule))},
        "properties": {"rows": rows, "calls": finding.calls, "time": finding.time, "severity": finding.severity.name(), "doubts": finding.doubts},
    })
}

/// A path as a URI reference (RFC 3986, 3.3).
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info | Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// A number as scales from 0 to 10 have it.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "1.0",
        Severity::Low => "3.0",
        Severity::Medium => "5.5",
        Severity::High => "8.0",
        Severity::Critical => "9.5",
    }
}
