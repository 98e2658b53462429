//! What happened between the calls: signals that were delivered, and ends of threads.

use crate::{
    decode::siginfo,
    document::{Column, Value},
    error::Error,
    time,
    trace::{self, Trace},
};
use polars::prelude::{AnyValue, DataFrame, SortMultipleOptions, col, lit};
use schema::manifest::Manifest;
use std::fmt::Write;

/// One of them.
pub(super) struct Event {
    /// When, ns of the boot clock.
    pub(super) ts: i64,
    tgid: u32,
    tid: u32,
    what: What,
}

enum What {
    Signal { number: i32, action: Option<String>, sender: Option<u32>, info: String },
    Exit { code: Option<i32>, signal: Option<i32> },
}

/// Those of a trace, in time order.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(trace: &Trace) -> Result<Vec<Event>, Error> {
    let columns = ["ts", "tgid", "tid", "event", "exit_code", "exit_signal", "signal", "action", "sender", "siginfo"];
    let wanted = col("event").eq(lit("signal")).or(col("event").eq(lit("exit")));
    let frame = trace.processes.clone().filter(wanted).select(columns.map(col));
    let frame =
        trace::collect(&trace.path, frame.sort(["ts"], SortMultipleOptions::default().with_maintain_order(true)))?;
    Ok((0..frame.height()).filter_map(|row| event(&frame, row)).collect())
}

fn event(frame: &DataFrame, row: usize) -> Option<Event> {
    let cell = |name: &str| frame.column(name).ok().and_then(|c| c.get(row).ok());
    let number = |name: &str| cell(name).and_then(|v| v.extract::<i64>());
    let text = |name: &str| match cell(name) {
        Some(AnyValue::String(text)) => Some(text.to_owned()),
        Some(AnyValue::StringOwned(text)) => Some(text.to_string()),
        _ => None,
    };
    let signed = |name: &str| number(name).and_then(|n| i32::try_from(n).ok());
    let unsigned = |name: &str| number(name).and_then(|n| u32::try_from(n).ok());
    let what = match signed("signal") {
        Some(number) => What::Signal {
            number,
            action: text("action"),
            sender: unsigned("sender"),
            info: text("siginfo").unwrap_or_default(),
        },
        None => What::Exit { code: signed("exit_code"), signal: signed("exit_signal") },
    };
    Some(Event { ts: number("ts")?, tgid: unsigned("tgid")?, tid: unsigned("tid")?, what })
}

/// The columns of [`Event::values`].
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("time"),
        Column::integer("ts", Some(crate::document::Unit::Ns)),
        Column::integer("tgid", None),
        Column::integer("tid", None),
        Column::text("event"),
        Column::text("signal"),
        Column::text("action"),
        Column::integer("sender", None),
        Column::integer("exit_code", None),
        Column::text("text"),
    ]
}

impl Event {
    /// As a line of strace: `--- SIGCHLD {si_signo=SIGCHLD, ...} ---`, `+++ exited with 0 +++`.
    pub(super) fn line(&self, manifest: &Manifest) -> String {
        let mut out = String::with_capacity(128);
        time::write_clock(&mut out, manifest, self.ts);
        let _ = write!(out, " {}/{} ", self.tgid, self.tid);
        self.text(&mut out);
        out
    }

    fn text(&self, out: &mut String) {
        match &self.what {
            What::Signal { number, info, .. } => {
                let _ = write!(out, "--- {} ", crate::decode::signal(*number));
                let before = out.len();
                siginfo(out, info);
                out.push_str(if out.len() > before { " ---" } else { "---" });
            }
            What::Exit { signal: Some(signal), .. } => {
                let _ = write!(out, "+++ killed by {} +++", crate::decode::signal(*signal));
            }
            What::Exit { code: Some(code), .. } => {
                let _ = write!(out, "+++ exited with {code} +++");
            }
            What::Exit { .. } => out.push_str("+++ ended +++"),
        }
    }

    /// A value for every column.
    pub(super) fn values(&self, manifest: &Manifest) -> Vec<Value> {
        let mut text = String::new();
        self.text(&mut text);
        let name = |signal: i32| Value::from(crate::decode::signal(signal));
        let (event, signal, action, sender, code) = match &self.what {
            What::Signal { number, action, sender, .. } => {
                let action = action.clone().map_or(Value::Null, Value::Text);
                let sender = sender.map_or(Value::Null, |pid| Value::Uint(pid.into()));
                ("signal", name(*number), action, sender, Value::Null)
            }
            What::Exit { code, signal } => {
                let code = code.map_or(Value::Null, |code| Value::Int(code.into()));
                ("exit", signal.map_or(Value::Null, name), Value::Null, Value::Null, code)
            }
        };
        vec![
            time::utc(manifest, self.ts).into(),
            Value::Int(self.ts),
            Value::Uint(self.tgid.into()),
            Value::Uint(self.tid.into()),
            event.into(),
            signal,
            action,
            sender,
            code,
            text.into(),
        ]
    }
}
