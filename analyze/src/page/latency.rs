//! How long calls took: the table with a histogram in each row, and the heat map.

use super::{
    chart::{
        Span,
        heat::{self, COLUMNS, Field},
        spark::{self, Histogram},
    },
    command,
    table::{Extra, table},
};
use crate::ask::{Answer, Ask, Sheet, number, sql_text, text};
use crate::{document::Value, error::Error, escape::visible, trace::Trace};
use maud::{Markup, html};
use std::collections::HashMap;

/// Powers of two of the duration, 0 ns counting as 1.
const LOG2: &str = "CAST(FLOOR(LOG2(CASE WHEN dur < 1 THEN 1 ELSE dur END)) AS BIGINT)";
/// Calls that have a heat map of their own.
const MAPS: usize = 12;

/// The table; its calls are those that took most of the time first.
///
/// # Errors
/// When the trace cannot be read.
pub fn section(trace: &Trace) -> Result<(Markup, Vec<String>), Error> {
    let answer = Answer::to(Ask::new("latency", &trace.path, &["--histogram", "--slowest", "20"]))?;
    let named = |name: &str| answer.more.iter().find(|sheet| sheet.name == name);
    let histograms = named("histogram").map(histograms).unwrap_or_default();
    let range = spark::range(histograms.values());
    let cell = |row: &[Value]| match row.first().and_then(|name| histograms.get(text(name))) {
        Some(histogram) => spark::draw(histogram, range),
        None => html! {},
    };
    let body = html! {
        (command(&answer.ask))
        @for note in &answer.notes { p.note { (visible(note)) } }
        (table(&answer.main, "Latency", Some(&Extra { name: "log2 histogram", cell: &cell })))
        @if let Some(slowest) = named("slowest") {
            h3 { "The slowest calls" }
            (table(slowest, "Slowest calls", None))
        }
    };
    let names = answer.main.rows.iter().filter_map(|row| row.first()).map(|name| text(name).to_owned());
    Ok((body, names.take(MAPS).collect()))
}

/// The histogram of each call.
fn histograms(sheet: &Sheet) -> HashMap<String, Histogram> {
    let (names, from, calls) = (sheet.column("syscall"), sheet.column("from_ns"), sheet.column("calls"));
    let mut all: HashMap<String, Histogram> = HashMap::new();
    for ((name, from), calls) in names.into_iter().zip(from).zip(calls) {
        let log2 = number(from).max(1).ilog2();
        all.entry(text(name).to_owned()).or_default().insert(log2.into(), number(calls).max(0) as u64);
    }
    all
}

/// The heat map, of all calls and of each of `names`.
///
/// # Errors
/// When the trace cannot be read.
pub fn heat(trace: &Trace, span: Span, names: &[String]) -> Result<Markup, Error> {
    let column = format!("CAST(FLOOR((ts - {}) / {}) AS BIGINT) AS span", span.from, span.length / COLUMNS + 1);
    let all = format!(
        "SELECT {column}, {LOG2} AS log2_ns, COUNT(*) AS calls FROM syscalls WHERE dur IS NOT NULL GROUP BY span, log2_ns"
    );
    let list: Vec<String> = names.iter().map(|name| sql_text(name)).collect();
    let each = format!(
        "SELECT {column}, {LOG2} AS log2_ns, COUNT(*) AS calls, name FROM syscalls WHERE dur IS NOT NULL AND name IN ({}) \
         GROUP BY name, span, log2_ns",
        list.join(", ")
    );
    let all = Answer::to(Ask::new("sql", &trace.path, &[&all]))?;
    let mut maps = vec![("all calls".to_owned(), all.main.rows.iter().map(|row| field(row)).collect::<Vec<Field>>())];
    let mut asked = vec![all.ask];
    if !names.is_empty() {
        let each = Answer::to(Ask::new("sql", &trace.path, &[&each]))?;
        for name in names {
            let own = each.main.rows.iter().filter(|row| row.get(3).is_some_and(|n| text(n) == name));
            maps.push((visible(name).into_owned(), own.map(|row| field(row)).collect()));
        }
        asked.push(each.ask);
    }
    maps.iter_mut().for_each(|(_, fields)| fields.sort_by_key(|f| (f.column, f.log2)));
    Ok(html! {
        (heat::draw(&maps, span))
        details { summary { "The commands for this map" } @for ask in &asked { (command(ask)) } }
    })
}

fn field(row: &[Value]) -> Field {
    let at = |i: usize| row.get(i).map_or(0, number);
    Field { column: at(0), log2: at(1).clamp(0, 63), calls: at(2).max(0) as u64 }
}
