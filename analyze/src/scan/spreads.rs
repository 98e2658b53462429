//! How the durations of each kind of calls are spread.
//!
//! First how many lie in each class of durations; a second reading gives the durations of those classes in which something lies that
//! has to be known exactly.

use super::{
    Trouble,
    merged::Merged,
    plan::{Grouped, Plan},
    units::{self, Unit},
};
use crate::{
    cli::Choice,
    error::{Error, first_line},
    keys::{CLASSES, Keys, class},
    trace::{Trace, collect},
};
use hashbrown::HashMap;
use polars::prelude::{
    AnyValue, DataFrame, IdxCa, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series, UnionArgs, col,
    concat,
};
use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// More groups than these are for the engine: each takes a table of classes.
const MOST_GROUPS: usize = 1024;

/// The durations of a group.
#[derive(Clone)]
pub struct Tally {
    /// Calls that ended.
    pub calls: u64,
    /// Sum, ns.
    pub total: u64,
    /// The shortest, ns; u64::MAX if there is none.
    pub min: u64,
    /// The longest, ns.
    pub max: u64,
    /// Calls in each class.
    pub classes: Vec<u64>,
}

impl Tally {
    fn none() -> Tally {
        Tally { calls: 0, total: 0, min: u64::MAX, max: 0, classes: vec![0; CLASSES] }
    }

    fn add(&mut self, ns: u64) {
        self.calls += 1;
        self.total = self.total.saturating_add(ns);
        self.min = self.min.min(ns);
        self.max = self.max.max(ns);
        self.classes[class(ns) as usize] += 1;
    }

    fn join(&mut self, other: &Tally) {
        self.calls += other.calls;
        self.total = self.total.saturating_add(other.total);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.classes.iter_mut().zip(&other.classes).for_each(|(own, other)| *own += other);
    }
}

/// What the first reading found.
pub struct Spreads<'a> {
    /// A row for each group that has calls: the columns of the keys.
    pub groups: DataFrame,
    /// Of each of them the durations.
    pub tallies: Vec<Tally>,
    traces: Vec<Read<'a>>,
}

/// A trace that was read.
struct Read<'a> {
    trace: &'a Trace,
    plan: Plan,
    merged: Mutex<Merged>,
    /// Of each kind of rows the group that it belongs to.
    groups: Vec<Option<u32>>,
}

/// Of groups and classes the durations in ascending order, each with how many calls took it.
pub type Durations = std::collections::HashMap<(u32, u32), Vec<(u64, u64)>>;

/// The first reading. Nothing if it is not to be had so.
///
/// # Errors
/// When the choice makes no sense or a trace cannot be read.
pub fn spreads<'a>(traces: &'a [Trace], keys: &Keys, choice: &Choice) -> Result<Option<Spreads<'a>>, Error> {
    let (mut read, mut found, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for (number, trace) in traces.iter().enumerate() {
        let Some(plan) = Plan::new(trace, number, keys, choice)? else { return Ok(None) };
        let merged = Mutex::new(Merged::new(&plan));
        let states = units::each(trace, Vec::<Tally>::new, |unit, tallies| {
            let (grouped, kinds, durations) = durations(unit, &plan, &merged)?;
            let most = kinds.iter().max().map_or(0, |most| *most as usize + 1);
            if most > MOST_GROUPS {
                return Err(Trouble::Foreign);
            }
            if most > tallies.len() {
                tallies.resize(most, Tally::none());
            }
            durations.each(&grouped, |group, ns| tallies[kinds[group as usize] as usize].add(ns));
            Ok(())
        })?;
        let Some(states) = states else { return Ok(None) };
        let merged_now = merged.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kinds = vec![Tally::none(); merged_now.len()];
        for (kind, tally) in states.iter().flat_map(|tallies| tallies.iter().enumerate()) {
            kinds[kind].join(tally);
        }
        let unreadable = |e| Error::unreadable(&trace.path, first_line(e));
        let mut columns = merged_now.columns(&plan).map_err(|trouble| trouble.of(trace))?;
        let places: Vec<u32> = (found.len() as u32..).take(kinds.len()).collect();
        columns.push(Series::new("place".into(), places).into_column());
        let frame = DataFrame::new(kinds.len(), columns).map_err(unreadable)?;
        drop(merged_now);
        frames.push(frame.lazy().select([keys.exprs(number), vec![col("place")]].concat()));
        let first = found.len();
        found.extend(kinds);
        read.push((first, Read { trace, plan, merged, groups: Vec::new() }));
    }
    let path = traces.first().map_or(Path::new(""), |trace| &trace.path);
    let (groups, members) = together(path, frames, keys)?;
    let mut tallies: Vec<Tally> = Vec::new();
    let mut group_of = vec![None; found.len()];
    let mut kept = Vec::new();
    for (row, members) in members.iter().enumerate() {
        let mut all = Tally::none();
        members.iter().for_each(|member| all.join(&found[*member as usize]));
        if all.calls > 0 {
            members.iter().for_each(|member| group_of[*member as usize] = Some(tallies.len() as u32));
            tallies.push(all);
            kept.push(row as u32);
        }
    }
    let kept = IdxCa::from_vec("row".into(), kept);
    let groups = groups.take(&kept).map_err(|e| Error::unreadable(path, first_line(e)))?;
    let traces = read.into_iter().map(|(first, read)| {
        let kinds = read.merged.lock().map_or(0, |merged| merged.len());
        Read { groups: group_of[first..first + kinds].to_vec(), ..read }
    });
    Ok(Some(Spreads { groups, tallies, traces: traces.collect() }))
}

/// A row for each value of the keys, and of each the places of what it is made of.
fn together(path: &Path, frames: Vec<LazyFrame>, keys: &Keys) -> Result<(DataFrame, Vec<Vec<u32>>), Error> {
    let unreadable = |e| Error::unreadable(path, first_line(e));
    let all = concat(frames, UnionArgs::default()).map_err(unreadable)?;
    let groups = collect(path, all.group_by(keys.names()).agg([col("place")]))?;
    let members = |row| match groups.column("place")?.get(row)? {
        AnyValue::List(members) => Ok(members.u32()?.iter().flatten().collect()),
        _ => Ok(Vec::new()),
    };
    let members = (0..groups.height()).map(members).collect::<PolarsResult<_>>().map_err(unreadable)?;
    Ok((groups, members))
}

impl Spreads<'_> {
    /// The second reading: the durations of these groups and classes.
    ///
    /// # Errors
    /// When a trace cannot be read.
    pub fn durations(&self, wanted: &BTreeSet<(u32, u32)>) -> Result<Durations, Error> {
        // Of each group the places of its classes in `wanted`, counted from 1.
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); self.tallies.len()];
        for (place, (group, class)) in (1..).zip(wanted) {
            let places = &mut places[*group as usize];
            places.resize(CLASSES, 0);
            places[*class as usize] = place;
        }
        let wanted: Vec<(u32, u32)> = wanted.iter().copied().collect();
        let mut all = Durations::new();
        for read in &self.traces {
            let states = units::each(read.trace, HashMap::<(u32, u64), u64>::new, |unit, found| {
                let (grouped, kinds, durations) = durations(unit, &read.plan, &read.merged)?;
                let of = |kind: &u32| read.groups.get(*kind as usize).copied().flatten();
                let tables: Vec<&[u32]> =
                    kinds.iter().map(|kind| of(kind).map_or(&[][..], |group| &places[group as usize])).collect();
                durations.each(&grouped, |group, ns| {
                    let place = tables[group as usize].get(class(ns) as usize).copied().unwrap_or(0);
                    if place > 0 {
                        *found.entry((place, ns)).or_default() += 1;
                    }
                });
                Ok(())
            })?;
            for ((place, ns), calls) in states.into_iter().flatten().flatten() {
                all.entry(wanted[place as usize - 1]).or_default().push((ns, calls));
            }
        }
        for durations in all.values_mut() {
            durations.sort_unstable();
            durations.dedup_by(|later, former| {
                let same = later.0 == former.0;
                former.1 += if same { later.1 } else { 0 };
                same
            });
        }
        Ok(all)
    }
}

/// The durations of a row group.
struct Taken {
    values: Vec<i64>,
    present: Option<Vec<bool>>,
}

/// The rows of a row group in groups without gaps, the kind of each group, and the durations of all rows.
fn durations(unit: &Unit<'_>, plan: &Plan, merged: &Mutex<Merged>) -> Result<(Grouped, Vec<u32>, Taken), Trouble> {
    let mut grouped = plan.read(unit)?;
    grouped.groups.rename();
    let kinds = {
        let mut merged = merged.lock().unwrap_or_else(PoisonError::into_inner);
        merged.take(&grouped, 0..grouped.groups.space as u32)
    };
    let plain = unit.column("dur")?.ok_or(Trouble::Foreign)?.plain()?;
    Ok((grouped, kinds, Taken { values: plain.values, present: plain.present }))
}

impl Taken {
    /// Calls `each` with the group and the duration of every row that is meant and ended.
    fn each(&self, grouped: &Grouped, mut each: impl FnMut(u32, u64)) {
        // No call takes less than nothing, whatever a damaged trace says.
        let mut take = |group: u32, row: usize| {
            if self.present.as_ref().is_none_or(|present| present[row]) {
                each(group, self.values[row].max(0) as u64);
            }
        };
        let groups = grouped.groups.rows.iter();
        match &grouped.rows {
            Some(rows) => groups.zip(rows).for_each(|(group, row)| take(*group, *row as usize)),
            None => groups.enumerate().for_each(|(row, group)| take(*group, row)),
        }
    }
}
