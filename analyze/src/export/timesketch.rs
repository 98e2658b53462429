//! A timeline for Timesketch: JSON lines with `message`, `datetime`, `timestamp` (microseconds) and `timestamp_desc`, and the columns
//! that one searches by.

use super::{Rows, Writer};
use crate::{time, trace::Trace};
use schema::manifest::Manifest;
use serde_json::{Value, json};
use std::io::{Result, Write};

/// Columns that go along under their own names.
const KEPT: [&str; 12] =
    ["tgid", "tid", "ns_tgid", "comm", "name", "ret", "errno", "path", "path_abs", "path2", "fd_path", "peer"];

/// The writer.
pub struct Timesketch<'a> {
    out: &'a mut dyn Write,
    manifest: &'a Manifest,
}

impl<'a> Timesketch<'a> {
    /// Writes to `out`.
    pub fn new(out: &'a mut dyn Write, trace: &'a Trace) -> Timesketch<'a> {
        Timesketch { out, manifest: &trace.manifest }
    }
}

impl Writer for Timesketch<'_> {
    fn rows(&mut self, rows: &Rows<'_>) -> Result<()> {
        for row in 0..rows.len() {
            let ts = rows.named("ts", row).as_i64().unwrap_or_default();
            let utc = ts.saturating_add(self.manifest.clock.boot_to_utc_ns);
            let text = |name: &str| match rows.named(name, row) {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            };
            let about = ["path_abs", "path", "peer", "fd_path"].map(text).into_iter().find(|t| !t.is_empty());
            let end = match (text("errno"), text("ret")) {
                (errno, _) if !errno.is_empty() => format!(" = {errno}"),
                (_, ret) if !ret.is_empty() => format!(" = {ret}"),
                _ => String::new(),
            };
            let message =
                format!("{}[{}] {}({}){end}", text("comm"), text("tgid"), text("name"), about.unwrap_or_default());
            let mut line = json!({
                "message": message,
                "datetime": time::utc(self.manifest, ts),
                "timestamp": utc.div_euclid(1000),
                "timestamp_desc": "System call",
                "data_type": "linux:syscall",
                "hostname": crate::escape::visible(&self.manifest.host.hostname),
                "trace": self.manifest.id,
            });
            for name in KEPT {
                let value = rows.named(name, row);
                if !value.is_null() {
                    line[if name == "name" { "syscall" } else { name }] = value;
                }
            }
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}
