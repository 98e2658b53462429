//! `redact`: a trace without some of its values, of which the rest can still be verified against the signature of the whole.

mod apply;
pub mod commitments;
mod rules;
mod values;

use crate::{
    cli::Redact,
    convert::{self, Target, to_files::Files, to_sqlite::for_chunks},
    error::Error,
    evidence::{
        output,
        package::{Deed, Package},
        verify::{self, Sealed},
    },
    trace::{self, Form, Trace},
};
use apply::Pen;
use polars::prelude::{col, lit};
use rules::{Kind, Rules, Where};
use schema::{
    columns::{Table, processes, syscalls},
    manifest::{Manifest, Redactions},
    seal::commit::{FILE_NAME, MANIFEST_TABLE, Part, SALTS_FILE, Salts, TableSalts, name_and_value},
};
use std::collections::BTreeMap;
use values::{Rows, secret};

/// Runs the command.
///
/// # Errors
/// When the trace is not as it was sealed, the rules are wrong, or the output cannot be written.
pub fn run(options: &Redact) -> Result<(), Error> {
    let (input, path) = (&options.trace, options.output.as_path());
    let target = convert::target(path)?;
    if !matches!(target, Target::Folder | Target::Archive) {
        return Err(Error::Usage(format!("{}: redacted traces are .trace or .trace.tar", path.display())));
    }
    output::check(path, options.force)?;
    let mut rules = Rules::read(options.rules.as_deref())?;
    let Form::Files(store) = trace::form(input)? else {
        return Err(Error::Usage(format!("{} is SQLite; analyze convert makes a .trace of it", input.display())));
    };
    let sealed = verify::sound(input)?;
    let kept: BTreeMap<String, String> = sealed
        .others
        .keys()
        .filter(|name| name.starts_with(FILE_NAME) || *name == SALTS_FILE)
        .map(|name| Ok((name.clone(), store.text(name, commitments::LIMIT)?)))
        .collect::<Result<_, Error>>()?;
    let mut salts: Option<Salts> = match (kept.get(FILE_NAME), kept.get(SALTS_FILE)) {
        (Some(_), Some(text)) => Some(
            serde_json::from_str(text)
                .map_err(|e| Error::unreadable(&store.path(SALTS_FILE), crate::error::first_line(e)))?,
        ),
        _ => {
            eprintln!(
                "analyze: {}: has no commitments (analyze sign --redactable): nobody will be able to verify that the rest is what was signed",
                input.display()
            );
            None
        }
    };
    let trace = trace::open(input)?;
    notice(&trace, &mut rules)?;
    rules.look_everywhere()?;
    let mut pen = Pen::new();
    let folder = output::begin_folder(path)?;
    let failed = |what: String| output::refused(path)(std::io::Error::other(what));
    let mut files = Vec::new();
    for (table, frame) in trace.tables() {
        let mut out = Files::new(table, folder.path());
        let mut first = 0;
        for_chunks(input, table, &frame, &mut |frame| {
            let height = frame.height() as u64;
            let of_table = salts.as_mut().and_then(|salts| salts.tables.get_mut(table.name));
            let rows = apply::rows(table, frame, first, &rules, &mut pen, of_table);
            first += height;
            out.write(rows.map_err(|what| Error::unreadable(input, format!("table {}: {what}", table.name)))?)
                .map_err(failed)
        })?;
        if first == 0 {
            out.write(trace::empty(table)).map_err(failed)?;
        }
        files.extend(out.finish().map_err(failed)?);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let Sealed { manifest, custody, text, .. } = sealed;
    let of_manifest = salts.as_mut().and_then(|salts| salts.tables.get_mut(MANIFEST_TABLE));
    let manifest =
        redacted_manifest(manifest, &rules, &mut pen, of_manifest).map_err(|what| Error::unreadable(input, what))?;
    let before = manifest.redactions.clone().unwrap_or_default();
    let mut count = before.rules;
    for (rule, values) in &pen.count {
        *count.entry(rule.clone()).or_default() += values;
    }
    let redactions = Redactions { values: count.values().sum(), rules: count };
    let mut detail: BTreeMap<String, String> =
        pen.count.iter().map(|(rule, n)| (format!("rule {rule}"), n.to_string())).collect();
    detail.insert("from_manifest".to_owned(), schema::seal::hex(&schema::seal::sha256(text.as_bytes())));
    let manifest = Manifest { files, redactions: Some(redactions), ..manifest };
    let mut package =
        Package::anew(manifest, custody.unwrap_or_default(), Deed { action: "redacted", detail, signature: None });
    package.extra = kept;
    if let Some(salts) = &salts {
        package.extra.insert(SALTS_FILE.to_owned(), serde_json::to_string(salts).unwrap_or_default());
    }
    let total: u64 = pen.count.values().sum();
    convert::finish(folder, &package, path, target)?;
    eprintln!("analyze: {}: {total} values redacted", path.display());
    for (rule, values) in &pen.count {
        eprintln!("analyze:   {rule}: {values}");
    }
    Ok(())
}

/// Finds the values that are secrets for what stands beside them, so that they are found elsewhere too.
fn notice(trace: &Trace, rules: &mut Rules) -> Result<(), Error> {
    let mut noted: Vec<Vec<u8>> = Vec::new();
    let executed = trace.syscalls.clone().filter(col("name").eq(lit("execve")).or(col("name").eq(lit("execveat"))));
    let tables: [(&'static Table, _); 2] = [(&processes::TABLE, trace.processes.clone()), (&syscalls::TABLE, executed)];
    for (table, frame) in tables {
        for_chunks(&trace.path, table, &frame, &mut |frame| {
            let rows = Rows::new(table, &frame).map_err(|what| Error::unreadable(&trace.path, what))?;
            for row in 0..frame.height() {
                rows.with(row, None, |parts| {
                    apply::find(table, parts, rules, |_, bytes, pieces, found| {
                        noted.extend(telling(rules, bytes, pieces, &found));
                    });
                });
            }
            Ok(())
        })?;
    }
    for (at, (_, value)) in values::members(&trace.manifest) {
        let pieces = name_and_value(value.as_bytes());
        let found = rules.pieces(of_member(&at), value.as_bytes(), &pieces, None);
        noted.extend(telling(rules, value.as_bytes(), &pieces, &found));
    }
    noted.iter().for_each(|value| rules.note(value));
    Ok(())
}

fn telling(
    rules: &Rules,
    bytes: &[u8],
    pieces: &[std::ops::Range<usize>],
    found: &[(usize, Option<usize>)],
) -> Vec<Vec<u8>> {
    let telling = found.iter().filter(|(_, rule)| rule.is_some_and(|rule| rules.is_telling(rule)));
    telling.filter_map(|(piece, _)| bytes.get(pieces.get(*piece)?.clone()).map(<[u8]>::to_owned)).collect()
}

/// What a member of the manifest is to the rules.
fn of_member(at: &str) -> Where<'_> {
    let kind = if at.contains("/env/") {
        Kind::Variable
    } else if ["/command/", "/argv/", "/entrypoint/"].iter().any(|list| at.contains(list)) {
        Kind::Argument
    } else {
        Kind::Text
    };
    Where { table: MANIFEST_TABLE, column: at, kind }
}

/// The manifest with what the rules name taken out.
fn redacted_manifest(
    manifest: Manifest,
    rules: &Rules,
    pen: &mut Pen,
    mut salts: Option<&mut TableSalts>,
) -> Result<Manifest, String> {
    let mut json = serde_json::to_value(&manifest).map_err(|e| e.to_string())?;
    let mut before: Option<String> = None;
    for (number, (at, (is_text, value))) in (0..).zip(values::members(&manifest)) {
        if !is_text {
            continue;
        }
        let known = salts.as_ref().and_then(|salts| salts.rows.get(&number)).cloned();
        let parts = [secret((0, 0, 0), value.as_bytes(), known.as_ref(), name_and_value)];
        let Part::Secret(slot, bytes, pieces) = &parts[0] else { continue };
        let mut found = rules.pieces(of_member(&at), bytes, pieces, before.as_deref().map(str::as_bytes));
        before = Some(value.clone());
        found.retain(|(piece, _)| !apply::is_out(known.as_ref(), *slot, *piece));
        if found.is_empty() {
            continue;
        }
        let (changed, lengths) = apply::replace(bytes, pieces, &found, rules, pen);
        if let Some(opened) = salts.as_deref_mut().and_then(|salts| apply::open(salts, number, &parts)) {
            apply::note(opened, *slot, bytes, pieces, &found, lengths, rules);
        }
        if let Some(member) = json.pointer_mut(&at) {
            *member = String::from_utf8_lossy(&changed).into_owned().into();
        }
    }
    serde_json::from_value(json).map_err(|e| format!("a rule takes out what no manifest can be without: {e}"))
}
