//! Runs of programs in a trace: their calls, and what they touched.

use super::{
    unit::{Kind, Names, Thing, Thread, Unit},
    value::{self, plain_path, plain_peer},
};
use crate::{
    cli::Source,
    error::Error,
    keys::numbers,
    report::{cell_of, number},
    rules::facts::{self, Facts},
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, Expr, LazyFrame, SortMultipleOptions, col, lit, when};
use schema::{
    roles::{self, Role},
    wire::flags,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Reads the runs of a trace; `input` is its number. Times are kept only if `timed`: they are what most of the memory would be.
///
/// # Errors
/// When it cannot be read.
pub fn read(trace: &Trace, input: u32, timed: bool, names: &mut Names) -> Result<Vec<Unit>, Error> {
    let facts = Arc::new(Facts::of(&facts::events(trace)?, trace));
    let calls = trace.syscalls.clone().filter(col("phase").eq(lit("payload")));
    let calls = calls.with_column(run(&facts).alias("run"));
    let mut units: BTreeMap<(u32, u32), Unit> = BTreeMap::new();
    sequences(trace, &calls, timed, names, &mut units)?;
    things(trace, &calls, names, &mut units)?;
    let finished = units.into_iter().map(|((tgid, run), mut unit)| {
        let program = facts.runs.get(run as usize).and_then(|run| run.exe.as_deref()).unwrap_or_default();
        unit.things.sort_unstable();
        unit.things.dedup_by_key(|thing| (thing.kind, thing.text));
        Unit { program: names.programs.number(program), pid: tgid, input, ..unit }
    });
    Ok(finished.collect())
}

/// The number of the run of a program that made a call.
fn run(facts: &Arc<Facts>) -> Expr {
    let facts = Arc::clone(facts);
    numbers(&[col("tgid"), col("ts")], move |columns| {
        let [pids, times] = columns else { return Ok(Vec::new()) };
        let rows = pids.u32()?.iter().zip(times.i64()?.iter());
        Ok(rows.map(|(pid, ts)| pid.zip(ts).and_then(|(pid, ts)| facts.at(pid, ts)).map(|run| run as u32)).collect())
    })
}

/// Of no run that is known.
const NO_RUN: u32 = u32::MAX;

fn sequences(
    trace: &Trace,
    calls: &LazyFrame,
    timed: bool,
    names: &mut Names,
    units: &mut BTreeMap<(u32, u32), Unit>,
) -> Result<(), Error> {
    let order = SortMultipleOptions::default().with_maintain_order(true);
    let columns = ["tgid", "run", "tid", "ts", "seq", "name"].map(col);
    let frame = trace::collect(&trace.path, calls.clone().select(columns).sort(["tid", "ts", "seq"], order))?;
    let refused = |e: polars::prelude::PolarsError| Error::unreadable(&trace.path, crate::error::first_line(e));
    let column = |name: &str| frame.column(name).map_err(refused);
    let ids = |name: &str| column(name).and_then(|column| column.u32().map_err(refused));
    let (pids, runs, tids) = (ids("tgid")?, ids("run")?, ids("tid")?);
    let times = column("ts")?.i64().map_err(refused)?;
    let texts = column("name")?.str().map_err(refused)?;
    let mut codes: HashMap<&str, u16> = HashMap::new();
    let rows = pids.iter().zip(runs.iter()).zip(tids.iter()).zip(times.iter()).zip(texts.iter());
    for ((((pid, run), tid), ts), name) in rows {
        let (Some(pid), Some(tid), Some(ts), Some(name)) = (pid, tid, ts, name) else { continue };
        let code = *codes.entry(name).or_insert_with(|| u16::try_from(names.calls.number(name)).unwrap_or(u16::MAX));
        let unit = units.entry((pid, run.unwrap_or(NO_RUN))).or_default();
        // Rows are in the order of threads.
        let thread = match unit.threads.last_mut() {
            Some(thread) if thread.tid == tid => thread,
            _ => {
                unit.threads.push(Thread { tid, ..Thread::default() });
                let Some(thread) = unit.threads.last_mut() else { continue };
                thread
            }
        };
        thread.calls.push(code);
        if timed {
            thread.times.push(ts);
        }
    }
    Ok(())
}

/// What the runs touched.
fn things(
    trace: &Trace,
    calls: &LazyFrame,
    names: &mut Names,
    units: &mut BTreeMap<(u32, u32), Unit>,
) -> Result<(), Error> {
    let mut add = |frame: &DataFrame, kind: Kind, text: &mut dyn FnMut(usize) -> Option<String>| {
        for row in 0..frame.height() {
            let id = |name: &str| match cell_of(frame, row, name) {
                crate::document::Value::Null => NO_RUN,
                value => number(&value) as u32,
            };
            let (Some(text), Some(unit)) = (text(row), units.get_mut(&(id("tgid"), id("run")))) else { continue };
            let ts = match cell_of(frame, row, "ts") {
                crate::document::Value::Int(ts) => ts,
                _ => continue,
            };
            let kinded = format!("{} {text}", kind.name());
            unit.things.push(Thing { kind, text: names.things.number(&kinded), row: (id("tid"), ts) });
        }
    };
    let text = |frame: &DataFrame, row: usize, name: &str| match cell_of(frame, row, name) {
        crate::document::Value::Text(text) => Some(text),
        _ => None,
    };
    let frame = distinct(trace, calls.clone(), &[("name", col("name"))])?;
    add(&frame, Kind::Call, &mut |row| text(&frame, row, "name"));
    // Plain sequences tell nothing else.
    if trace.manifest.backend.name == Source::Sequence.name() {
        return Ok(());
    }

    let opening = roles::calls(|role| matches!(role, Role::Open(_) | Role::OpenHow));
    let named = col("path").is_not_null().and(col("path").neq(lit("")));
    let file = when(col("path_abs").is_not_null()).then(col("path_abs")).otherwise(col("path"));
    // Whether a file was opened for writing is another thing than whether it was opened.
    let writes = |at: u8| (col(format!("a{at}")) % lit(roles::O_ACCMODE + 1)).neq(lit(0_u64));
    let how = when(col("name").eq(lit("open"))).then(writes(1)).otherwise(writes(2));
    let how = when(is_one_of(&opening)).then(how).otherwise(lit(false));
    let frame =
        distinct(trace, calls.clone().filter(named), &[("name", col("name")), ("file", file), ("writes", how)])?;
    add(&frame, Kind::Path, &mut |row| {
        let writes = number(&cell_of(&frame, row, "writes")) != 0;
        let path = plain_path(&text(&frame, row, "file")?);
        let name = text(&frame, row, "name")?;
        Some(format!("{}{path}", value::verb(&name, writes)))
    });

    let frame = distinct(
        trace,
        calls.clone().filter(col("peer").is_not_null()),
        &[("name", col("name")), ("peer", col("peer"))],
    )?;
    add(&frame, Kind::Peer, &mut |row| Some(plain_peer(&text(&frame, row, "name")?, &text(&frame, row, "peer")?)));

    // Of a call that did not end nothing is known of how it was meant; imported sequences have no arguments at all.
    let ended = col("flags").and(lit(flags::UNFINISHED)).eq(lit(0_u32));
    for (at, calls_with) in value::named_arguments() {
        let what = [("name", col("name")), ("arch", col("arch")), ("value", col(format!("a{at}")))];
        let frame = distinct(trace, calls.clone().filter(is_one_of(&calls_with).and(ended.clone())), &what)?;
        add(&frame, Kind::Argument, &mut |row| {
            let value = match cell_of(&frame, row, "value") {
                crate::document::Value::Uint(value) => value,
                _ => return None,
            };
            value::argument(&text(&frame, row, "arch")?, &text(&frame, row, "name")?, at, value)
        });
    }
    Ok(())
}

fn is_one_of(names: &[&str]) -> Expr {
    let one = names.iter().map(|name| col("name").eq(lit(*name)));
    one.reduce(Expr::or).unwrap_or(lit(false))
}

/// The different values of `what` in each run, with thread and time of the first row that has them.
fn distinct(trace: &Trace, calls: LazyFrame, what: &[(&'static str, Expr)]) -> Result<DataFrame, Error> {
    let made = what.iter().map(|(name, expr)| expr.clone().alias(*name));
    let selected: Vec<Expr> = ["tgid", "run", "tid", "ts"].map(col).into_iter().chain(made).collect();
    let keys: Vec<Expr> = ["tgid", "run"].into_iter().chain(what.iter().map(|(name, _)| *name)).map(col).collect();
    let first = col("tid").sort_by([col("ts")], SortMultipleOptions::default()).first();
    trace::collect(&trace.path, calls.select(selected).group_by(keys).agg([first, col("ts").min()]))
}
