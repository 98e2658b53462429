//! Files that were made, opened for writing, renamed, removed: of each process and file, when that began and how often it happened.

use super::{Event, enough};
use crate::{
    cli::Asked,
    error::Error,
    keys, query,
    report::cells::{cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{Expr, IdxSize, SortMultipleOptions, coalesce, col, len, lit};
use schema::roles::{self, Role};

pub(super) fn events(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    let named = |name: &str| col("name").eq(lit(name));
    let any = |names: Vec<&str>| names.into_iter().fold(lit(false), |any, name| any.or(named(name)));
    let writes = |i: u8| col(format!("a{}", i.min(5))).and(lit(roles::O_ACCMODE)).neq(lit(0_u64));
    let opened = roles::ROLES.iter().filter_map(|(name, role)| match role {
        Role::Open(i) => Some(named(name).and(writes(*i))),
        _ => None,
    });
    let opened: Expr = opened.fold(lit(false), Expr::or);
    let changes =
        |role| matches!(role, Role::Create | Role::Make | Role::Link | Role::Remove | Role::Rename | Role::Truncate);
    let wanted = opened.or(any(roles::calls(changes))).and(col("errno").is_null()).and(col("ret").is_not_null());
    let file = keys::file().alias("file");
    let second = coalesce(&[col("path2_abs"), col("path2")]).alias("second");
    let rows = query::rows(trace, &options.choice)?.filter(wanted);
    let rows = rows.select([file, second, col("name"), col("tgid"), col("comm"), col("ts")]);
    let rows = rows.group_by(["file", "second", "name", "tgid", "comm"].map(col));
    let rows = rows.agg([col("ts").min().alias("first"), len().alias("times")]);
    let limit = IdxSize::try_from(enough(options)).unwrap_or(IdxSize::MAX);
    let rows = rows.sort(["first", "file"], SortMultipleOptions::default()).limit(limit);
    let groups = trace::collect(&trace.path, rows)?;
    let event = |row: usize| {
        let cell = |name: &str| cell_of(&groups, row, name);
        let (first, second) =
            (text(cell("file")).unwrap_or("?".to_owned()), text(cell("second")).unwrap_or("?".to_owned()));
        let name = text(cell("name")).unwrap_or_default();
        let (kind, what) = match roles::of(&name) {
            Some(Role::Make | Role::Create) => ("created", first),
            Some(Role::Link) => ("created", format!("{second} ({name} of {first})")),
            Some(Role::Remove) => ("deleted", first),
            Some(Role::Rename) => ("renamed", format!("{first} to {second}")),
            Some(Role::Truncate) => ("truncated", first),
            _ => ("opened for writing", first),
        };
        let comm = text(cell("comm")).unwrap_or("?".to_owned());
        Event { ts: time(&cell("first")), kind, comm, pid: number(&cell("tgid")), what, times: number(&cell("times")) }
    };
    Ok((0..groups.height()).map(event).collect())
}
