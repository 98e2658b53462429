//! Making the commitments of a trace, and comparing a trace with them.

use super::values::{self, Rows, secret};
use crate::{
    convert::to_sqlite::for_chunks,
    error::Error,
    evidence::findings::{Findings, Status},
    trace::Trace,
};
use schema::{
    columns::Table,
    manifest::Manifest,
    seal::{
        Hash,
        commit::{
            Commitments, Committed, Digester, FILE_NAME, MANIFEST_TABLE, Opened, Part, SALTS_FILE, Salts, Slot,
            TableSalts, Walk, commitment, name_and_value, place, salt,
        },
        rows::CHUNK,
        unhex,
    },
};
use std::path::Path;

/// Bytes that the file with the salts may have.
pub const LIMIT: u64 = 1 << 30;

/// Salts for a trace, all from one seed drawn at random.
pub fn draw(trace: &Trace) -> Salts {
    let mut seed = [0; 32];
    for half in seed.chunks_exact_mut(16) {
        half.copy_from_slice(uuid::Uuid::new_v4().as_bytes());
    }
    let names = trace.tables().into_iter().map(|(table, _)| table.name).chain([MANIFEST_TABLE]);
    Salts { tables: names.map(|name| (name.to_owned(), TableSalts::whole(&seed, name))).collect() }
}

/// The commitments of a trace with these salts. `manifest` is the one as it was recorded, or what is left of it.
///
/// # Errors
/// When the trace cannot be read, or the salts are not all there.
pub fn of(trace: &Trace, manifest: &Manifest, salts: &Salts) -> Result<Commitments, Error> {
    let mut tables = Vec::new();
    for (table, frame) in trace.tables() {
        let of_table = of_table(salts, table.name, &trace.path)?;
        let mut walk = Walk::default();
        let mut digester = Digester::new(table.name);
        let mut number = 0;
        for_chunks(&trace.path, table, &frame, &mut |frame| {
            let rows = Rows::new(table, &frame).map_err(|what| unfit(&trace.path, table, &what))?;
            for row in 0..frame.height() {
                let opened = of_table.rows.get(&number);
                rows.with(row, opened, |parts| digester.row(parts, commit(of_table, &mut walk, number, opened)))
                    .map_err(|what| unfit(&trace.path, table, &format!("row {}: {what}", number + 1)))?;
                number += 1;
            }
            Ok(())
        })?;
        tables.push(digester.finish());
    }
    tables.push(of_manifest(manifest, of_table(salts, MANIFEST_TABLE, &trace.path)?, &trace.path)?);
    Ok(Commitments::over(&manifest.id, tables))
}

fn of_manifest(manifest: &Manifest, salts: &TableSalts, path: &Path) -> Result<Committed, Error> {
    let mut digester = Digester::new(MANIFEST_TABLE);
    let mut walk = Walk::default();
    for (number, (at, (text, value))) in (0..).zip(values::members(manifest)) {
        let opened = salts.rows.get(&number);
        let kind = Part::Word(if text { b"text" } else { b"json" });
        let parts = [Part::Word(at.as_bytes()), kind, secret((0, 0, 0), value.as_bytes(), opened, name_and_value)];
        digester
            .row(&parts, commit(salts, &mut walk, number, opened))
            .map_err(|what| Error::unreadable(path, format!("{SALTS_FILE}, manifest, {at}: {what}")))?;
    }
    Ok(digester.finish())
}

fn of_table<'a>(salts: &'a Salts, name: &str, path: &Path) -> Result<&'a TableSalts, Error> {
    salts
        .tables
        .get(name)
        .ok_or_else(|| Error::unreadable(path, format!("{SALTS_FILE} has none for table {name}; use a sound copy")))
}

fn unfit(path: &Path, table: &Table, what: &str) -> Error {
    Error::unreadable(path, format!("table {}: {what}; use a sound copy", table.name))
}

/// Finds the commitment of a piece of a row.
fn commit<'a>(
    salts: &'a TableSalts,
    walk: &'a mut Walk,
    row: u64,
    opened: Option<&'a Opened>,
) -> impl FnMut(Slot, &[u8]) -> Result<Hash, &'static str> + 'a {
    let seed = if opened.is_none() { walk.seed(salts, row) } else { None };
    move |slot, bytes| {
        if let Some(seed) = &seed {
            return Ok(commitment(&salt(seed, slot), bytes));
        }
        let opened = opened.ok_or("its salts are missing")?;
        let at = place(slot);
        if let Some((hash, _)) = opened.redacted.get(&at) {
            return unhex(hash).ok_or("the commitment of a redacted value is damaged");
        }
        let salt = opened.salts.get(&at).and_then(|salt| unhex(salt)).ok_or("a salt is missing")?;
        Ok(commitment(&salt, bytes))
    }
}

/// Compares a trace with the commitments that lie beside it.
pub fn check(trace: &Trace, text: &str, salts: &str, found: &mut Findings) {
    let promised: Commitments = match serde_json::from_str(text) {
        Ok(promised) => promised,
        Err(error) => return found.add(FILE_NAME, Status::Changed, format!("is not as it was written: {error}")),
    };
    if promised.trace != trace.manifest.id {
        return found.add(FILE_NAME, Status::Changed, "is about another trace");
    }
    if Commitments::over(&promised.trace, promised.tables.clone()).text() != text {
        return found.add(FILE_NAME, Status::Changed, "its Merkle root is not that of its leaves");
    }
    let salts: Salts = match serde_json::from_str(salts) {
        Ok(salts) => salts,
        Err(error) => return found.add(SALTS_FILE, Status::Changed, format!("is not as it was written: {error}")),
    };
    let actual = match of(trace, &trace.manifest, &salts) {
        Ok(actual) => actual,
        Err(error) => return found.add(FILE_NAME, Status::Changed, error.to_string()),
    };
    let redacted = |table: &str| -> usize {
        salts.tables.get(table).map_or(0, |table| table.rows.values().map(|row| row.redacted.len()).sum())
    };
    for table in &promised.tables {
        let part = format!("{FILE_NAME}: {}", table.table);
        match actual.tables.iter().find(|other| other.table == table.table) {
            Some(other) if other == table => {
                let what = match redacted(&table.table) {
                    0 => format!("{} rows", table.rows),
                    n => format!("{} rows, of which {n} values are redacted", table.rows),
                };
                found.add(part, Status::Ok, what);
            }
            Some(other) => {
                let same = |i: usize| other.leaves.get(i) == table.leaves.get(i);
                let first =
                    (0..table.leaves.len().max(other.leaves.len())).find(|i| !same(*i)).unwrap_or_default() as u64;
                let to = ((first + 1) * CHUNK).min(table.rows.max(other.rows));
                found.add(
                    part,
                    Status::Changed,
                    format!("rows {}-{to} are not those that were signed", first * CHUNK + 1),
                );
            }
            None => found.add(part, Status::Missing, "the table was signed"),
        }
    }
    for other in actual.tables.iter().filter(|other| promised.tables.iter().all(|table| table.table != other.table)) {
        found.add(format!("{FILE_NAME}: {}", other.table), Status::Extra, "the table was not signed");
    }
}
