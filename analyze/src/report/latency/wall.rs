//! Where each process spent its time: in calls that wait, in other calls, and outside of calls.

use crate::{
    cli::Key,
    document::{Column, Layout, Table, Unit, Value},
    error::Error,
    keys::Keys,
    report::{
        cells::{self, cell_of, number},
        lives::{self, Life},
    },
    trace::{self, Trace},
};
use polars::prelude::{SortMultipleOptions, col, lit};
use schema::{Arch, waits, wire::flags};
use std::collections::{BTreeMap, HashMap};

/// What a process did with its time, ns; of several threads together.
#[derive(Default)]
struct Spent {
    name: String,
    threads: u64,
    lived: u64,
    /// By what the calls waited for.
    waiting: BTreeMap<String, u64>,
    calls: u64,
}

/// The name under which [`Key::Waiting`] has calls that do not wait.
const NONE: &str = "none";

/// The table.
///
/// # Errors
/// When a trace cannot be read.
pub(super) fn table(traces: &[Trace]) -> Result<Table, Error> {
    let several = traces.len() > 1;
    let mut rows = Vec::new();
    for trace in traces {
        for (pid, spent) in processes(trace)? {
            let mut row = row(pid, &spent);
            if several {
                row.push(trace.name());
            }
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| number(&b[3]).cmp(&number(&a[3])).then_with(|| number(&a[1]).cmp(&number(&b[1]))));
    let mut columns = vec![
        Column::text("process"),
        Column::integer("pid", None),
        Column::integer("threads", None),
        Column::integer("lived_ns", Some(Unit::Ns)),
        Column::integer("waiting_ns", Some(Unit::Ns)),
        Column::integer("calls_ns", Some(Unit::Ns)),
        Column::integer("outside_ns", Some(Unit::Ns)),
        Column::number("waiting_share", Unit::Ratio),
        Column::number("calls_share", Unit::Ratio),
        Column::number("outside_share", Unit::Ratio),
        Column::text("waited_for"),
    ];
    if several {
        columns.push(Column::text("trace"));
    }
    Ok(Table { name: "wall", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid })
}

fn row(pid: u64, spent: &Spent) -> Vec<Value> {
    let waiting: u64 = spent.waiting.values().sum();
    let outside = spent.lived.saturating_sub(waiting).saturating_sub(spent.calls);
    let share = |ns: u64| if spent.lived > 0 { Value::Float(ns as f64 / spent.lived as f64) } else { Value::Null };
    let mut kinds: Vec<(&String, &u64)> = spent.waiting.iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(a.1));
    let kinds: Vec<String> =
        kinds.into_iter().map(|(kind, ns)| format!("{kind} {}", crate::time::duration(*ns))).collect();
    vec![
        spent.name.clone().into(),
        Value::Uint(pid),
        Value::Uint(spent.threads),
        Value::Uint(spent.lived),
        Value::Uint(waiting),
        Value::Uint(spent.calls),
        Value::Uint(outside),
        share(waiting),
        share(spent.calls),
        share(outside),
        if kinds.is_empty() { Value::Null } else { kinds.join(", ").into() },
    ]
}

fn processes(trace: &Trace) -> Result<BTreeMap<u64, Spent>, Error> {
    let mut all: BTreeMap<u64, Spent> = BTreeMap::new();
    let mut ends: HashMap<u64, Vec<Life>> = HashMap::new();
    for life in lives::threads(trace)? {
        let spent = all.entry(life.tgid).or_default();
        spent.threads += 1;
        spent.lived += life.to.saturating_sub(life.from).max(0) as u64;
        ends.entry(life.tid).or_default().push(life);
    }
    let one = std::slice::from_ref(trace);
    let keys = Keys::new(one, &[Key::Pid, Key::Waiting], 1, None)?;
    // Operations of io_uring are nobody's time.
    let calls = trace.syscalls.clone().filter(col("arch").neq(lit(Arch::IoUring.name())));
    let columns = [&keys.exprs(0)[..], &[col("dur"), col("ts")]].concat();
    let ended = calls.clone().filter(col("dur").is_not_null()).select(columns);
    let ended = ended.group_by(keys.names()).agg([col("dur").sum(), col("ts").min()]);
    let ended = trace::collect(&trace.path, ended)?;
    let mut first: HashMap<u64, i64> = HashMap::new();
    for row in 0..ended.height() {
        let (keys, ns) = (keys.values(&ended, row), number(&cell_of(&ended, row, "dur")));
        let (pid, ts) = (number(&keys[0]), cells::time(&cell_of(&ended, row, "ts")));
        add(all.entry(pid).or_default(), cells::text(keys[1].clone()), ns);
        first.entry(pid).and_modify(|first| *first = ts.min(*first)).or_insert(ts);
    }
    // The target's first execve began before there was anything else of the process.
    for (pid, first) in first {
        let begin = ends.values().flatten().filter(|life| life.tgid == pid).map(|life| life.from).min();
        let before = begin.map_or(0, |begin| begin.saturating_sub(first).max(0) as u64);
        all.entry(pid).or_default().lived += before;
    }
    // Calls that the end of the thread or of the recording cut short: at most one for each thread.
    let cut = calls.filter(col("dur").is_null()).select(["tgid", "tid", "ts", "name", "fd_path", "flags"].map(col));
    let cut = trace::collect(&trace.path, cut)?;
    for row in 0..cut.height() {
        let cell = |name: &str| cell_of(&cut, row, name);
        if number(&cell("flags")) & u64::from(flags::UNFINISHED) == 0 {
            continue;
        }
        let (ts, tid) = (cells::time(&cell("ts")), number(&cell("tid")));
        let during = |life: &&Life| life.from <= ts && ts <= life.to;
        let end = ends.get(&tid).and_then(|lives| lives.iter().find(during)).map_or(ts, |life| life.to);
        let name = cells::text(cell("name")).unwrap_or_default();
        let kind = waits::of(&name, cells::text(cell("fd_path")).as_deref()).map(|wait| wait.name().to_owned());
        add(all.entry(number(&cell("tgid"))).or_default(), kind, end.saturating_sub(ts).max(0) as u64);
    }
    names(trace, &mut all)?;
    Ok(all)
}

fn add(spent: &mut Spent, kind: Option<String>, ns: u64) {
    match kind {
        Some(kind) if kind != NONE => *spent.waiting.entry(kind).or_default() += ns,
        _ => spent.calls += ns,
    }
}

/// Gives each process its last name.
fn names(trace: &Trace, all: &mut BTreeMap<u64, Spent>) -> Result<(), Error> {
    let last = trace.processes.clone().filter(col("tgid").eq(col("tid")).and(col("comm").is_not_null()));
    let last = last.select(["ts", "tgid", "comm"].map(col)).sort(["ts"], SortMultipleOptions::default());
    let last = trace::collect(&trace.path, last)?;
    for row in 0..last.height() {
        if let (pid, Some(comm)) = (number(&cell_of(&last, row, "tgid")), cells::text(cell_of(&last, row, "comm"))) {
            all.entry(pid).and_modify(|spent| spent.name = comm);
        }
    }
    Ok(())
}
