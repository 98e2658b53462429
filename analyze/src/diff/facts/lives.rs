//! Which programs were executed, by whom, with what arguments, as which user, and how they ended.

use super::{Collector, Found};
use crate::{
    decode,
    diff::{
        fact::{Dimension, Measure},
        normal::Form,
        scan::{Scan, one_of},
    },
    document::Value,
    error::Error,
    keys,
    report::{cell_of, number, strings},
    trace,
};
use polars::prelude::{SortMultipleOptions, col, lit};
use schema::roles::{self, Role};
use std::collections::HashMap;

/// Reads it.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let began = began(scan)?;
    let columns = [
        "ts",
        "event",
        "tgid",
        "tid",
        "ppid",
        "comm",
        "exe",
        "argv",
        "uid",
        "gid",
        "euid",
        "egid",
        "cap_effective",
        "exit_code",
        "exit_signal",
        "signal",
        "action",
    ];
    let frame = scan.trace.processes.clone().select(columns.map(col)).sort(["ts"], SortMultipleOptions::default());
    let events = trace::collect(&scan.trace.path, frame)?;
    let texts = scan.texts.clone();
    let executions = executions(scan)?;
    // What each process executed last.
    let mut now: HashMap<u64, u32> = HashMap::new();
    for row in 0..events.height() {
        let cell = |name: &str| cell_of(&events, row, name);
        let (Value::Int(first), Value::Text(event)) = (cell("ts"), cell("event")) else { continue };
        let (tgid, tid) = (number(&cell("tgid")), number(&cell("tid")));
        let main = tgid == tid;
        if event == "fork" && main {
            if let Some(program) = now.get(&number(&cell("ppid"))).copied() {
                now.insert(tgid, program);
            }
        }
        let before = now.get(&tgid).copied();
        let exe = match cell("exe") {
            Value::Text(exe) if matches!(event.as_str(), "exec" | "first") => {
                Some(before.filter(|_| exe == keys::SELF).unwrap_or_else(|| texts.number(&exe)))
            }
            _ => None,
        };
        now.extend(exe.map(|exe| (tgid, exe)));
        if let Some(exe) = exe.filter(|exe| !into.text(*exe).starts_with('/')) {
            let call = executions.get(&tgid).and_then(|calls| calls.iter().rev().find(|(ts, _)| *ts <= first));
            into.whole.extend(call.map(|(_, path)| (exe, texts.number(path))));
        }
        // The runtime that prepares the target is no part of what is compared.
        if began.get(&tgid).is_none_or(|began| first < *began && event != "fork") {
            continue;
        }
        let comm = || match cell("comm") {
            Value::Text(comm) => texts.number(&format!("[{comm}]")),
            _ => texts.number("[?]"),
        };
        let program = now.get(&tgid).copied().unwrap_or_else(comm);
        let found = |dimension, aspect: &'static str, form, item: u32| Found {
            dimension,
            program,
            aspect,
            form,
            item,
            count: 1,
            first,
        };
        match event.as_str() {
            "exec" => {
                let whole = into.whole.get(&program).copied().unwrap_or(program);
                into.add(&found(Dimension::Program, "executed", Form::Path, whole));
                let argv = strings(events.column("argv").ok().and_then(|column| column.get(row).ok())).join(" ");
                into.add(&found(Dimension::Argv, "arguments", Form::Path, texts.number(&argv)));
                let id = |name: &str| number(&cell(name));
                let who = format!(
                    "uid {}, gid {}, euid {}, egid {}, capabilities {:#x}",
                    id("uid"),
                    id("gid"),
                    id("euid"),
                    id("egid"),
                    id("cap_effective")
                );
                into.add(&found(Dimension::Credentials, "runs as", Form::Plain, texts.number(&who)));
                if let Some(parent) = before {
                    let edge =
                        Found { program: parent, ..found(Dimension::ProcessTree, "executed", Form::Path, whole) };
                    into.add(&edge);
                }
            }
            "fork" => {
                let what = if main { "processes started" } else { "threads started" };
                into.measure(Dimension::Resource, program, what, Measure { value: 1.0, calls: 1 });
            }
            "signal" => {
                let signal = decode::signal(signal_of(&cell("signal")));
                let aspect = if cell("action") == Value::from("handler") { "handled" } else { "delivered" };
                into.add(&found(Dimension::Signal, aspect, Form::Plain, texts.number(&signal)));
            }
            "exit" if main => {
                let how = match (cell("exit_code"), cell("exit_signal")) {
                    (Value::Int(code), _) => format!("status {code}"),
                    (_, signal @ Value::Int(_)) => format!("killed by {}", decode::signal(signal_of(&signal))),
                    _ => continue,
                };
                into.add(&found(Dimension::Exit, "ended", Form::Plain, texts.number(&how)));
            }
            _ => {}
        }
    }
    Ok(())
}

fn signal_of(cell: &Value) -> i32 {
    match cell {
        Value::Int(signal) => i32::try_from(*signal).unwrap_or(0),
        _ => 0,
    }
}

/// When each process of the target made its first call.
fn began(scan: &Scan<'_>) -> Result<HashMap<u64, i64>, Error> {
    let rows = scan.trace.syscalls.clone().filter(col("phase").eq(lit("payload"))).select(["tgid", "ts"].map(col));
    let rows = rows.group_by([col("tgid")]).agg([col("ts").min().alias("first")]);
    let groups = scan.collect(rows)?;
    let tgids = groups.codes("tgid")?;
    Ok(tgids.into_iter().map(u64::from).zip(groups.numbers("first")?).collect())
}

/// When each process executed what, by its absolute path; in the order of time.
fn executions(scan: &Scan<'_>) -> Result<HashMap<u64, Vec<(i64, String)>>, Error> {
    let calls = one_of(roles::calls(|role| role == Role::Execute)).and(col("ret").eq(lit(0)));
    let rows = scan.trace.syscalls.clone().filter(calls.and(col("path_abs").is_not_null()));
    let rows =
        scan.collect(rows.select(["tgid", "ts", "path_abs"].map(col)).sort(["ts"], SortMultipleOptions::default()))?;
    let (tgids, times, paths) = (rows.codes("tgid")?, rows.numbers("ts")?, rows.texts("path_abs")?);
    let mut executions: HashMap<u64, Vec<(i64, String)>> = HashMap::new();
    for ((tgid, ts), path) in tgids.into_iter().zip(times).zip(paths.iter()) {
        executions.entry(tgid.into()).or_default().push((ts, path.unwrap_or_default().to_owned()));
    }
    Ok(executions)
}
