//! Which program a process ran at a time: from the events of its life.

use super::coded::{Texts, numbers};
use crate::{
    document::Value,
    error::Error,
    report::{cell_of, number},
    trace::{self, Trace},
};
use polars::prelude::{Expr, PlHashMap, SortMultipleOptions, col};
use std::sync::Arc;

/// A program that executes this executes itself, with other arguments: busybox does so (proc(5)).
pub const SELF: &str = "/proc/self/exe";

/// The programs of a trace.
#[derive(Default)]
pub struct Programs {
    /// Of each process id, what it ran; in order of time. An id may be used again.
    of: PlHashMap<u32, Vec<Run>>,
    runs: u32,
}

/// From when on a process ran which program.
struct Run {
    since: i64,
    /// Number of the program's name.
    program: Option<u32>,
    /// Number of this run.
    number: u32,
}

impl Programs {
    /// Reads them; their names become numbers of `texts`.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn read(trace: &Trace, texts: &Texts) -> Result<Programs, Error> {
        let columns = ["ts", "event", "tgid", "tid", "ppid", "exe"].map(col);
        let frame = trace.processes.clone().select(columns).sort(["ts"], SortMultipleOptions::default());
        let events = trace::collect(&trace.path, frame)?;
        let mut programs = Programs::default();
        for row in 0..events.height() {
            let cell = |name: &str| cell_of(&events, row, name);
            let id = |name: &str| number(&cell(name)) as u32;
            let (Value::Int(ts), Value::Text(event)) = (cell("ts"), cell("event")) else { continue };
            let mut since = ts;
            let program = match (event.as_str(), cell("exe")) {
                ("exec", Value::Text(exe)) => {
                    let own = programs.at(id("tgid"), ts).and_then(|run| run.program).filter(|_| exe == SELF);
                    Some(own.unwrap_or_else(|| texts.number(&exe)))
                }
                // It ran when the recording began, and calls that it was in had begun before. Its other threads run the same.
                ("first", Value::Text(exe)) if programs.at(id("tgid"), ts).is_none() => {
                    since = i64::MIN;
                    Some(texts.number(&exe))
                }
                // A child begins as what its parent is.
                ("fork", _) if id("tgid") == id("tid") => programs.at(id("ppid"), ts).and_then(|run| run.program),
                _ => continue,
            };
            programs.runs += 1;
            let run = Run { since, program, number: programs.runs };
            programs.of.entry(id("tgid")).or_default().push(run);
        }
        Ok(programs)
    }

    fn at(&self, pid: u32, ts: i64) -> Option<&Run> {
        let runs = self.of.get(&pid)?;
        let next = runs.partition_point(|run| run.since <= ts);
        runs.get(next.checked_sub(1)?)
    }

    /// The number of the program that a process ran at a time; nothing before it had executed one.
    pub fn program(&self, pid: u32, ts: i64) -> Option<u32> {
        self.at(pid, ts).and_then(|run| run.program)
    }

    /// The number of the program that made a call.
    pub(super) fn number(self) -> Expr {
        self.each(|run| run.program)
    }

    /// The number of the run in which a call was made: another one after each fork and exec.
    fn run(self) -> Expr {
        self.each(|run| Some(run.number))
    }

    fn each(self, of: fn(&Run) -> Option<u32>) -> Expr {
        let programs = Arc::new(self);
        numbers(&[col("tgid"), col("ts")], move |columns| {
            let [pids, times] = columns else { return Ok(Vec::new()) };
            let rows = pids.u32()?.iter().zip(times.i64()?.iter());
            Ok(rows.map(|(pid, ts)| pid.zip(ts).and_then(|(pid, ts)| programs.at(pid, ts)).and_then(of)).collect())
        })
    }
}

/// The number of the run of a program in which each call of a trace was made, another one after each fork and exec; null before the first that is known.
///
/// # Errors
/// When the trace cannot be read.
pub fn runs(trace: &Trace) -> Result<Expr, Error> {
    Ok(Programs::read(trace, &Texts::default())?.run())
}
