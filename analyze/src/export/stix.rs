//! Indicators for threat intelligence: a bundle of STIX 2.1 (OASIS, 10 June 2021) with the files that were executed, made, written, renamed or
//! deleted, the addresses that were reached, the names that were asked for, and the container's image by its digest.
//!
//! What a trace shows is what was done, not whether it was bad: observations are `observed-data`, and the `indicator`s say how to find
//! the same again. Which of them mean harm is for the analyst to say. The same trace always gives the same bundle.

use crate::{
    ask::{Answer, Ask, number, text},
    cli::Export,
    error::Error,
    time,
    trace::Trace,
};
use schema::seal::sha256;
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Write, net::IpAddr};

/// Something that was seen.
struct Seen {
    /// The object without its id.
    object: Value,
    /// How to find it again.
    pattern: Option<String>,
    /// How often.
    count: i64,
    /// What was done, in words.
    how: String,
}

/// Writes the bundle.
///
/// # Errors
/// When the trace cannot be read or the output not written.
pub fn write(options: &Export, trace: &Trace, out: &mut dyn Write) -> Result<(), Error> {
    let filter: Vec<&str> = options.filter.iter().flat_map(|filter| ["--where", filter]).collect();
    let mut seen = files(trace, &filter)?;
    seen.extend(network(trace, &filter)?);
    seen.extend(image(trace));
    let text = serde_json::to_string_pretty(&bundle(trace, seen)).unwrap_or_default();
    let name = options.output.clone().unwrap_or_else(|| "standard output".into());
    writeln!(out, "{text}").map_err(|source| Error::Output { path: name, source })
}

/// Files that were changed or executed.
fn files(trace: &Trace, filter: &[&str]) -> Result<Vec<Seen>, Error> {
    let answer = Answer::to(Ask::new("files", &trace.path, filter))?;
    let column = |name: &str| answer.main.column(name);
    let (paths, modes, written) = (column("path"), column("modes"), column("written"));
    let (created, deleted, renamed, executed) =
        (column("created"), column("deleted"), column("renamed"), column("executed"));
    let mut seen = Vec::new();
    for (i, path) in paths.iter().enumerate() {
        let path = text(path);
        let count = |column: &[&crate::document::Value]| column.get(i).map_or(0, |value| number(value));
        let is_written = modes
            .get(i)
            .is_some_and(|modes| ["write", "truncate", "append"].iter().any(|mode| text(modes).contains(mode)));
        let done = [
            ("executed", count(&executed)),
            ("created", count(&created)),
            ("written", if is_written { count(&written).max(1) } else { 0 }),
            ("renamed", count(&renamed)),
            ("deleted", count(&deleted)),
        ];
        let how: Vec<&str> = done.iter().filter(|(_, n)| *n > 0).map(|(word, _)| *word).collect();
        let (Some((folder, name)), false) = (path.rsplit_once('/'), how.is_empty()) else { continue };
        if name.is_empty() || !path.starts_with('/') {
            continue;
        }
        let folder = if folder.is_empty() { "/" } else { folder };
        let object = json!({"type": "file", "spec_version": "2.1", "name": name, "parent": folder});
        let pattern =
            format!("[file:name = '{}' AND file:parent_directory_ref.path = '{}']", quoted(name), quoted(folder));
        let count = done.iter().filter(|(word, _)| *word != "written").map(|(_, n)| n).sum::<i64>().max(1);
        seen.push(Seen { object, pattern: Some(pattern), count, how: how.join(", ") });
    }
    Ok(seen)
}

/// Addresses that were reached, and names that were asked for.
fn network(trace: &Trace, filter: &[&str]) -> Result<Vec<Seen>, Error> {
    let answer = Answer::to(Ask::new("network", &trace.path, filter))?;
    let mut addresses: BTreeMap<IpAddr, (i64, Vec<String>)> = BTreeMap::new();
    let (peers, protocols, attempts) =
        (answer.main.column("peer"), answer.main.column("protocol"), answer.main.column("attempts"));
    for (i, peer) in peers.iter().enumerate() {
        let Some((host, port)) = text(peer).rsplit_once(':') else { continue };
        let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() else { continue };
        if address.is_loopback() || address.is_unspecified() {
            continue;
        }
        let (count, ports) = addresses.entry(address).or_default();
        *count += attempts.get(i).map_or(1, |value| number(value)).max(1);
        let port = format!("{} port {port}", protocols.get(i).map_or("", |value| text(value)));
        if !ports.contains(&port) {
            ports.push(port);
        }
    }
    let mut seen: Vec<Seen> = addresses
        .into_iter()
        .map(|(address, (count, ports))| {
            let ty = if address.is_ipv4() { "ipv4-addr" } else { "ipv6-addr" };
            Seen {
                object: json!({"type": ty, "spec_version": "2.1", "value": address.to_string()}),
                pattern: Some(format!("[{ty}:value = '{address}']")),
                count,
                how: format!("reached: {}", ports.join(", ")),
            }
        })
        .collect();
    let mut names: BTreeMap<String, i64> = BTreeMap::new();
    if let Some(dns) = answer.more.iter().find(|sheet| sheet.name == "dns") {
        for name in dns.column("name") {
            let name = text(name).trim_end_matches('.').to_lowercase();
            let is_label = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            };
            if name.contains('.') && name.split('.').all(is_label) {
                *names.entry(name).or_default() += 1;
            }
        }
    }
    seen.extend(names.into_iter().map(|(name, count)| Seen {
        object: json!({"type": "domain-name", "spec_version": "2.1", "value": name}),
        pattern: Some(format!("[domain-name:value = '{}']", quoted(&name))),
        count,
        how: "asked for".to_owned(),
    }));
    Ok(seen)
}

/// The container's image.
fn image(trace: &Trace) -> Option<Seen> {
    let container = trace.manifest.container.as_ref()?;
    let digest = container.image_digest.strip_prefix("sha256:")?;
    if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let name: String = container.image.chars().filter(|c| c.is_ascii_graphic()).collect();
    Some(Seen {
        object: json!({"type": "artifact", "spec_version": "2.1", "url": format!("docker://{name}"), "hashes": {"SHA-256": digest}}),
        pattern: Some(format!("[artifact:hashes.'SHA-256' = '{digest}']")),
        count: 1,
        how: "image of the container".to_owned(),
    })
}

fn bundle(trace: &Trace, seen: Vec<Seen>) -> Value {
    let m = &trace.manifest;
    // To ms, as the standard's examples have it.
    let at = |ts: i64| {
        let utc = time::utc(m, ts);
        let (seconds, fraction) = utc.trim_end_matches('Z').split_once('.').unwrap_or((&utc, "0"));
        format!("{seconds}.{:0<3.3}Z", fraction)
    };
    let (from, to) = (at(m.started_ns), at(m.ended_ns.unwrap_or(m.started_ns)));
    let id = |ty: &str, key: &str| format!("{ty}--{}", uuid(&[m.id.as_str(), ty, key].join("\n")));
    let identity = id("identity", "");
    let common = |ty: &str, key: &str| {
        json!({
            "type": ty, "spec_version": "2.1", "id": id(ty, key), "created": to, "modified": to, "created_by_ref": identity,
        })
    };
    let mut objects = vec![json!({
        "type": "identity", "spec_version": "2.1", "id": identity, "created": to, "modified": to,
        "name": format!("System Call Analyzer, trace {}", m.id), "identity_class": "system",
    })];
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    for Seen { mut object, pattern, count, how } in seen {
        let ty = object["type"].as_str().unwrap_or_default().to_owned();
        let mut refs = Vec::new();
        // A file names its folder by reference.
        let folder = object.as_object_mut().and_then(|object| object.remove("parent"));
        if let Some(folder) = folder.as_ref().and_then(Value::as_str) {
            let reference = folders.entry(folder.to_owned()).or_insert_with(|| {
                let reference = format!("directory--{}", uuid(&format!("directory\n{folder}")));
                objects.push(json!({"type": "directory", "spec_version": "2.1", "id": reference, "path": folder}));
                reference
            });
            object["parent_directory_ref"] = reference.clone().into();
            refs.push(reference.clone());
        }
        let key = object.to_string();
        let own = format!("{ty}--{}", uuid(&key));
        object["id"] = own.clone().into();
        refs.insert(0, own);
        objects.push(object);
        let mut observed = common("observed-data", &key);
        // The standard's greatest count.
        observed["number_observed"] = count.clamp(1, 999_999_999).into();
        observed["first_observed"] = from.clone().into();
        observed["last_observed"] = to.clone().into();
        observed["object_refs"] = refs.into();
        objects.push(observed);
        if let Some(pattern) = pattern {
            let mut indicator = common("indicator", &key);
            indicator["name"] = format!("{ty}: {how}").into();
            indicator["description"] =
                format!("Seen in trace {} ({how}, {count} times); not by itself a sign of harm", m.id).into();
            indicator["indicator_types"] = json!(["unknown"]);
            indicator["pattern"] = pattern.into();
            indicator["pattern_type"] = "stix".into();
            indicator["valid_from"] = from.clone().into();
            objects.push(indicator);
        }
    }
    json!({"type": "bundle", "id": id("bundle", ""), "objects": objects})
}

/// An id that is always the same for the same key.
fn uuid(key: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha256(key.as_bytes())[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A text within quotes of a pattern.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}
