//! `processes`: who started whom, what each executed, and how it ended.

use super::{
    cells::{self, cell, number},
    document, open_all,
};
use crate::{
    cli::Processes,
    decode,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    time,
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, SortMultipleOptions, col, len};
use schema::manifest::Manifest;
use std::collections::HashMap;

/// One life of a process id.
#[derive(Default)]
struct Process {
    pid: u64,
    ppid: Option<u64>,
    /// The life of the parent, if it was recorded.
    parent: Option<usize>,
    comm: String,
    exe: Option<String>,
    argv: Vec<String>,
    started: i64,
    ended: Option<i64>,
    exit: Option<String>,
    /// Threads that live.
    alive: u64,
    threads: u64,
}

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read.
pub fn run(options: &Processes) -> Result<Document, Error> {
    let traces = open_all(&options.traces)?;
    let several = traces.len() > 1;
    let mut rows = Vec::new();
    for trace in &traces {
        for mut row in of_trace(trace)? {
            row.extend(several.then(|| trace.name()));
            rows.push(row);
        }
    }
    rows.truncate(options.limit.unwrap_or(usize::MAX));
    let mut columns = vec![
        Column::text("process"),
        Column::integer("depth", None),
        Column::integer("pid", None),
        Column::integer("ppid", None),
        Column::text("started"),
        Column::integer("lived_ns", Some(Unit::Ns)),
        Column::text("exit"),
        Column::integer("threads", None),
        Column::integer("calls", None),
        Column::text("exe"),
        Column::text("command"),
    ];
    columns.extend(several.then(|| Column::text("trace")));
    let table = Table { name: "processes", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(document("processes", &traces, None, vec![table]))
}

/// A row for each process of a trace, children below their parent.
fn of_trace(trace: &Trace) -> Result<Vec<Vec<Value>>, Error> {
    let processes = lives(&events(trace)?);
    let calls = calls(trace)?;
    let mut lives_of: HashMap<u64, u64> = HashMap::new();
    processes.iter().for_each(|p| *lives_of.entry(p.pid).or_default() += 1);
    let mut rows = Vec::new();
    let roots = (0..processes.len()).filter(|i| processes[*i].parent.is_none());
    // A stack and not a recursion: a program can fork as deep as it likes.
    let mut todo: Vec<(usize, usize)> = roots.map(|i| (i, 0)).collect();
    todo.reverse();
    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    for (i, process) in processes.iter().enumerate() {
        if let Some(parent) = process.parent {
            children.entry(parent).or_default().push(i);
        }
    }
    while let Some((i, depth)) = todo.pop() {
        let process = &processes[i];
        // The calls of an id that was used twice are not told apart.
        let calls = if lives_of[&process.pid] == 1 { calls.get(&process.pid).copied() } else { None };
        rows.push(row(&trace.manifest, process, depth, calls));
        todo.extend(children.remove(&i).into_iter().flatten().rev().map(|child| (child, depth + 1)));
    }
    Ok(rows)
}

/// Indentation of a process is no deeper than this.
const DEEPEST: usize = 24;

fn row(manifest: &Manifest, process: &Process, depth: usize, calls: Option<u64>) -> Vec<Value> {
    let optional = |n: Option<u64>| n.map_or(Value::Null, Value::Uint);
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let lived = process.ended.map(|end| end.saturating_sub(process.started).max(0) as u64);
    vec![
        format!("{}{}", "  ".repeat(depth.min(DEEPEST)), process.comm).into(),
        Value::Uint(depth as u64),
        Value::Uint(process.pid),
        optional(process.ppid),
        time::utc(manifest, process.started).into(),
        optional(lived),
        text(&process.exit),
        Value::Uint(process.threads),
        optional(calls),
        text(&process.exe),
        if process.argv.is_empty() { Value::Null } else { process.argv.join(" ").into() },
    ]
}

/// The events in time order.
fn events(trace: &Trace) -> Result<DataFrame, Error> {
    let columns = ["ts", "event", "tgid", "tid", "ppid", "comm", "exe", "argv", "exit_code", "exit_signal"];
    let frame = trace.processes.clone().select(columns.map(col)).sort(["ts"], SortMultipleOptions::default());
    trace::collect(&trace.path, frame)
}

/// Rows of each process.
fn calls(trace: &Trace) -> Result<HashMap<u64, u64>, Error> {
    let frame = trace.syscalls.clone().group_by([col("tgid")]).agg([len().alias("calls")]);
    let frame = trace::collect(&trace.path, frame)?;
    let cell = |row, i| number(&cell(&frame, row, i));
    Ok((0..frame.height()).map(|row| (cell(row, 0), cell(row, 1))).collect())
}

fn lives(events: &DataFrame) -> Vec<Process> {
    let mut all: Vec<Process> = Vec::new();
    // The life that an id has at the moment.
    let mut now: HashMap<u64, usize> = HashMap::new();
    for row in 0..events.height() {
        let cell = |i| cell(events, row, i);
        let text = |i: usize| match cell(i) {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let ts = match cell(0) {
            Value::Int(ts) => ts,
            _ => 0,
        };
        let (event, tgid, tid) = (text(1).unwrap_or_default(), number(&cell(2)), number(&cell(3)));
        let ppid = Some(number(&cell(4))).filter(|_| cell(4) != Value::Null);
        let argv = || cells::strings(events.columns().get(7).and_then(|c| c.get(row).ok()));
        let begins = matches!(event.as_str(), "first" | "fork") && tid == tgid;
        // What the target's first process did before its first exec is the recorder's, and is not in the trace.
        if begins || !now.contains_key(&tgid) {
            let parent = ppid.and_then(|ppid| now.get(&ppid).copied());
            let comm = text(5).unwrap_or_default();
            all.push(Process {
                pid: tgid,
                ppid,
                parent,
                comm,
                // Of one that was there before.
                exe: text(6),
                argv: argv(),
                started: ts,
                alive: 1,
                threads: 1,
                ..Process::default()
            });
            now.insert(tgid, all.len() - 1);
        }
        let Some(process) = now.get(&tgid).and_then(|i| all.get_mut(*i)).filter(|_| !begins) else { continue };
        match event.as_str() {
            "first" | "fork" => (process.alive, process.threads) = (process.alive + 1, process.threads + 1),
            "exec" => {
                process.comm = text(5).unwrap_or_default();
                process.exe = text(6);
                process.argv = argv();
                // The other threads are gone without a word.
                process.alive = 1;
            }
            "rename" if tid == tgid => process.comm = text(5).unwrap_or_default(),
            "exit" => {
                process.alive = process.alive.saturating_sub(1);
                if tid == tgid || process.exit.is_none() {
                    process.exit = match (cell(8), cell(9)) {
                        (Value::Int(code), _) => Some(code.to_string()),
                        (_, Value::Int(signal)) => Some(decode::signal(signal as i32)),
                        _ => None,
                    };
                }
                if process.alive == 0 {
                    process.ended = Some(ts);
                }
            }
            _ => {}
        }
    }
    all
}
