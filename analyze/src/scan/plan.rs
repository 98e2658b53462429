//! What of each row has to be read to answer a question.

use super::{
    Trouble,
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
    /// The groups: a code for each of `values`, and then for whether there was an error, if that was asked.
    pub groups: Groups,
    /// Values of what rows are grouped by.
    pub values: Vec<Rc<Coded>>,
    /// The rows; nothing if all.
    pub rows: Option<Vec<u32>>,
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

    /// Reads and groups the rows of a row group; with `failed` also by whether they have an error (1, or 0).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, unit: &Unit<'_>, failed: bool) -> Result<Grouped, Trouble> {
        let mut columns = Columns { unit, known: HashMap::new() };
        let rows = match self.conditions.is_empty() {
            true => None,
            false => {
                let mut keep = vec![true; unit.rows()];
                self.conditions.iter().try_for_each(|condition| condition.strike(&mut columns, &mut keep))?;
                Some((0..).zip(keep).filter(|(_, keep)| *keep).map(|(row, _)| row).collect::<Vec<u32>>())
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
        if failed {
            let failed = columns.failed()?;
            groups.by(of(&failed.codes, rows.as_deref()), 2);
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

/// The columns of a row group, each read once.
pub struct Columns<'a> {
    /// The row group.
    pub unit: &'a Unit<'a>,
    known: HashMap<&'static str, Rc<Coded>>,
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

    /// Of each row whether it has an error: 1, or 0.
    fn failed(&self) -> Result<Coded, Trouble> {
        let Some(errno) = self.known.get("errno") else {
            return self.unit.column("errno")?.ok_or(Trouble::Foreign)?.present();
        };
        let mut codes = room::codes(errno.codes.len());
        codes.extend(errno.codes.iter().map(|code| u32::from(*code > 0)));
        Ok(Coded { codes, values: Values::Numbers(Numbers::new(vec![1])) })
    }

    /// What of each of these rows names a file, as [`crate::keys::file`] has it. Of other rows it says anything.
    fn file(&mut self, rows: Option<&[u32]>) -> Result<Rc<Coded>, Trouble> {
        let (absolute, path) = (self.coded("path_abs")?, self.coded("path")?);
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
