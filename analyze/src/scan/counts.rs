//! How many calls of each kind there are, and how many of them failed.

use super::{Trouble, merged::Merged, plan::Plan, units};
use crate::{
    cli::Choice,
    error::{Error, first_line},
    keys::Keys,
    trace::Trace,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

/// For each trace the columns of which the keys are made, `calls` and `errors`; a row for each combination that occurs. Nothing if it is
/// not to be had so.
///
/// # Errors
/// When the choice makes no sense or a trace cannot be read.
pub fn counts(traces: &[Trace], keys: &Keys, choice: &Choice) -> Result<Option<Vec<DataFrame>>, Error> {
    let mut frames = Vec::new();
    for (number, trace) in traces.iter().enumerate() {
        let Some(plan) = Plan::new(trace, number, keys, choice)? else { return Ok(None) };
        let none = || Found { groups: Merged::new(&plan), sizes: Vec::new() };
        let states = units::each(trace, none, |unit, found| {
            let (grouped, sizes) = plan.counted(unit)?;
            let groups = found.groups.take(&grouped, sizes.iter().map(|(group, _)| *group));
            found.add(groups, sizes.into_iter().map(|(_, size)| size));
            Ok(())
        })?;
        let Some(states) = states else { return Ok(None) };
        let all = states.into_iter().reduce(Found::join).unwrap_or_else(none);
        frames.push(all.frame(&plan).map_err(|trouble| trouble.of(trace))?);
    }
    Ok(Some(frames))
}

/// What a thread found.
struct Found {
    groups: Merged,
    /// Of each group the calls, and those of them that failed.
    sizes: Vec<[u64; 2]>,
}

impl Found {
    fn add(&mut self, groups: Vec<u32>, sizes: impl IntoIterator<Item = [u64; 2]>) {
        self.sizes.resize(self.groups.len(), [0; 2]);
        for (group, [calls, errors]) in groups.into_iter().zip(sizes) {
            let size = &mut self.sizes[group as usize];
            *size = [size[0] + calls, size[1] + errors];
        }
    }

    fn join(mut self, other: Found) -> Found {
        let groups = self.groups.join(&other.groups);
        self.add(groups, other.sizes);
        self
    }

    fn frame(&self, plan: &Plan) -> Result<DataFrame, Trouble> {
        let mut columns = self.groups.columns(plan)?;
        for (place, name) in ["calls", "errors"].into_iter().enumerate() {
            let sizes: Vec<u64> = self.sizes.iter().map(|size| size[place]).collect();
            columns.push(Series::new(name.into(), sizes).into_column());
        }
        DataFrame::new(self.sizes.len(), columns).map_err(|e| Trouble::Damaged(first_line(e)))
    }
}
