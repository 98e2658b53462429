//! Counting from Parquet's dictionaries.
//!
//! A report counts far more calls than there are names, errors or paths, and Parquet keeps each different value of a row group once, and
//! of each row its number only. Here rows are grouped by these numbers, and values are looked up for the groups. What cannot be answered so
//! (another form of trace, a key that follows processes over time, a condition on several texts) the engine answers; the figures are the same.

mod blocks;
mod chunk;
mod condition;
mod counts;
mod cuts;
mod groups;
mod levels;
mod merged;
mod plan;
mod room;
mod rows;
mod spreads;
mod units;
mod values;

pub use blocks::{Block, blocks};
pub use counts::counts;
pub use cuts::{Cuts, cuts};
pub use rows::{Numbers, Piece, Words, pieces};
pub use spreads::{Durations, Tally, spreads};
pub use units::{Segment, threads};
pub use values::Texts;

use crate::{
    error::{Error, first_line},
    trace::Trace,
};
use polars::prelude::PolarsError;
use polars_parquet::parquet::error::ParquetError;

/// Why rows cannot be counted here.
#[derive(Debug)]
pub enum Trouble {
    /// They are stored, or asked for, in a way that is not known here: the engine may know it.
    Foreign,
    /// They are damaged: what is wrong.
    Damaged(String),
}

impl Trouble {
    fn damaged(what: &str) -> Trouble {
        Trouble::Damaged(format!("its data are damaged ({what}); record again, or use a sound copy"))
    }

    /// The error that it is, if nothing else can read the trace.
    fn of(self, trace: &Trace) -> Error {
        Error::unreadable(&trace.path, self.what())
    }

    fn what(self) -> String {
        match self {
            Trouble::Damaged(what) => what,
            Trouble::Foreign => "its columns are of other types than those of a trace".to_owned(),
        }
    }
}

impl From<ParquetError> for Trouble {
    fn from(error: ParquetError) -> Trouble {
        match error {
            ParquetError::FeatureNotActive(..) | ParquetError::FeatureNotSupported(_) => Trouble::Foreign,
            error => Trouble::Damaged(first_line(error)),
        }
    }
}

impl From<PolarsError> for Trouble {
    fn from(error: PolarsError) -> Trouble {
        Trouble::Damaged(first_line(error))
    }
}
