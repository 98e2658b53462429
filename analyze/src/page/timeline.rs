//! What happened when: calls over time and the lives of processes, on one axis that can be zoomed.

use super::{
    chart::{
        Span,
        activity::{self, BARS, Bar},
        lanes::{self, Life},
        marks::{self, Mark},
    },
    command, plain,
};
use crate::ask::{Answer, Ask, number, text};
use crate::{error::Error, trace::Trace};
use maud::{Markup, html};

/// Lanes at most.
const LANES: usize = 120;

/// Marks at most.
const MARKS: usize = 1500;

/// The charts and the events; `processes` and `events` are the reports of those names.
///
/// # Errors
/// When the trace cannot be read.
pub fn section(trace: &Trace, span: Span, processes: &Answer, events: &Answer) -> Result<Markup, Error> {
    let query = format!(
        "SELECT CAST(FLOOR((ts - {}) / {}) AS BIGINT) AS span, COUNT(*) AS calls, COUNT(errno) AS errors FROM syscalls \
         GROUP BY span ORDER BY span",
        span.from,
        span.length / BARS + 1
    );
    let counts = Answer::to(Ask::new("sql", &trace.path, &[&query]))?;
    let bars: Vec<Bar> = counts.main.rows.iter().map(|row| bar(row)).collect();
    let lives = lives(trace, processes);
    let marks = marks(trace, events);
    let total = processes.main.rows.len();
    let print = Ask::new("print", &trace.path, &[]).command();
    Ok(html! {
        div.tools.script #zoom role="group" aria-label="Zoom" data-from=(span.from) data-length=(span.length) data-print=(print) {
            button type="button" data-zoom="in" { "Zoom in" }
            button type="button" data-zoom="out" { "Zoom out" }
            button type="button" data-zoom="left" aria-label="Earlier" { "\u{2190}" }
            button type="button" data-zoom="right" aria-label="Later" { "\u{2192}" }
            button type="button" data-zoom="all" { "All" }
            span.soft { "or drag over a chart; keys + \u{2212} \u{2190} \u{2192} 0" }
        }
        (activity::draw(&bars, span))
        h3 { "Processes" }
        @if total > lives.len() { p.note { "The first " (lives.len()) " of " (total) " processes." } }
        div class=[(lives.len() > 24).then_some("tall")] { (lanes::draw(&lives, span)) }
        h3 { "Events" }
        @if marks.len() < events.main.rows.len() { p.note { "The first " (marks.len()) " events." } }
        (marks::draw(&marks, span))
        p.soft { "The calls in the time shown:" }
        div.command { code #window { (print) } }
        details { summary { "The commands for these charts" } (command(&counts.ask)) (command(&processes.ask)) }
        (plain(events, "Events"))
    })
}

fn bar(row: &[crate::document::Value]) -> Bar {
    let at = |i: usize| row.get(i).map_or(0, number);
    Bar { number: at(0), calls: at(1).max(0) as u64, errors: at(2).max(0) as u64 }
}

fn lives(trace: &Trace, processes: &Answer) -> Vec<Life> {
    let (names, pids) = (processes.main.column("process"), processes.main.column("pid"));
    let (started, lived, exits) =
        (processes.main.column("started"), processes.main.column("lived_ns"), processes.main.column("exit"));
    let lives = names.iter().zip(pids).zip(started).zip(lived).zip(exits).take(LANES);
    let life = |((((name, pid), started), lived), exit): ((((&&_, &_), &_), &_), &_)| {
        let from = boot_time(trace, text(started))?;
        let lived = (*lived != crate::document::Value::Null).then(|| number(lived));
        Some(Life {
            name: text(name).to_owned(),
            pid: format!(
                "{}[{}]: {}",
                text(name).trim(),
                number(pid),
                if text(exit).is_empty() { "did not end" } else { text(exit) }
            ),
            from,
            to: lived.map(|lived| from.saturating_add(lived)),
            well: matches!(text(exit), "" | "0"),
        })
    };
    lives.filter_map(life).collect()
}

fn marks(trace: &Trace, events: &Answer) -> Vec<Mark> {
    let column = |name: &str| events.main.column(name);
    let rows = column("time").into_iter().zip(column("kind")).zip(column("process")).zip(column("what")).take(MARKS);
    let mark = |(((time, kind), process), what): (((&_, &_), &_), &_)| {
        let short: String = text(what).chars().take(120).collect();
        let what = format!("{} {}: {short}", text(kind), text(process));
        Some(Mark { kind: text(kind).to_owned(), ts: boot_time(trace, text(time))?, what })
    };
    rows.filter_map(mark).collect()
}

/// A time of a report as one of the boot clock.
fn boot_time(trace: &Trace, utc: &str) -> Option<i64> {
    let time: jiff::Timestamp = utc.parse().ok()?;
    i64::try_from(time.as_nanosecond() - i128::from(trace.manifest.clock.boot_to_utc_ns)).ok()
}
