//! Quantiles, exactly: the durations of those classes in which one lies are read a second time.

use super::{
    QUANTILES,
    spread::{Found, Spread},
};
use crate::{
    error::{Error, first_line},
    keys::{Keys, bucket},
    report::cells::{cell_of, number},
    scan::Durations,
    trace,
};
use polars::prelude::{
    Column, DataFrame, IdxCa, IntoLazy, JoinArgs, JoinType, LazyFrame, NamedFrom, PolarsResult, Series, col, len,
};
use std::{collections::BTreeSet, path::Path};

/// The quantiles of each group, in the order of [`QUANTILES`]. `read` gives the durations of groups' classes.
///
/// # Errors
/// Those of `read`.
pub(super) fn quantiles(
    spreads: &[Spread],
    read: impl FnOnce(&BTreeSet<(u32, u32)>) -> Result<Durations, Error>,
) -> Result<Vec<Vec<u64>>, Error> {
    let found: Vec<Vec<Found>> =
        spreads.iter().map(|spread| QUANTILES.iter().map(|(_, p)| spread.quantile(*p)).collect()).collect();
    let inside = |(group, found): (usize, &Vec<Found>)| {
        let classes = found.iter().filter_map(|found| match found {
            Found::In { class, .. } => Some(*class),
            Found::At(_) => None,
        });
        classes.map(|class| (group as u32, class)).collect::<Vec<_>>()
    };
    let wanted: BTreeSet<(u32, u32)> = found.iter().enumerate().flat_map(inside).collect();
    let durations = if wanted.is_empty() { Durations::new() } else { read(&wanted)? };
    let exact = |group: usize, found: &Found| match found {
        Found::At(ns) => *ns,
        Found::In { class, rank } => {
            let mut passed = 0;
            let durations = durations.get(&(group as u32, *class)).into_iter().flatten();
            let reached = durations.into_iter().find(|(_, n)| {
                passed += n;
                passed >= *rank
            });
            reached.map_or(0, |(ns, _)| *ns)
        }
    };
    Ok(found.iter().enumerate().map(|(group, found)| found.iter().map(|f| exact(group, f)).collect()).collect())
}

/// The durations of these groups' classes, by the engine.
///
/// # Errors
/// When a trace cannot be read.
pub(super) fn read(
    path: &Path,
    calls: LazyFrame,
    keys: &Keys,
    groups: &DataFrame,
    wanted: &BTreeSet<(u32, u32)>,
) -> Result<Durations, Error> {
    let wanted = table(keys, groups, wanted).map_err(|e| Error::unreadable(path, first_line(e)))?;
    let by = [keys.names(), vec![col("class")]].concat();
    // A group whose key is null is one like any other.
    let args = JoinArgs { nulls_equal: true, ..JoinArgs::new(JoinType::Inner) };
    let calls = calls.with_column(bucket().alias("class")).filter(col("class").is_not_null());
    let rows = calls.join(wanted.lazy(), by.clone(), by, args);
    let rows = rows.group_by(["group", "class", "dur"].map(col)).agg([len().alias("n")]);
    let counts = trace::collect(path, rows)?;
    let mut durations = Durations::new();
    for row in 0..counts.height() {
        let count = |name: &str| number(&cell_of(&counts, row, name));
        durations.entry((count("group") as u32, count("class") as u32)).or_default().push((count("dur"), count("n")));
    }
    durations.values_mut().for_each(|durations| durations.sort_unstable());
    Ok(durations)
}

/// A table of the keys, numbers and classes of these groups.
fn table(keys: &Keys, groups: &DataFrame, wanted: &BTreeSet<(u32, u32)>) -> PolarsResult<DataFrame> {
    let rows = IdxCa::from_vec("row".into(), wanted.iter().map(|(group, _)| *group).collect());
    let numbers: Vec<u32> = wanted.iter().map(|(group, _)| *group).collect();
    let classes: Vec<u32> = wanted.iter().map(|(_, class)| *class).collect();
    let mut columns = Vec::new();
    for name in keys.columns() {
        columns.push(groups.column(name)?.take(&rows)?);
    }
    columns.push(Column::from(Series::new("group".into(), numbers)));
    columns.push(Column::from(Series::new("class".into(), classes)));
    DataFrame::new(wanted.len(), columns)
}
