//! Taking values out of rows, and out of the salts.

use super::{
    rules::{ELSEWHERE, Kind, Rules, Where, With},
    values::{Rows, element},
};
use crate::convert::lists::{CaptureLists, CaptureRows};
use polars::prelude::{
    Column, DataFrame, DataType, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder, NamedFrom, Series,
};
use schema::{
    columns::{ColumnType, Table, output},
    packed::encode::Captured,
    seal::{
        commit::{Opened, Part, REDACTED, Slot, TableSalts, commitment, place, salt},
        hex, sha256, unhex,
    },
};
use std::{collections::BTreeMap, ops::Range};

/// What is written in the place of values, and how often each rule was applied.
pub struct Pen {
    key: [u8; 32],
    /// Values taken out, by rule.
    pub count: BTreeMap<String, u64>,
}

impl Pen {
    /// With a key of its own, which nobody keeps.
    pub fn new() -> Pen {
        let mut key = [0; 32];
        for half in key.chunks_exact_mut(16) {
            half.copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        }
        Pen { key, count: BTreeMap::new() }
    }

    fn mark(&self, value: &[u8], with: With) -> String {
        let value = value.strip_suffix(b"\0").unwrap_or(value);
        match with {
            With::Remove => REDACTED.to_owned(),
            With::Hash => {
                // The key is before and behind, so that nothing can be appended.
                let digest = sha256(&[&self.key[..], value, &self.key[..]].concat());
                format!("{REDACTED}:{}", &hex(&digest)[..12])
            }
        }
    }
}

/// What an element becomes: its new bytes.
type Changes = BTreeMap<u16, BTreeMap<usize, BTreeMap<u32, Vec<u8>>>>;

/// What the values of a column are to the rules.
pub fn kind(table: &Table, column: usize) -> Kind {
    match table.columns.get(column) {
        Some(column) if column.ty == ColumnType::Captures => Kind::Payload,
        Some(column) if column.name == "argv" => Kind::Argument,
        Some(column) if column.name == "env" => Kind::Variable,
        Some(column) if table.name == output::TABLE.name && column.name == "text" => Kind::Payload,
        _ => Kind::Text,
    }
}

/// The pieces of a row that are to be taken out, for `take`: their element, its bytes and pieces, and which of these by which rule.
pub fn find<'p>(
    table: &Table,
    parts: &'p [Part<'p>],
    rules: &Rules,
    mut take: impl FnMut(Slot, &'p [u8], &'p [Range<usize>], Vec<(usize, Option<usize>)>),
) {
    let mut before: Option<&[u8]> = None;
    for part in parts {
        let Part::Secret(slot, bytes, pieces) = part else {
            before = None;
            continue;
        };
        let column = usize::from(slot.0);
        let name = table.columns.get(column).map_or("", |column| column.name);
        let at = Where { table: table.name, column: name, kind: kind(table, column) };
        let found = rules.pieces(at, bytes, pieces, before);
        before = Some(bytes);
        if !found.is_empty() {
            take(*slot, bytes, pieces, found);
        }
    }
}

/// An element with some of its pieces replaced, and how long each piece is then.
pub fn replace(
    bytes: &[u8],
    pieces: &[Range<usize>],
    found: &[(usize, Option<usize>)],
    rules: &Rules,
    pen: &mut Pen,
) -> (Vec<u8>, Vec<usize>) {
    let mut changed = Vec::new();
    let mut lengths = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let old = bytes.get(piece.clone()).unwrap_or_default();
        let begins = changed.len();
        match found.iter().find(|(known, _)| *known == number) {
            Some((_, rule)) => {
                let rule = rule.and_then(|rule| rules.all.get(rule));
                let mark = pen.mark(old, rule.map_or(With::Remove, |rule| rule.with));
                changed.extend_from_slice(mark.as_bytes());
                if old.ends_with(b"\0") {
                    changed.push(0);
                }
                *pen.count.entry(rule_name(rule.map(|rule| rule.name.as_str()))).or_default() += 1;
            }
            None => changed.extend_from_slice(old),
        }
        lengths.push(changed.len() - begins);
    }
    (changed, lengths)
}

fn rule_name(name: Option<&str>) -> String {
    name.unwrap_or(ELSEWHERE).to_owned()
}

/// Opens a row: its salts one by one. All that may be taken out of it is in `parts`.
pub fn open<'s>(salts: &'s mut TableSalts, row: u64, parts: &[Part<'_>]) -> Option<&'s mut Opened> {
    if !salts.rows.contains_key(&row) {
        let seed = salts.give_up(row)?;
        let mut opened = Opened::default();
        for part in parts {
            let Part::Secret((column, element, _), _, pieces) = part else { continue };
            for piece in 0..pieces.len() as u32 {
                let slot = (*column, *element, piece);
                opened.salts.insert(place(slot), hex(&salt(&seed, slot)));
            }
        }
        salts.rows.insert(row, opened);
    }
    salts.rows.get_mut(&row)
}

/// Notes what was taken out of an element. What was taken out before stays as it was noted then.
pub fn note(
    opened: &mut Opened,
    slot: Slot,
    bytes: &[u8],
    pieces: &[Range<usize>],
    found: &[(usize, Option<usize>)],
    lengths: Vec<usize>,
    rules: &Rules,
) {
    for (piece, rule) in found {
        let at = place((slot.0, slot.1, *piece as u32));
        let Some(salt) = opened.salts.remove(&at).and_then(|salt| unhex(&salt)) else { continue };
        let value = pieces.get(*piece).and_then(|range| bytes.get(range.clone())).unwrap_or_default();
        let name = rule_name(rule.and_then(|rule| rules.all.get(rule)).map(|rule| rule.name.as_str()));
        opened.redacted.insert(at, (hex(&commitment(&salt, value)), name));
    }
    opened.pieces.insert(element(slot), lengths);
}

/// Whether a piece was taken out before.
pub fn is_out(opened: Option<&Opened>, slot: Slot, piece: usize) -> bool {
    opened.is_some_and(|opened| opened.redacted.contains_key(&place((slot.0, slot.1, piece as u32))))
}

/// Rows with what the rules name taken out, here and in the salts. `first` is the number of the first row.
///
/// # Errors
/// When the rows are not what the format says.
pub fn rows(
    table: &'static Table,
    frame: DataFrame,
    first: u64,
    rules: &Rules,
    pen: &mut Pen,
    mut salts: Option<&mut TableSalts>,
) -> Result<DataFrame, String> {
    let rows = Rows::new(table, &frame)?;
    let mut changes = Changes::new();
    for row in 0..frame.height() {
        let number = first + row as u64;
        let known = salts.as_ref().and_then(|salts| salts.rows.get(&number)).cloned();
        rows.with(row, known.as_ref(), |parts| {
            find(table, parts, rules, |slot, bytes, pieces, mut found| {
                found.retain(|(piece, _)| !is_out(known.as_ref(), slot, *piece));
                if found.is_empty() || (known.is_none() && bytes.starts_with(REDACTED.as_bytes())) {
                    return;
                }
                let (changed, lengths) = replace(bytes, pieces, &found, rules, pen);
                if let Some(opened) = salts.as_deref_mut().and_then(|salts| open(salts, number, parts)) {
                    note(opened, slot, bytes, pieces, &found, lengths, rules);
                }
                changes.entry(slot.0).or_default().entry(row).or_default().insert(slot.1, changed);
            });
        });
    }
    drop(rows);
    let mut frame = frame;
    for (column, changes) in changes {
        let at = usize::from(column);
        let Some(old) = frame.columns().get(at) else { continue };
        let new = match table.columns.get(at).map(|column| column.ty) {
            Some(ColumnType::TextList) => texts(old, &changes),
            Some(ColumnType::Captures) => captures(old, &changes),
            _ => text(old, &changes),
        }?;
        frame.replace_column(at, new).map_err(|e| e.to_string())?;
    }
    Ok(frame)
}

type OfColumn = BTreeMap<usize, BTreeMap<u32, Vec<u8>>>;

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn text(old: &Column, changes: &OfColumn) -> Result<Column, String> {
    let texts = old.str().map_err(|e| e.to_string())?;
    let new =
        texts.iter().enumerate().map(|(row, text)| match changes.get(&row).and_then(|elements| elements.get(&0)) {
            Some(changed) => Some(lossy(changed)),
            None => text.map(str::to_owned),
        });
    Ok(Series::new(old.name().clone(), new.collect::<Vec<Option<String>>>()).into())
}

fn texts(old: &Column, changes: &OfColumn) -> Result<Column, String> {
    let typed = match *old.dtype() {
        DataType::String => crate::convert::lists::texts_from_json(old)?,
        _ => old.clone(),
    };
    let lists = typed.list().map_err(|e| e.to_string())?;
    let mut new = ListStringChunkedBuilder::new(old.name().clone(), lists.len(), 4 * lists.len());
    for row in 0..lists.len() {
        let Some(list) = lists.get_as_series(row) else {
            new.append_null();
            continue;
        };
        let items = list.str().map_err(|e| e.to_string())?;
        let changed = changes.get(&row);
        let items: Vec<String> = (0..)
            .zip(items.iter())
            .map(|(k, item)| match changed.and_then(|elements| elements.get(&k)) {
                Some(changed) => lossy(changed),
                None => item.unwrap_or_default().to_owned(),
            })
            .collect();
        new.append_values_iter(items.iter().map(String::as_str));
    }
    Ok(new.finish().into_series().into())
}

fn captures(old: &Column, changes: &OfColumn) -> Result<Column, String> {
    let typed = match *old.dtype() {
        DataType::String => crate::convert::lists::captures_from_json(old)?,
        _ => old.clone(),
    };
    let rows = CaptureRows::new(&typed).map_err(|e| e.to_string())?;
    let mut new = CaptureLists::new();
    for row in 0..old.len() {
        let changed = changes.get(&row);
        for (k, capture) in (0..).zip(rows.row(row)) {
            match changed.and_then(|elements| elements.get(&k)) {
                Some(bytes) => new.push(Captured { bytes, ..capture }),
                None => new.push(capture),
            }
        }
        new.end_row();
    }
    new.finish(old.name()).map_err(|e| e.to_string())
}
