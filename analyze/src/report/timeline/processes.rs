//! Beginnings, programs, credentials, signals and ends of processes.

use super::{Event, enough};
use crate::{
    cli::Asked,
    decode,
    document::Value,
    error::Error,
    report::cells::{self, cell_of, number, text, time},
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, col, lit};
use schema::notable::USUAL_SIGNALS;
use std::collections::HashMap;

/// Those whose change is told of.
const CREDENTIALS: [&str; 5] = ["uid", "gid", "euid", "egid", "cap_effective"];

pub(super) fn events(trace: &Trace, options: &Asked) -> Result<Vec<Event>, Error> {
    // A --where is about calls.
    if options.choice.filter.is_some() {
        return Ok(Vec::new());
    }
    let frame = trace.lives();
    let frame = match options.choice.to {
        Some(to) => frame.filter(col("ts").lt(lit(to.boot(&trace.manifest)))),
        None => frame,
    };
    let frame = trace::collect(&trace.path, frame)?;
    let from = options.choice.from.map_or(i64::MIN, |from| from.boot(&trace.manifest));
    let mut known: HashMap<u64, [Value; 5]> = HashMap::new();
    let mut events = Vec::new();
    for row in 0..frame.height() {
        let cell = |name: &str| cell_of(&frame, row, name);
        let (ts, pid, tid) = (time(&cell("ts")), number(&cell("tgid")), number(&cell("tid")));
        let comm = text(cell("comm")).unwrap_or("?".to_owned());
        let changed = credentials(&frame, row, pid, &mut known);
        if ts < from {
            continue;
        }
        let mut add = |kind, what| events.push(Event { ts, kind, comm: comm.clone(), pid, what, times: 1 });
        match (text(cell("event")).unwrap_or_default().as_str(), pid == tid) {
            ("first", true) => add("begin", "was there when the recording began".to_owned()),
            ("fork", true) => add("fork", format!("begun by {}", number(&cell("ppid")))),
            ("exec", _) => {
                let argv = cells::strings(frame.column("argv").ok().and_then(|column| column.get(row).ok()));
                let exe = text(cell("exe")).unwrap_or_default();
                add("exec", if argv.is_empty() { exe } else { format!("{exe}: {}", argv.join(" ")) });
            }
            ("exit", true) => match (cell("exit_code"), cell("exit_signal")) {
                (_, Value::Int(signal)) => add("exit", format!("killed by {}", decode::signal(signal as i32))),
                (Value::Int(code), _) => add("exit", format!("status {code}")),
                _ => add("exit", String::new()),
            },
            ("signal", _) => {
                let signal = number(&cell("signal")) as i32;
                let from = match cell("sender") {
                    Value::Uint(sender) => format!(" from {sender}"),
                    _ => String::new(),
                };
                if !USUAL_SIGNALS.contains(&signal) {
                    add("signal", format!("{}{from}", decode::signal(signal)));
                }
            }
            _ => {}
        }
        if !changed.is_empty() {
            add("credentials", changed.join(", "));
        }
        if events.len() >= enough(options) {
            break;
        }
    }
    Ok(events)
}

/// What of a process's credentials is another than at its last event.
fn credentials(frame: &DataFrame, row: usize, pid: u64, known: &mut HashMap<u64, [Value; 5]>) -> Vec<String> {
    let now = CREDENTIALS.map(|name| cell_of(frame, row, name));
    if now.contains(&Value::Null) {
        return Vec::new();
    }
    let show = |value: &Value, name: &str| {
        if name == "cap_effective" { format!("{:#x}", number(value)) } else { number(value).to_string() }
    };
    let before = known.insert(pid, now.clone());
    let pairs = before.iter().flatten().zip(&now).zip(CREDENTIALS);
    pairs
        .filter(|((before, now), _)| before != now)
        .map(|((before, now), name)| format!("{name} {} -> {}", show(before, name), show(now, name)))
        .collect()
}
