//! Groups of calls, by the file that they named.

use super::file::{Calls, File};
use crate::{
    cli::Choice,
    error::{Error, first_line},
    keys, query,
    report::cells::{cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{
    Column, DataFrame, Expr, IntoLazy, LazyFrame, NamedFrom, Series, UnionArgs, coalesce, col, concat, len, lit, when,
};
use schema::{
    names,
    roles::{self, Role},
    things,
};
use std::collections::{BTreeMap, HashMap};

/// The chosen calls that named a file, with column `file`.
fn named(trace: &Trace, choice: &Choice) -> Result<LazyFrame, Error> {
    // What a symbolic link leads to is text that no call looks up yet; the file is the link.
    let file = when(one_of(names::STORED)).then(second()).otherwise(keys::file()).alias("file");
    Ok(query::rows(trace, choice)?.with_column(file).filter(col("file").is_not_null()))
}

/// The second path of a call.
fn second() -> Expr {
    coalesce(&[col("path2_abs"), col("path2")])
}

/// Whether `file` comes from the path that the call was given, not from its descriptor.
fn by_path() -> Expr {
    col("path").is_not_null().and(col("path").neq(lit("")))
}

/// Argument `i`, if it is of a call that does what `does` says; then the bits that matter.
fn details() -> Expr {
    let argument = |i: u8, bits: u64| col(format!("a{}", i.min(5))).and(lit(bits));
    let bits = |role: Role| match role {
        Role::Open(i) => Some(argument(i, roles::OPEN_BITS)),
        Role::Map(i) => Some(argument(i, roles::PROT_READ | roles::PROT_WRITE | roles::PROT_EXEC)),
        _ => None,
    };
    let rows = roles::ROLES.iter().filter_map(|(name, role)| Some((*name, bits(*role)?)));
    rows.fold(lit(0_u64), |rest, (name, bits)| when(col("name").eq(lit(name))).then(bits).otherwise(rest))
}

/// Every file that is known by a path, and what was done to it.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn files(trace: &Trace, choice: &Choice) -> Result<BTreeMap<String, File>, Error> {
    let keys = ["file", "name", "errno", "by_path", "detail"].map(col);
    let bytes = col("ret").filter(col("ret").gt(lit(0))).sum().alias("bytes");
    let rows = named(trace, choice)?.with_columns([by_path().alias("by_path"), details().alias("detail")]);
    let rows = rows.select(["file", "name", "errno", "by_path", "detail", "ret", "ts"].map(col)).group_by(keys).agg([
        len().alias("calls"),
        bytes,
        col("ts").min().alias("first"),
        col("ts").max().alias("last"),
    ]);
    let groups = trace::collect(&trace.path, rows)?;
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for row in 0..groups.height() {
        let cell = |name: &str| cell_of(&groups, row, name);
        let (Some(path), Some(name)) = (text(cell("file")), text(cell("name"))) else { continue };
        let by_path = number(&cell("by_path")) == 1;
        // Pipes, sockets and memory have no path.
        if !by_path && things::of(&path).is_none_or(|thing| !path.starts_with('/') || thing.name == "memfd") {
            continue;
        }
        let calls = Calls {
            name,
            by_path,
            detail: number(&cell("detail")),
            errno: text(cell("errno")),
            calls: number(&cell("calls")),
            bytes: number(&cell("bytes")),
            first: time(&cell("first")),
            last: time(&cell("last")),
        };
        files.entry(path).or_default().add(&calls);
    }
    second_paths(trace, choice, &mut files)?;
    files.values_mut().for_each(File::finish);
    Ok(files)
}

/// Calls that gave a file another name, or one more.
fn second_paths(trace: &Trace, choice: &Choice, files: &mut BTreeMap<String, File>) -> Result<(), Error> {
    let both = roles::calls(|role| matches!(role, Role::Link | Role::Rename));
    let rows =
        query::rows(trace, choice)?.filter(one_of(&both).and(col("errno").is_null()).and(col("ret").is_not_null()));
    let rows = rows.select([keys::file().alias("file"), second().alias("second"), col("name"), col("ts")]);
    let keys = ["file", "second", "name"].map(col);
    let rows = rows.group_by(keys).agg([col("ts").max().alias("last"), len().alias("times")]);
    let groups = trace::collect(&trace.path, rows)?;
    for row in 0..groups.height() {
        let cell = |name: &str| cell_of(&groups, row, name);
        let (Some(second), Some(name), last) = (text(cell("second")), text(cell("name")), time(&cell("last"))) else {
            continue;
        };
        let counted = names::STORED.contains(&name.as_str());
        files.entry(second.clone()).or_default().named(last, number(&cell("times")), counted);
        if let (Some(first), Some(Role::Rename)) = (text(cell("file")), roles::of(&name)) {
            files.entry(first).or_default().renamed_to(last, &second);
        }
    }
    Ok(())
}

/// Whether the call has one of these names.
fn one_of(names: &[&str]) -> Expr {
    names.iter().fold(lit(false), |any, name| any.or(col("name").eq(lit(*name))))
}

/// Who named each of these files: `comm[tgid]`, the first one first.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn users(trace: &Trace, choice: &Choice, files: &[String]) -> Result<HashMap<String, Vec<String>>, Error> {
    let wanted = Column::from(Series::new("file".into(), files));
    let wanted =
        DataFrame::new(files.len(), vec![wanted]).map_err(|e| Error::unreadable(&trace.path, first_line(e)))?.lazy();
    let first = named(trace, choice)?.select(["file", "tgid", "comm", "ts"].map(col));
    let others = named(trace, choice)?.filter(col("path2").is_not_null()).with_column(second().alias("file"));
    let both = [first, others.select(["file", "tgid", "comm", "ts"].map(col))];
    let rows = concat(both, UnionArgs::default()).map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let rows = rows.semi_join(wanted, col("file"), col("file"));
    let rows = rows.group_by(["file", "tgid"].map(col)).agg([col("comm").last(), col("ts").min().alias("first")]);
    let groups = trace::collect(&trace.path, rows)?;
    let mut users: HashMap<String, Vec<(i64, u64, String)>> = HashMap::new();
    for row in 0..groups.height() {
        let cell = |name: &str| cell_of(&groups, row, name);
        let Some(file) = text(cell("file")) else { continue };
        let comm = text(cell("comm")).unwrap_or("?".to_owned());
        users.entry(file).or_default().push((time(&cell("first")), number(&cell("tgid")), comm));
    }
    let names = |mut users: Vec<(i64, u64, String)>| {
        users.sort();
        users.into_iter().map(|(_, tgid, comm)| format!("{comm}[{tgid}]")).collect()
    };
    Ok(users.into_iter().map(|(file, users)| (file, names(users))).collect())
}

/// Bytes that went from descriptor to descriptor inside the kernel.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn moved(trace: &Trace, choice: &Choice) -> Result<u64, Error> {
    let calls = roles::calls(|role| matches!(role, Role::Move | Role::Fill));
    let rows = query::rows(trace, choice)?.filter(one_of(&calls).and(col("ret").gt(lit(0))));
    let sum = trace::collect(&trace.path, rows.select([col("ret").sum().alias("bytes")]))?;
    Ok(if sum.height() == 0 { 0 } else { number(&cell_of(&sum, 0, "bytes")) })
}
