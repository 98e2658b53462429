//! STIX 2.1 (OASIS, <https://docs.oasis-open.org/cti/stix/v2.1>): findings as a bundle of sightings, with the techniques that they are of.
//!
//! Identifiers have the form of version 4 of RFC 9562, but their bits follow from what they stand for: the same finding has the same one when
//! it is made again.

use crate::{document::Document, escape::visible, rules::Finding};
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Write};
use uuid::Uuid;

/// Writes the findings.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    let mut objects: BTreeMap<String, Value> = BTreeMap::new();
    let mut add = |object: Value| {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        objects.entry(id.clone()).or_insert(object);
        id
    };
    for finding in &document.findings {
        let indicator = add(indicator(finding));
        for technique in &finding.attack {
            let pattern = add(attack_pattern(technique, finding));
            add(relationship(&indicator, &pattern, finding));
        }
        let process = add(process(finding));
        let observed = add(observed(finding, &process));
        add(sighting(finding, &indicator, &observed));
    }
    let seed: String = objects.keys().map(String::as_str).collect();
    let bundle =
        json!({"type": "bundle", "id": id("bundle", &seed), "objects": objects.into_values().collect::<Vec<_>>()});
    serde_json::to_writer_pretty(&mut *out, &bundle)?;
    writeln!(out)
}

/// The name space of what this program makes.
const SPACE: Uuid = Uuid::from_u128(0x6f1a_7d0c_93b5_4e6b_8a42_51c9_0e2d_77b1);

fn id(kind: &str, seed: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::new().chain_update(SPACE.as_bytes()).chain_update(kind).chain_update(seed).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    format!("{kind}--{}", uuid::Builder::from_random_bytes(bytes).into_uuid())
}

fn text(text: &str) -> Value {
    visible(text).into()
}

/// STIX has milliseconds.
fn moment(finding: &Finding) -> String {
    let whole = finding.time.get(..23).map(|time| format!("{time}Z"));
    whole.filter(|_| finding.time.ends_with('Z')).unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned())
}

fn common(kind: &str, seed: &str, finding: &Finding) -> serde_json::Map<String, Value> {
    let time = moment(finding);
    let value = json!({"type": kind, "spec_version": "2.1", "id": id(kind, seed), "created": time, "modified": time});
    match value {
        Value::Object(members) => members,
        _ => serde_json::Map::new(),
    }
}

fn with(mut members: serde_json::Map<String, Value>, more: Value) -> Value {
    if let Value::Object(more) = more {
        members.extend(more);
    }
    Value::Object(members)
}

fn indicator(finding: &Finding) -> Value {
    // A rule over calls has no form in STIX patterns: the pattern names the rule.
    with(
        common("indicator", &finding.rule, finding),
        json!({
            "name": text(&finding.title),
            "description": text(&format!("{} Harmless: {}", finding.why, finding.benign)),
            "indicator_types": ["anomalous-activity"],
            "pattern": text(&finding.rule),
            "pattern_type": "analyze-rule",
            "valid_from": moment(finding),
            "confidence": finding.confidence,
        }),
    )
}

fn attack_pattern(technique: &str, finding: &Finding) -> Value {
    with(
        common("attack-pattern", technique, finding),
        json!({
            "name": text(technique),
            "external_references": [{
                "source_name": "mitre-attack",
                "external_id": text(technique),
                "url": format!("https://attack.mitre.org/techniques/{}", visible(&technique.replace('.', "/"))),
            }],
        }),
    )
}

fn relationship(indicator: &str, pattern: &str, finding: &Finding) -> Value {
    with(
        common("relationship", &format!("{indicator} {pattern}"), finding),
        json!({"relationship_type": "indicates", "source_ref": indicator, "target_ref": pattern}),
    )
}

fn process(finding: &Finding) -> Value {
    let seed = format!("{} {}", finding.trace, finding.process);
    json!({
        "type": "process",
        "spec_version": "2.1",
        "id": id("process", &seed),
        "command_line": text(&finding.process),
    })
}

fn observed(finding: &Finding, process: &str) -> Value {
    with(
        common("observed-data", &seed(finding), finding),
        json!({
            "first_observed": moment(finding),
            "last_observed": moment(finding),
            "number_observed": finding.calls.clamp(1, 999_999_999),
            "object_refs": [process],
        }),
    )
}

fn sighting(finding: &Finding, indicator: &str, observed: &str) -> Value {
    with(
        common("sighting", &seed(finding), finding),
        json!({
            "description": text(&finding.story),
            "first_seen": moment(finding),
            "last_seen": moment(finding),
            "count": finding.calls.clamp(1, 999_999_999),
            "sighting_of_ref": indicator,
            "observed_data_refs": [observed],
            "external_references": [{
                "source_name": text(&finding.trace),
                "description": text(&finding.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
            }],
        }),
    )
}

fn seed(finding: &Finding) -> String {
    let rows: Vec<String> = finding.rows.iter().map(ToString::to_string).collect();
    format!("{} {} {}", finding.trace, finding.rule, rows.join(","))
}
