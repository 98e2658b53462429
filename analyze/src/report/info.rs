//! `info`: what a trace is, how it was made, and how complete it is.

use super::document;
use crate::{
    cli::Info,
    document::{Column, Document, Layout, Table, Value},
    error::Error,
    time,
    trace::{self, Trace},
};
use polars::prelude::{col, lit};

/// Runs the report.
///
/// # Errors
/// When the trace cannot be read.
pub fn run(options: &Info) -> Result<Document, Error> {
    let trace = trace::open(&options.trace)?;
    let mut tables = vec![facts(&trace)?, files(&trace)];
    if trace.manifest.blind_spots.as_ref().is_some_and(|spots| !spots.is_empty()) {
        tables.push(blind_spots(&trace));
    }
    if !trace.manifest.completeness.missing.is_empty() {
        tables.push(missing(&trace));
    }
    if !trace.manifest.completeness.rings.is_empty() {
        tables.push(rings(&trace));
    }
    if trace.manifest.rows.get("losses").is_some_and(|n| *n > 0) {
        tables.push(losses(&trace)?);
    }
    let manifest = serde_json::to_value(&trace.manifest).ok();
    let traces = [trace];
    Ok(Document { manifest, ..document("info", &traces, None, tables) })
}

fn facts(trace: &Trace) -> Result<Table, Error> {
    let m = &trace.manifest;
    let distinct = |frame: &polars::prelude::LazyFrame, column: &str| -> Result<Value, Error> {
        let frame = trace::collect(&trace.path, frame.clone().select([col(column).n_unique().alias("n")]))?;
        Ok(super::cells::value(frame.columns().first().and_then(|c| c.get(0).ok())))
    };
    let mut rows: Vec<(&str, Value)> = Vec::new();
    let mut add = |name, value: Value| rows.push((name, value));
    add("id", m.id.clone().into());
    add("format", m.format.to_string().into());
    add("recorded with", format!("{} {}", m.tool.name, m.tool.version).into());
    add("recorded from", time::utc(m, m.started_ns).into());
    add("recorded to", m.ended_ns.map_or("did not end".to_owned(), |end| time::utc(m, end)).into());
    add("duration", time::duration(trace.duration_ns()).into());
    add("host", format!("{}, {}, {} processors", m.host.hostname, m.host.machine, m.host.cpus).into());
    add("kernel", format!("Linux {} {}", m.host.kernel, m.host.kernel_build).into());
    add("target", format!("{}: {}", m.target.kind, m.target.command.join(" ")).into());
    add("target process", m.target.pid.to_string().into());
    if let Some(cwd) = &m.target.cwd {
        add("target folder", cwd.clone().into());
    }
    if let Some(c) = &m.container {
        add("container", format!("{} {} ({} {}, {})", c.name, c.id, c.engine, c.engine_version, c.runtime).into());
        add("image", c.image.clone().into());
        add("image digest", c.image_digest.clone().into());
        add("image id", c.image_id.clone().into());
        add("image layers", Value::Uint(c.layers.len() as u64));
        let labels: Vec<String> = c.labels.iter().map(|(k, v)| format!("{k}={v}")).collect();
        add("labels", labels.join(", ").into());
        add("container command", c.argv.join(" ").into());
        add("capabilities", c.capabilities.join(", ").into());
    }
    add("backend", format!("{} ({})", m.backend.name, m.backend.reason).into());
    for limit in &m.backend.limits {
        add("not seen", limit.clone().into());
    }
    add("system calls", m.filters.syscalls.clone().unwrap_or("all".to_owned()).into());
    for (name, patterns) in [("only paths", &m.filters.paths), ("only programs", &m.filters.exes)] {
        if !patterns.is_empty() {
            add(name, patterns.join(", ").into());
        }
    }
    let exit = m.exit.map(|exit| match (exit.code, exit.signal) {
        (Some(code), _) => format!("status {code}"),
        (None, Some(signal)) => format!("killed by signal {signal}"),
        (None, None) => "unknown".to_owned(),
    });
    add("target ended with", exit.unwrap_or("it did not end while it was recorded".to_owned()).into());
    let c = &m.completeness;
    add("completeness", c.verdict.name().into());
    add("calls counted", c.expected.map_or(Value::Null, Value::Uint));
    if c.lost > 0 {
        add("calls lost", Value::Uint(c.lost));
    }
    if c.discarded > 0 {
        add("older calls given up", Value::Uint(c.discarded));
    }
    if c.filtered > 0 {
        add("calls not kept", Value::Uint(c.filtered));
    }
    if c.held > 0 {
        add("processes made to wait", format!("{} times, for room in a ring", c.held).into());
    }
    for reason in &c.reasons {
        add("incomplete because", reason.clone().into());
    }
    for (rule, values) in m.redactions.iter().flat_map(|redactions| &redactions.rules) {
        add("redacted", format!("{values} values by rule {rule}").into());
    }
    for (table, count) in &m.rows {
        let name = match table.as_str() {
            "syscalls" => "calls",
            "processes" => "process events",
            "losses" => "spans with losses",
            _ => continue,
        };
        add(name, Value::Uint(*count));
    }
    let programs = trace.processes.clone().filter(col("event").eq(lit("exec")));
    add("programs executed", distinct(&programs, "exe")?);
    add("processes", distinct(&trace.syscalls, "tgid")?);
    add("threads", distinct(&trace.syscalls, "tid")?);
    add("different calls", distinct(&trace.syscalls, "name")?);
    Ok(Table {
        name: "info",
        columns: vec![Column::text("name"), Column::text("value")],
        rows: Box::new(rows.into_iter().map(|(name, value)| vec![name.into(), value])),
        layout: Layout::Pairs,
    })
}

/// The channels that were open, and what was not seen of them.
fn blind_spots(trace: &Trace) -> Table {
    let spots = trace.manifest.blind_spots.clone().unwrap_or_default();
    Table {
        name: "blind_spots",
        columns: vec![
            Column::text("channel"),
            Column::integer("opened", None),
            Column::text("processes"),
            Column::text("not_seen"),
        ],
        rows: Box::new(spots.into_iter().map(|spot| {
            let pids: Vec<String> = spot.processes.iter().map(u32::to_string).collect();
            let unseen = match spot.opened {
                Some(_) => spot.unseen,
                None => {
                    format!("not known whether it was open, as the calls that open it were left out: {}", spot.unseen)
                }
            };
            vec![
                spot.channel.into(),
                spot.opened.map_or(Value::Null, Value::Uint),
                pids.join(", ").into(),
                unseen.into(),
            ]
        })),
        layout: Layout::Grid,
    }
}

/// Where fewer rows were recorded than calls were counted.
fn missing(trace: &Trace) -> Table {
    let missing = trace.manifest.completeness.missing.clone();
    Table {
        name: "missing",
        columns: vec![
            Column::integer("pid", None),
            Column::text("syscall"),
            Column::integer("counted", None),
            Column::integer("recorded", None),
            Column::integer("missing", None),
        ],
        rows: Box::new(missing.into_iter().map(|m| {
            let gap = Value::Uint(m.expected.saturating_sub(m.recorded));
            vec![Value::Uint(m.tgid.into()), m.syscall.into(), Value::Uint(m.expected), Value::Uint(m.recorded), gap]
        })),
        layout: Layout::Grid,
    }
}

/// What each ring lost, from the look before the first loss to the look after the last.
fn rings(trace: &Trace) -> Table {
    let manifest = trace.manifest.clone();
    let rows = trace.manifest.completeness.rings.clone().into_iter().map(move |ring| {
        let time = |ns| time::utc(&manifest, ns).into();
        vec![
            Value::Uint(ring.cpu.into()),
            ring.lane.into(),
            Value::Uint(ring.lost),
            time(ring.from_ns),
            time(ring.to_ns),
        ]
    });
    Table {
        name: "rings",
        columns: vec![
            Column::integer("cpu", None),
            Column::text("lane"),
            Column::integer("lost", None),
            Column::text("from"),
            Column::text("to"),
        ],
        rows: Box::new(rows),
        layout: Layout::Grid,
    }
}

fn files(trace: &Trace) -> Table {
    let files = trace.manifest.files.clone();
    Table {
        name: "files",
        columns: vec![
            Column::text("file"),
            Column::text("table"),
            Column::integer("rows", None),
            Column::integer("bytes", None),
            Column::text("sha256"),
        ],
        rows: Box::new(
            files.into_iter().map(|f| {
                vec![f.name.into(), f.table.into(), Value::Uint(f.rows), Value::Uint(f.bytes), f.sha256.into()]
            }),
        ),
        layout: Layout::Grid,
    }
}

fn losses(trace: &Trace) -> Result<Table, Error> {
    let frame = trace.losses.clone().select(["ts_from", "ts_to", "cpu", "lane", "lost"].map(col));
    let frame = trace::collect(&trace.path, frame)?;
    let manifest = trace.manifest.clone();
    let rows = (0..frame.height()).map(move |row| {
        let cell = |i| super::cells::cell(&frame, row, i);
        let time = |i| match cell(i) {
            Value::Int(ts) => time::utc(&manifest, ts).into(),
            _ => Value::Null,
        };
        vec![time(0), time(1), cell(2), cell(3), cell(4)]
    });
    Ok(Table {
        name: "losses",
        columns: vec![
            Column::text("from"),
            Column::text("to"),
            Column::integer("cpu", None),
            Column::text("lane"),
            Column::integer("lost", None),
        ],
        rows: Box::new(rows),
        layout: Layout::Grid,
    })
}
