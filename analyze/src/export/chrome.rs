//! The trace event format of Chrome, which Perfetto and chrome://tracing open: a track for each thread, a slice for each call. Times are
//! microseconds since the recording began.

use super::{Rows, Writer};
use crate::trace::Trace;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    io::{Result, Write},
};

/// Columns that are shown with a slice.
const SHOWN: [&str; 8] = ["ret", "errno", "path", "path2", "fd_path", "peer", "seq", "cpu"];

/// The writer.
pub struct Chrome<'a> {
    out: &'a mut dyn Write,
    started_ns: i64,
    named: BTreeSet<(u64, u64)>,
    begun: bool,
}

impl<'a> Chrome<'a> {
    /// Writes to `out`.
    pub fn new(out: &'a mut dyn Write, trace: &Trace) -> Chrome<'a> {
        Chrome { out, started_ns: trace.manifest.started_ns, named: BTreeSet::new(), begun: false }
    }

    fn event(&mut self, event: &Value) -> Result<()> {
        let before = if self.begun { ",\n" } else { "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n" };
        self.begun = true;
        write!(self.out, "{before}{event}")
    }

    /// The name of a thread, once; that of a process is its first thread's.
    fn name(&mut self, pid: u64, tid: u64, comm: &Value) -> Result<()> {
        let Some(comm) = comm.as_str() else { return Ok(()) };
        let first = self.named.range((pid, 0)..=(pid, u64::MAX)).next().is_none();
        if !self.named.insert((pid, tid)) {
            return Ok(());
        }
        if first {
            self.event(&json!({"ph": "M", "name": "process_name", "pid": pid, "args": {"name": comm}}))?;
        }
        self.event(&json!({"ph": "M", "name": "thread_name", "pid": pid, "tid": tid, "args": {"name": comm}}))
    }
}

impl Writer for Chrome<'_> {
    fn rows(&mut self, rows: &Rows<'_>) -> Result<()> {
        for row in 0..rows.len() {
            let number = |name: &str| rows.named(name, row).as_u64().unwrap_or_default();
            let (pid, tid) = (number("tgid"), number("tid"));
            self.name(pid, tid, &rows.named("comm", row))?;
            let us = |ns: i64| ns as f64 / 1000.0;
            let ts = rows.named("ts", row).as_i64().unwrap_or_default().saturating_sub(self.started_ns);
            let mut event =
                json!({"name": rows.named("name", row), "cat": "syscall", "pid": pid, "tid": tid, "ts": us(ts)});
            let shown = SHOWN.iter().map(|name| ((*name).to_owned(), rows.named(name, row)));
            event["args"] = shown.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into();
            match rows.named("dur", row).as_i64() {
                Some(dur) => {
                    event["ph"] = "X".into();
                    event["dur"] = us(dur).into();
                }
                // It never returned: a moment.
                None => {
                    event["ph"] = "i".into();
                    event["s"] = "t".into();
                }
            }
            self.event(&event)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if !self.begun {
            write!(self.out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[")?;
        }
        writeln!(self.out, "\n]}}")
    }
}
