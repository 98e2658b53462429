//! Rows in blocks, column by column, for what looks at single calls: row groups of Parquet's, or pieces of a frame.

use super::{
    Trouble,
    chunk::Plain,
    units::{Unit, each},
    values::{Coded, Texts, Values},
};
use crate::{
    error::Error,
    trace::{self, Trace},
};
use polars::prelude::{Column, DataFrame, DataType, col};

/// Rows of a piece of a frame.
const PIECE: usize = 1 << 20;

/// Some rows of a trace.
pub enum Block<'a> {
    /// A row group.
    Unit(&'a Unit<'a>),
    /// Rows in memory.
    Frame(DataFrame),
}

impl Block<'_> {
    /// A column of texts: of each row the number of its text, and the texts.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn texts(&self, name: &str) -> Result<(Vec<u32>, Texts), Trouble> {
        match self {
            Block::Unit(unit) => match unit.column(name)? {
                Some(chunk) => {
                    let mut coded: Coded = chunk.coded()?;
                    let codes = std::mem::take(&mut coded.codes);
                    match std::mem::replace(&mut coded.values, Values::Texts(Texts::default())) {
                        Values::Texts(texts) => Ok((codes, texts)),
                        Values::Numbers(_) => Err(Trouble::Foreign),
                    }
                }
                None => Ok((vec![0; unit.rows()], Texts::default())),
            },
            Block::Frame(frame) => {
                let mut texts = Texts::default();
                let code = |text: Option<&str>| text.map_or(0, |text| texts.number(text));
                let codes = frame.column(name)?.str()?.iter().map(code).collect();
                Ok((codes, texts))
            }
        }
    }

    /// A column of numbers; of unsigned 64 bits those bits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn numbers(&self, name: &str) -> Result<Plain, Trouble> {
        match self {
            Block::Unit(unit) => match unit.column(name)? {
                Some(chunk) => chunk.plain(),
                None => Ok(Plain { values: vec![0; unit.rows()], present: Some(vec![false; unit.rows()]) }),
            },
            Block::Frame(frame) => plain(frame.column(name)?),
        }
    }
}

fn plain(column: &Column) -> Result<Plain, Trouble> {
    let cells: Vec<Option<i64>> = match column.dtype() {
        DataType::UInt64 => column.u64()?.iter().map(|n| n.map(|n| n as i64)).collect(),
        _ => column.cast(&DataType::Int64)?.i64()?.iter().collect(),
    };
    let present = cells.iter().any(Option::is_none).then(|| cells.iter().map(Option::is_some).collect());
    Ok(Plain { values: cells.into_iter().map(Option::unwrap_or_default).collect(), present })
}

/// Goes through the rows of a trace in blocks with these columns, with several threads where it is made of files, each with a state of its own.
/// Should one way to read it turn out to be none, `again` is called, and it begins anew.
///
/// # Errors
/// When the trace is damaged.
pub fn blocks<T: Send>(
    trace: &Trace,
    columns: &[&str],
    new: impl Fn() -> T + Sync,
    again: impl FnOnce(),
    work: impl Fn(&Block<'_>, &mut T) -> Result<(), Trouble> + Sync,
) -> Result<Vec<T>, Error> {
    if !trace.segments.is_empty() {
        if let Some(states) = each(trace, &new, |unit, state| work(&Block::Unit(unit), state))? {
            return Ok(states);
        }
        again();
    }
    let frame = trace.syscalls.clone().select(columns.iter().map(|name| col(*name)).collect::<Vec<_>>());
    let frame = trace::collect(&trace.path, frame)?;
    let mut state = new();
    for start in (0..frame.height()).step_by(PIECE) {
        let piece = frame.slice(start as i64, PIECE);
        work(&Block::Frame(piece), &mut state).map_err(|trouble| trouble.of(trace))?;
    }
    Ok(vec![state])
}
