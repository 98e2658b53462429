//! What of each row has to be read to answer a question.

use super::{
    Trouble,
    chunk::Present,
    condition::Condition,
    groups::{Codes, Groups},
    room,
    units::Unit,
    values::{Coded, Numbers, Texts, Values},
};
use crate::{
    cli::Choice,
    error::Error,
    keys::{Keys, Pieces},
    query,
    trace::Trace,
};
use polars::prelude::Expr;
use schema::columns::{Column, syscalls::TABLE};
use std::{collections::HashMap, rc::Rc};

/// The columns of which a file is made.
const FILE: [&str; 3] = ["path_abs", "path", "fd_path"];

/// What has to be read.
pub struct Plan {
    /// What rows are grouped by, each with the columns that it is shown as.
    pub by: Vec<Vec<&'static Column>>,
    conditions: Vec<Condition>,
    /// Pieces of time, if rows are grouped by them: shift and length. They stand for column `ts`.
    pieces: Option<(i64, i64)>,
}

/// Rows of a row group that are meant, in groups.
pub struct Grouped {
    /// The groups: a code for each of `values`.
    pub groups: Groups,
    /// Values of what rows are grouped by.
    pub values: Vec<Rc<Coded>>,
    /// The rows; nothing if all.
    pub rows: Option<Vec<u32>>,
}

impl Drop for Grouped {
    fn drop(&mut self) {
        if let Some(rows) = self.rows.take() {
            room::take_back(rows);
        }
    }
}

impl Plan {
    /// The plan for trace number `number`; nothing if there is none.
    ///
    /// # Errors
    /// When the choice makes no sense.
    pub fn new(trace: &Trace, number: usize, keys: &Keys, choice: &Choice) -> Result<Option<Plan>, Error> {
        let pieces = keys.pieces().map(|pieces: Pieces| (pieces.shift(trace), pieces.length));
        let conditions = query::conditions(trace, choice)?;
        let conditions = conditions.iter().map(Condition::all).collect::<Option<Vec<_>>>();
        let (Some(conditions), true) = (conditions, keys.of_single_rows() && !trace.segments.is_empty()) else {
            return Ok(None);
        };
        let mut columns: Vec<&'static Column> = Vec::new();
        for part in keys.exprs(number).iter().flatten() {
            let Expr::Column(name) = part else { continue };
            let Some(column) = TABLE.column(name) else { return Ok(None) };
            if !columns.iter().any(|known| known.name == column.name) {
                columns.push(column);
            }
        }
        let mut by: Vec<Vec<&'static Column>> = Vec::new();
        if keys.only_whole_files() {
            // All three become the file: the key makes the same of it.
            let (file, others) = columns.into_iter().partition::<Vec<_>, _>(|column| FILE.contains(&column.name));
            (by, columns) = (vec![file], others);
        }
        by.extend(columns.into_iter().map(|column| vec![column]));
        Ok(Some(Plan { by, conditions: conditions.into_iter().flatten().collect(), pieces }))
    }

    /// Reads and groups the rows of a row group.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, unit: &Unit<'_>) -> Result<Grouped, Trouble> {
        self.grouped(&mut Columns { unit, known: HashMap::new(), present: HashMap::new() })
    }

    /// The same, and how many rows each group has that occurs, and how many of them have an error.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn counted(&self, unit: &Unit<'_>) -> Result<(Grouped, Vec<(u32, [u64; 2])>), Trouble> {
        let mut columns = Columns { unit, known: HashMap::new(), present: HashMap::new() };
        let grouped = self.grouped(&mut columns)?;
        let failed = columns.present("errno")?;
        let sizes = match &grouped.rows {
            Some(rows) => grouped.groups.sizes(rows.iter().map(|row| failed.rows[*row as usize])),
            None => grouped.groups.sizes(failed.rows.iter().copied()),
        };
        Ok((grouped, sizes))
    }

    fn grouped(&self, columns: &mut Columns<'_>) -> Result<Grouped, Trouble> {
        let unit = columns.unit;
        let rows = match self.conditions.is_empty() {
            true => None,
            false => {
                let mut keep = vec![true; unit.rows()];
                self.conditions.iter().try_for_each(|condition| condition.strike(columns, &mut keep))?;
                Some(kept(&keep))
            }
        };
        let mut groups = Groups::new(rows.as_ref().map_or(unit.rows(), Vec::len));
        let mut values = Vec::new();
        for by in &self.by {
            let coded = match (&by[..], self.pieces) {
                ([_, _, ..], _) => columns.file(rows.as_deref())?,
                ([ts], Some(pieces)) if ts.name == "ts" => Rc::new(columns.times(pieces)?),
                ([column], _) => columns.coded(column.name)?,
                ([], _) => continue,
            };
            groups.by(of(&coded.codes, rows.as_deref()), coded.values.len() + 1);
            values.push(coded);
        }
        Ok(Grouped { groups, values, rows })
    }
}

fn of<'a>(codes: &'a [u32], rows: Option<&'a [u32]>) -> Codes<'a> {
    match rows {
        Some(rows) => Codes::Of(codes, rows),
        None => Codes::All(codes),
    }
}

/// The numbers of the rows to keep.
fn kept(keep: &[bool]) -> Vec<u32> {
    let mut rows = room::codes(keep.len());
    rows.resize(keep.len(), 0);
    let mut found = 0;
    // Each is written, and the next over it if it is not to be kept: there is nothing to guess.
    for (row, keep) in (0..).zip(keep) {
        rows[found] = row;
        found += usize::from(*keep);
    }
    rows.truncate(found);
    rows
}

/// The columns of a row group, each read once.
pub struct Columns<'a> {
    /// The row group.
    pub unit: &'a Unit<'a>,
    known: HashMap<&'static str, Rc<Coded>>,
    present: HashMap<&'static str, Rc<Present>>,
}

impl Columns<'_> {
    /// A column.
    pub fn coded(&mut self, name: &'static str) -> Result<Rc<Coded>, Trouble> {
        if let Some(column) = self.known.get(name) {
            return Ok(Rc::clone(column));
        }
        let column = Rc::new(match self.unit.column(name)? {
            Some(chunk) => chunk.coded()?,
            None => Coded { codes: vec![0; self.unit.rows()], values: Values::Texts(Texts::default()) },
        });
        self.known.insert(name, Rc::clone(&column));
        Ok(column)
    }

    /// Which rows have a value in a column of texts.
    pub fn present(&mut self, name: &'static str) -> Result<Rc<Present>, Trouble> {
        if let Some(present) = self.present.get(name) {
            return Ok(Rc::clone(present));
        }
        let present = Rc::new(match self.known.get(name) {
            Some(column) => Present { rows: column.codes.iter().map(|code| *code > 0).collect(), filled: false },
            None => match self.unit.column(name)? {
                Some(chunk) => chunk.present()?,
                None => Present { rows: vec![false; self.unit.rows()], filled: true },
            },
        });
        self.present.insert(name, Rc::clone(&present));
        Ok(present)
    }

    /// What of each of these rows names a file, as [`crate::keys::file`] has it. Of other rows it says anything.
    fn file(&mut self, rows: Option<&[u32]>) -> Result<Rc<Coded>, Trouble> {
        let absolute = self.coded("path_abs")?;
        if let (Some(rows), Some(path)) = (rows, self.present.get("path").filter(|path| path.filled)) {
            // The paths themselves need not be read.
            if rows.iter().all(|row| path.rows[*row as usize] && absolute.codes[*row as usize] > 0) {
                return Ok(absolute);
            }
        }
        let path = self.coded("path")?;
        let (Values::Texts(absolutes), Values::Texts(paths)) = (&absolute.values, &path.values) else {
            return Err(Trouble::Foreign);
        };
        let given: Vec<bool> = std::iter::once(false).chain(paths.iter().map(|path| !path.is_empty())).collect();
        let mut all = room::codes(0);
        if rows.is_none() {
            all.extend(0..self.unit.rows() as u32);
        }
        let rows = rows.unwrap_or(&all);
        let given = |row: u32| given[path.codes[row as usize] as usize];
        if rows.iter().all(|row| given(*row) && absolute.codes[*row as usize] > 0) {
            room::take_back(all);
            return Ok(absolute);
        }
        let (mut texts, mut codes) = (Texts::default(), room::codes(self.unit.rows()));
        codes.resize(self.unit.rows(), 0);
        texts.append(absolutes);
        texts.append(paths);
        let (given, others): (Vec<u32>, Vec<u32>) = rows.iter().partition(|row| given(**row));
        for row in given {
            let row = row as usize;
            codes[row] = match absolute.codes[row] {
                0 => absolutes.len() as u32 + path.codes[row],
                absolute => absolute,
            };
        }
        if !others.is_empty() {
            let descriptor = self.coded("fd_path")?;
            let Values::Texts(files) = &descriptor.values else { return Err(Trouble::Foreign) };
            let before = texts.len() as u32;
            texts.append(files);
            for row in others {
                match descriptor.codes[row as usize] {
                    0 => {}
                    file => codes[row as usize] = before + file,
                }
            }
        }
        Ok(Rc::new(Coded { codes, values: Values::Texts(texts) }))
    }

    /// Of each row the piece of time in which it began; its value is a time in it.
    fn times(&self, (shift, length): (i64, i64)) -> Result<Coded, Trouble> {
        let times = self.unit.column("ts")?.ok_or(Trouble::Foreign)?.plain()?.values;
        let (mut pieces, mut found) = (Numbers::default(), Vec::new());
        let codes = times.into_iter().map(|ts| {
            let code = pieces.number(ts.wrapping_add(shift).div_euclid(length.max(1)));
            if code as usize > found.len() {
                found.push(ts);
            }
            code
        });
        let codes = codes.collect();
        Ok(Coded { codes, values: Values::Numbers(Numbers::new(found)) })
    }
}
