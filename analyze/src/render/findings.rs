//! A finding as programs read it.

use crate::rules::Finding;
use serde_json::{Value, json};

/// The finding as an object.
pub(super) fn json(finding: &Finding) -> Value {
    json!({
        "id": finding.rule,
        "severity": finding.severity.name(),
        "title": finding.title,
        "attack": finding.attack,
        "rows": finding.rows.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "calls": finding.calls,
        "process": finding.process,
        "exe": finding.exe,
        "story": finding.story,
        "why": finding.why,
        "benign": finding.benign,
        "confidence": finding.confidence,
        "doubts": finding.doubts,
        "time": finding.time,
        "trace": finding.trace,
    })
}
