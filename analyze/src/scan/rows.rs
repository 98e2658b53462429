//! Every row of a trace, piece by piece in the order of the trace, for what has to see each of them: of texts the numbers of their values,
//! so that what is to be known of a text is found out once for all its rows.

use super::{
    Trouble,
    chunk::Plain,
    units,
    values::{Coded, Texts, Values},
};
use crate::{
    error::{Error, first_line},
    trace::{Trace, UNPACKED, collect},
};
use polars::prelude::{DataFrame, DataType, PolarsResult, col};
use schema::columns::{Column, ColumnType, syscalls::TABLE};

/// Rows of a piece, where the engine reads them; a row group of a file is a piece.
const PIECE: usize = 1 << 20;

/// Some rows.
pub struct Piece {
    /// How many.
    pub rows: usize,
    columns: Vec<(&'static str, Of)>,
}

enum Of {
    Words(Coded),
    Numbers(Plain),
}

/// A column of texts.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Of each row the number of its text; 0 if it has none.
    pub codes: &'a [u32],
    texts: &'a Texts,
}

impl<'a> Words<'a> {
    /// The text of a number.
    pub fn get(self, code: u32) -> Option<&'a str> {
        self.texts.get(code)
    }

    /// What `of` says of every text, at the place of its number; at place 0 what it says of none.
    pub fn each<T>(self, mut of: impl FnMut(Option<&'a str>) -> T) -> Vec<T> {
        (0..=self.texts.len() as u32).map(|code| of(self.get(code))).collect()
    }
}

/// A column of numbers; of unsigned 64 bits those bits.
#[derive(Clone, Copy)]
pub struct Numbers<'a>(&'a Plain);

impl Numbers<'_> {
    /// The number of a row, if it has one.
    #[inline]
    pub fn get(self, row: usize) -> Option<i64> {
        let there = self.0.present.as_ref().is_none_or(|present| present[row]);
        there.then(|| self.0.values[row])
    }
}

impl Piece {
    /// A column of texts that was asked for.
    ///
    /// # Errors
    /// When it was not, or is none of texts.
    pub fn words(&self, name: &str) -> Result<Words<'_>, Trouble> {
        match self.column(name)? {
            Of::Words(Coded { codes, values: Values::Texts(texts) }) if codes.len() == self.rows => {
                Ok(Words { codes, texts })
            }
            _ => Err(Trouble::Foreign),
        }
    }

    /// A column of numbers that was asked for.
    ///
    /// # Errors
    /// When it was not, or is none of numbers.
    pub fn numbers(&self, name: &str) -> Result<Numbers<'_>, Trouble> {
        match self.column(name)? {
            Of::Numbers(plain) if plain.values.len() == self.rows => Ok(Numbers(plain)),
            _ => Err(Trouble::Foreign),
        }
    }

    fn column(&self, name: &str) -> Result<&Of, Trouble> {
        self.columns.iter().find(|(own, _)| *own == name).map(|(_, of)| of).ok_or(Trouble::Foreign)
    }

    /// A row group.
    fn of_unit(unit: &units::Unit<'_>, columns: &[&'static str]) -> Result<Piece, Trouble> {
        let read = |name: &&'static str| {
            let is_text = TABLE.column(name).is_some_and(|column| column.ty == ColumnType::Text);
            let of = match (unit.column(name)?, is_text) {
                (Some(chunk), true) => Of::Words(chunk.coded()?),
                (Some(chunk), false) => Of::Numbers(chunk.plain()?),
                (None, true) => {
                    Of::Words(Coded { codes: vec![0; unit.rows()], values: Values::Texts(Texts::default()) })
                }
                (None, false) => {
                    Of::Numbers(Plain { values: vec![0; unit.rows()], present: Some(vec![false; unit.rows()]) })
                }
            };
            Ok((*name, of))
        };
        Ok(Piece { rows: unit.rows(), columns: columns.iter().map(read).collect::<Result<_, Trouble>>()? })
    }

    /// Rows that the engine has read.
    fn of_frame(frame: &DataFrame, columns: &[&'static str]) -> PolarsResult<Piece> {
        let read = |name: &&'static str| {
            let (column, of) = (frame.column(name)?, TABLE.column(name));
            Ok((
                *name,
                match of {
                    Some(Column { ty: ColumnType::Text, .. }) => {
                        let mut texts = Texts::default();
                        let codes =
                            column.str()?.iter().map(|text| text.map_or(0, |text| texts.number(text))).collect();
                        Of::Words(Coded { codes, values: Values::Texts(texts) })
                    }
                    // The same 64 bits.
                    Some(Column { ty: ColumnType::U64, .. }) => {
                        numbers(column.u64()?.iter().map(|number| number.map(|number| number as i64)))
                    }
                    _ => numbers(column.cast(&DataType::Int64)?.i64()?.iter()),
                },
            ))
        };
        Ok(Piece { rows: frame.height(), columns: columns.iter().map(read).collect::<PolarsResult<_>>()? })
    }
}

fn numbers(all: impl Iterator<Item = Option<i64>>) -> Of {
    let (values, present) = all.map(|number| (number.unwrap_or(0), number.is_some())).unzip();
    Of::Numbers(Plain { values, present: Some(present) })
}

/// Goes through all rows of a trace, of which `columns` of table `syscalls` are wanted; what came of it.
///
/// # Errors
/// When the trace cannot be read.
pub fn pieces<T>(
    trace: &Trace,
    columns: &[&'static str],
    new: impl Fn() -> T,
    mut work: impl FnMut(&mut T, &Piece) -> Result<(), Trouble>,
) -> Result<T, Error> {
    if !trace.segments.is_empty() {
        let mut state = new();
        if units::in_order(trace, |unit| work(&mut state, &Piece::of_unit(unit, columns)?))?.is_some() {
            return Ok(state);
        }
    }
    let mut state = new();
    let mut take = |frame: DataFrame| {
        let piece = Piece::of_frame(&frame, columns).map_err(first_line)?;
        work(&mut state, &piece).map_err(Trouble::what)
    };
    if !trace.unpack(columns, UNPACKED, &mut take)? {
        let frame = collect(
            &trace.path,
            trace.syscalls.clone().select(columns.iter().map(|name| col(*name)).collect::<Vec<_>>()),
        )?;
        for first in (0..frame.height()).step_by(PIECE) {
            take(frame.slice(first as i64, PIECE)).map_err(|what| Error::unreadable(&trace.path, what))?;
        }
    }
    Ok(state)
}
