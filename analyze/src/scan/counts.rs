//! How many calls of each kind there are, and how many of them failed.

use super::{Trouble, merged::Merged, plan::Plan, units};
use crate::{
    cli::Choice,
    error::{Error, first_line},
    keys::Keys,
    trace::Trace,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use std::sync::{Mutex, PoisonError};

/// For each trace the columns of which the keys are made, `calls`, and `failed`, whether those calls have an error; a row for each of these
/// that occurs. Nothing if it is not to be had so.
///
/// # Errors
/// When the choice makes no sense or a trace cannot be read.
pub fn counts(traces: &[Trace], keys: &Keys, choice: &Choice) -> Result<Option<Vec<DataFrame>>, Error> {
    let mut frames = Vec::new();
    for (number, trace) in traces.iter().enumerate() {
        let Some(plan) = Plan::new(trace, number, keys, choice)? else { return Ok(None) };
        let all = Mutex::new((Merged::new(&plan), Vec::<u64>::new()));
        let done = units::each(
            trace,
            || (),
            |unit, ()| {
                let grouped = plan.read(unit, true)?;
                let sizes = grouped.groups.sizes();
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                let (merged, calls) = &mut *all;
                let groups = merged.take(&grouped, sizes.iter().map(|(group, _)| *group));
                calls.resize(merged.len(), 0);
                groups.iter().zip(&sizes).for_each(|(group, (_, size))| calls[*group as usize] += size);
                Ok(())
            },
        )?;
        if done.is_none() {
            return Ok(None);
        }
        let (merged, calls) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        let frame = frame(&merged, calls, &plan).map_err(|trouble| trouble.of(trace))?;
        frames.push(frame);
    }
    Ok(Some(frames))
}

fn frame(merged: &Merged, calls: Vec<u64>, plan: &Plan) -> Result<DataFrame, Trouble> {
    let (mut columns, failed) = merged.columns(plan)?;
    let height = calls.len();
    columns.push(Series::new("calls".into(), calls).into_column());
    columns.push(Series::new("failed".into(), failed).into_column());
    DataFrame::new(height, columns).map_err(|e| Trouble::Damaged(first_line(e)))
}
