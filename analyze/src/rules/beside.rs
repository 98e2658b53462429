//! What has to be known of a trace before rules are asked about its rows: memory of rare calls, accepted connections, terminals, directories.

use super::{
    condition::{Case, Condition, Op},
    evaluate::Evaluator,
    facts::{Facts, is_terminal},
    fields::Field,
    question::Questions,
    reduce::{Needs, reduce},
    rows::{Aside, Captured},
    rule::What,
    value::Value,
};
use crate::{
    decode::Captures,
    error::{Error, first_line},
    trace::{self, Trace},
};
use polars::prelude::{PolarsResult, SortMultipleOptions, col, lit};
use schema::effects::{EFFECTS, Effect};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Fields that say in which direction a connection was made.
const DIRECTED: [&str; 4] = ["direction", "fd_name", "fd_directory", "fd_filename"];

/// Reads it, as far as it is needed.
///
/// # Errors
/// When the trace cannot be read.
pub fn read(trace: &Trace, needs: &Needs, facts: &mut Facts) -> Result<Aside, Error> {
    let tests = |name: &str| Field::named(name).is_some_and(|field| needs.fields.contains(&field));
    if tests("tty") {
        facts.with_terminals(&terminals(trace)?);
    }
    if tests("cwd") {
        facts.with_directories(&directories(trace)?);
    }
    if tests("exe_written") {
        programs(trace, facts)?;
    }
    let accepted = if DIRECTED.into_iter().any(tests) { accepted(trace)? } else { HashSet::new() };
    Ok(Aside { captured: captured(trace, needs)?, accepted, contents: needs.contents.clone() })
}

/// Which programs were made or changed in the container: what lies in the upper layer of its file system.
fn programs(trace: &Trace, facts: &mut Facts) -> Result<(), Error> {
    let Some(container) = &trace.manifest.container else { return Ok(()) };
    let (Some(written), Some(opens)) = (Field::named("written"), Field::named("is_open_write")) else { return Ok(()) };
    let programs: BTreeSet<String> = facts.runs.iter().filter_map(|run| run.exe.clone()).collect();
    let op = Op::Equals(programs.into_iter().collect(), Case::Exact);
    let mut questions = Questions::default();
    questions.add(&Condition::Test { field: written, op }, What::Calls, false);
    let needs = Needs { calls: questions.calls(), fields: [written, opens].into(), ..Needs::default() };
    let found = reduce(trace, &needs, &questions)?;
    let evaluator = Evaluator { rows: &found.rows, facts: &found.facts, manifest: &trace.manifest };
    let mut since: HashMap<String, i64> = HashMap::new();
    for row in found.matched.first().into_iter().flatten() {
        let first = since.entry(evaluator.value(written, *row).show()).or_insert(i64::MAX);
        *first = (*first).min(found.rows.ts[*row]);
    }
    // Before its first program a container's upper layer is empty. Volumes lie elsewhere.
    let whole = trace.manifest.target.kind == "container";
    let Value::List(mounts) = super::derive::mounts(container) else { return Ok(()) };
    let below =
        |path: &str, mount: &String| path.strip_prefix(mount.as_str()).is_some_and(|rest| rest.starts_with('/'));
    facts.with_written(&since, whole.then_some(false), |path| mounts.iter().any(|mount| below(path, mount)));
    Ok(())
}

/// Peers whose connection was accepted.
fn accepted(trace: &Trace) -> Result<HashSet<String>, Error> {
    let accepts = EFFECTS.iter().filter(|(_, effect)| matches!(effect, Effect::Accept(_)));
    let is = accepts.fold(lit(false), |any, (call, _)| any.or(col("name").eq(lit(*call))));
    let peers = trace.syscalls.clone().filter(is.and(col("peer").is_not_null())).select([col("peer").unique()]);
    let frame = trace::collect(&trace.path, peers)?;
    let peers = || -> PolarsResult<HashSet<String>> {
        Ok(frame.column("peer")?.str()?.iter().flatten().map(str::to_owned).collect())
    };
    peers().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

/// The memory that fields are made of, of those calls.
fn captured(trace: &Trace, needs: &Needs) -> Result<HashMap<(u32, i64), Captured>, Error> {
    use super::fields::{Place, Source};
    let mut calls: BTreeSet<&str> = BTreeSet::new();
    for field in Field::all() {
        let reads = match field.row().source {
            Source::Argument(places) => places,
            _ => &[],
        };
        // openat2 has its flags in memory.
        let opens = ["is_open_read", "is_open_write", "is_open_create"].contains(&field.name());
        if needs.fields.contains(&field) {
            calls.extend(reads.iter().filter(|(_, place)| !matches!(place, Place::Register(_))).map(|(call, _)| *call));
            calls.extend(opens.then_some("openat2"));
        }
    }
    calls.retain(|call| needs.calls.as_ref().is_none_or(|wanted| wanted.contains(*call)));
    let mut out = HashMap::new();
    if calls.is_empty() {
        return Ok(out);
    }
    let is = calls.iter().fold(lit(false), |any, call| any.or(col("name").eq(lit(*call))));
    let frame = trace::collect(&trace.path, trace.syscalls.clone().filter(is).select(["tid", "ts", "data"].map(col)))?;
    let read = || -> PolarsResult<()> {
        let mut frame = frame.clone();
        frame.rechunk_mut();
        let captures = Captures::new(frame.column("data")?)?;
        let (tid, ts) = (frame.column("tid")?.u32()?.clone(), frame.column("ts")?.i64()?.clone());
        let mut found = Vec::new();
        for row in 0..frame.height() {
            captures.fill(row, &mut found);
            let kept = found.iter().filter(|c| c.part == 0).map(|c| (c.arg as u8, c.bytes.to_vec())).collect();
            out.insert((tid.get(row).unwrap_or(0), ts.get(row).unwrap_or(0)), kept);
        }
        Ok(())
    };
    let mut read = read;
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    Ok(out)
}

/// Terminals that descriptors of processes stood for.
fn terminals(trace: &Trace) -> Result<HashMap<u32, String>, Error> {
    let terminal =
        col("fd_path").str().starts_with(lit("/dev/pts/")).or(col("fd_path").str().starts_with(lit("/dev/tty")));
    let rows = trace.syscalls.clone().filter(terminal).group_by([col("tgid")]).agg([col("fd_path").min()]);
    let frame = trace::collect(&trace.path, rows)?;
    let read = || -> PolarsResult<HashMap<u32, String>> {
        let rows = frame.column("tgid")?.u32()?.iter().zip(frame.column("fd_path")?.str()?.iter());
        Ok(rows.filter_map(|(pid, path)| Some((pid?, path.filter(|p| is_terminal(p))?.to_owned()))).collect())
    };
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

/// Calls that changed a current directory, in order of time.
fn directories(trace: &Trace) -> Result<Vec<(u32, i64, String)>, Error> {
    let is = |name: &'static str| col("name").eq(lit(name));
    let rows = trace.syscalls.clone().filter(is("chdir").or(is("fchdir")).and(col("errno").is_null()));
    let to = polars::prelude::coalesce(&[col("path_abs"), col("fd_path")]).alias("to");
    let rows = rows.select([col("tgid"), col("ts"), to]).sort(["ts"], SortMultipleOptions::default());
    let frame = trace::collect(&trace.path, rows)?;
    let read = || -> PolarsResult<Vec<(u32, i64, String)>> {
        let (pids, times) = (frame.column("tgid")?.u32()?.iter(), frame.column("ts")?.i64()?.iter());
        let rows = pids.zip(times).zip(frame.column("to")?.str()?.iter());
        Ok(rows.filter_map(|((pid, ts), to)| Some((pid?, ts?, to?.to_owned()))).collect())
    };
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}
