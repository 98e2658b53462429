//! Ways of acting that calls alone do not show, where one was opened.

use super::{Collector, Found};
use crate::{
    diff::{fact::Dimension, normal::Form, scan::Scan},
    error::Error,
};
use polars::prelude::{DataType, col, len, lit};
use schema::channels;

/// Reads them.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    // No more bits of a number matter than the lowest.
    let low = |name: &str| col(name).and(lit(0xff_u64)).cast(DataType::Int64).alias(name);
    let rows = scan.rows(channels::CHANNELS.iter().map(|(name, ..)| *name)).filter(col("errno").is_null()).select([
        col("program"),
        col("name"),
        low("a2"),
        low("a3"),
        col("ts"),
    ]);
    let keys = ["program", "name", "a2", "a3"].map(col);
    let rows = rows.group_by(keys).agg([len().cast(DataType::Int64).alias("calls"), col("ts").min().alias("first")]);
    let groups = scan.collect(rows)?;
    let (programs, names) = (groups.codes("program")?, groups.texts("name")?);
    let (third, fourth) = (groups.numbers("a2")?, groups.numbers("a3")?);
    let (counts, firsts) = (groups.numbers("calls")?, groups.numbers("first")?);
    for (i, name) in names.iter().enumerate() {
        let Some(name) = name else { continue };
        let Some(channel) = channels::of(name, third[i] as u64, fourth[i] as u64) else { continue };
        into.add(&Found {
            dimension: Dimension::Channel,
            program: programs[i],
            aspect: name,
            form: Form::Plain,
            item: scan.texts.number(channel),
            count: counts[i].max(0) as u64,
            first: firsts[i],
        });
    }
    Ok(())
}
