//! The head of the page: what was recorded, when, from which image, how complete it is, and what it cannot show.

use super::command;
use super::table::short;
use crate::ask::{Ask, quoted, text};
use crate::{document::Value, error::Error, escape::visible, render::html::completeness, trace::Trace};
use maud::{Markup, html};
use schema::manifest::FILE_NAME;
use sha2::{Digest, Sha256};
use std::{fs::File, io};

/// The facts of `info` that say which trace this is.
const IDENTITY: [&str; 12] = [
    "target",
    "container",
    "image",
    "image digest",
    "recorded from",
    "recorded to",
    "duration",
    "host",
    "kernel",
    "backend",
    "target ended with",
    "id",
];
/// Those that say what is not in it.
const BLIND: [&str; 4] = ["not seen", "incomplete because", "older calls given up", "processes made to wait"];

/// The head.
///
/// # Errors
/// When the trace cannot be read.
pub fn head(trace: &Trace) -> Result<Markup, Error> {
    let ask = Ask::new("info", &trace.path, &[]);
    let document = ask.answer()?;
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut files: Vec<Vec<Value>> = Vec::new();
    for table in document.tables {
        match table.name {
            "info" => facts.extend(table.rows.filter_map(|row| match row.as_slice() {
                [name, Value::Text(value)] => Some((text(name).to_owned(), value.clone())),
                [name, Value::Uint(n)] => Some((text(name).to_owned(), crate::render::words::thousands(*n))),
                _ => None,
            })),
            "files" => files.extend(table.rows),
            _ => {}
        }
    }
    let named = |names: &[&str]| -> Vec<&(String, String)> {
        names.iter().flat_map(|name| facts.iter().filter(move |(n, _)| n == name)).collect()
    };
    let blind: Vec<String> = named(&BLIND).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let limited = facts.iter().find(|(name, value)| name == "system calls" && value != "all");
    let (hashed, sum) = sha256(trace)?;
    Ok(html! {
        h1 { (visible(&name(trace))) }
        (completeness(&document.completeness))
        @if let Some((_, calls)) = limited { p.note { "Only these calls were recorded: " code { (visible(calls)) } } }
        @if !blind.is_empty() {
            ul.blind aria-label="Blind spots" { @for line in blind { li { (visible(&line)) } } }
        }
        dl {
            @for (name, value) in named(&IDENTITY) { dt { (visible(name)) } dd { (visible(value)) } }
            dt { "sha256" }
            dd.mono { (sum) " " (visible(&hashed)) }
        }
        (command(&ask))
        div.command { code { "sha256sum " (visible(&quoted(&hashed))) } }
        details {
            summary { "All facts, and the checksums of the files" }
            dl { @for (name, value) in &facts { dt { (visible(name)) } dd { (visible(value)) } } }
            @if !files.is_empty() {
                div.scroll { table {
                    thead { tr { th scope="col" { "file" } th.n scope="col" { "rows" } th.n scope="col" { "bytes" } th scope="col" { "sha256" } } }
                    tbody { @for row in files.iter().take(2000) { tr {
                        @if let [name, _, Value::Uint(rows), Value::Uint(bytes), sum] = row.as_slice() {
                            th scope="row" { (visible(text(name))) }
                            td.n { (crate::render::words::thousands(*rows)) }
                            td.n { (crate::render::words::thousands(*bytes)) }
                            td.mono { (visible(text(sum))) }
                        }
                    } } }
                } }
            }
        }
    })
}

/// What was recorded, in a few words.
fn name(trace: &Trace) -> String {
    let command = trace.manifest.target.command.join(" ");
    let whole = match &trace.manifest.container {
        Some(container) => format!("{} {command}", container.image),
        None => command,
    };
    short(whole.trim())
}

/// The checksum of the file that fixes the trace: its one file, or the manifest, which has the checksums of the others.
fn sha256(trace: &Trace) -> Result<(String, String), Error> {
    let path = if trace.path.is_dir() { trace.path.join(FILE_NAME) } else { trace.path.clone() };
    let refused = |e| Error::unreadable(&path, e);
    let mut file = File::open(&path).map_err(refused)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut file, &mut block).map_err(refused)? {
            0 => break,
            length => hash.update(block.get(..length).unwrap_or_default()),
        }
    }
    let sum = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((path.to_string_lossy().into_owned(), sum))
}
