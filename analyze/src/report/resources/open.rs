//! Descriptors that a process made and did not close while it was recorded.
//!
//! Of each number the last call that made it and the last that closed it say whether it is open, so that it does not matter whether dup2
//! closed something silently. Descriptors of pipes and pairs of sockets are not among them: their numbers are in memory. Those made
//! before the process's last execve are left out: that may have closed them.

use crate::{
    cli::Choice,
    document::{Column, Value},
    error::{Error, first_line},
    query,
    report::cells::{cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{DataType, Expr, IntoLazy, NULL, UnionArgs, coalesce, col, concat, len, lit, when};
use schema::{
    effects::{EFFECTS, Effect},
    spaces,
};
use std::collections::{BTreeMap, HashMap};

/// Processes, what they left open, and how often.
#[derive(Default)]
pub(super) struct Left(BTreeMap<u64, (String, BTreeMap<String, u64>)>);

impl Left {
    /// How many descriptors a process left open.
    pub(super) fn of(&self, pid: u64) -> u64 {
        self.0.get(&pid).map_or(0, |(_, things)| things.values().sum())
    }

    /// Rows, what was left most often first.
    pub(super) fn rows(&self) -> Vec<Vec<Value>> {
        let all =
            self.0.iter().flat_map(|(pid, (comm, things))| things.iter().map(move |(what, n)| (*n, *pid, comm, what)));
        let mut all: Vec<_> = all.collect();
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.3).cmp(&(b.1, b.3))));
        let row = |(n, pid, comm, what): (u64, u64, &String, &String)| {
            vec![comm.clone().into(), Value::Uint(pid), what.clone().into(), Value::Uint(n)]
        };
        all.into_iter().map(row).collect()
    }
}

/// The columns of [`Left::rows`].
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("process"),
        Column::integer("pid", None),
        Column::text("what"),
        Column::integer("descriptors", None),
    ]
}

fn any<'a>(names: impl IntoIterator<Item = &'a str>) -> Expr {
    names.into_iter().fold(lit(false), |any, name| any.or(col("name").eq(lit(name))))
}

/// What the chosen calls left open.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn left(trace: &Trace, choice: &Choice) -> Result<Left, Error> {
    let calls = query::rows(trace, choice)?.filter(col("errno").is_null().and(col("ret").is_not_null()));
    let makers = EFFECTS.iter().map(|(name, _)| *name).filter(|name| spaces::descriptors(name) == 1);
    let closers = EFFECTS.iter().filter(|(_, effect)| *effect == Effect::Close).map(|(name, _)| *name);
    let no_time = || lit(NULL).cast(DataType::Int64);
    let what = coalesce(&[col("path_abs"), col("path"), col("fd_path"), col("name")]);
    let made = calls.clone().filter(any(makers)).select([
        col("tgid"),
        col("ret").alias("fd"),
        col("ts").alias("made"),
        no_time().alias("closed"),
        what.alias("what"),
        col("comm"),
    ]);
    let closed = calls.filter(any(closers)).select([
        col("tgid"),
        col("a0").cast(DataType::UInt32).cast(DataType::Int64).alias("fd"),
        no_time().alias("made"),
        col("ts").alias("closed"),
        lit(NULL).cast(DataType::String).alias("what"),
        col("comm"),
    ]);
    let all =
        concat([made, closed], UnionArgs::default()).map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let what = when(col("made").is_not_null()).then(col("what")).otherwise(lit(NULL)).drop_nulls().last().alias("what");
    let last =
        all.group_by(["tgid", "fd"].map(col)).agg([col("made").max(), col("closed").max(), what, col("comm").last()]);
    let open = last.filter(col("made").is_not_null().and(col("closed").is_null().or(col("closed").lt(col("made")))));
    let open = trace::collect(&trace.path, open)?;
    let executed = trace.processes.clone().filter(col("event").eq(lit("exec")));
    let executed = trace::collect(&trace.path, executed.group_by([col("tgid")]).agg([col("ts").max().alias("ts")]))?;
    let executed: HashMap<u64, i64> = (0..executed.height())
        .map(|row| (number(&cell_of(&executed, row, "tgid")), time(&cell_of(&executed, row, "ts"))))
        .collect();
    let open = open.lazy().group_by(["tgid", "what", "comm", "made"].map(col)).agg([len().alias("n")]);
    let open = trace::collect(&trace.path, open)?;
    let mut left = Left::default();
    for row in 0..open.height() {
        let cell = |name: &str| cell_of(&open, row, name);
        let pid = number(&cell("tgid"));
        if executed.get(&pid).is_some_and(|executed| *executed > time(&cell("made"))) {
            continue;
        }
        let comm = text(cell("comm")).unwrap_or("?".to_owned());
        let what = text(cell("what")).unwrap_or("?".to_owned());
        let things = &mut left.0.entry(pid).or_insert_with(|| (comm, BTreeMap::new())).1;
        *things.entry(what).or_default() += number(&cell("n"));
    }
    Ok(left)
}
