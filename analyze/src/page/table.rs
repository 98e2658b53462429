//! A report's table on the page: sorted and searched by the page's script, and no larger than a page can bear.

use crate::ask::Sheet;
use crate::{
    document::{Column, Unit, Value},
    escape::visible,
    render::words,
};
use maud::{Markup, PreEscaped, html};

/// Bytes of a table at most; there are some ten, and the page is to stay below 10 MB.
const BYTES: usize = 600_000;
/// Characters of a cell at most: argument vectors can have a hundred thousand.
const CHARACTERS: usize = 240;

/// Bytes of a text that needs a wide column.
const LONG: usize = 40;
/// Bytes of a text that stays in one line.
const SHORT: usize = 24;

/// A further column, made of a row.
pub struct Extra<'a> {
    /// Its heading.
    pub name: &'a str,
    /// Its cells.
    pub cell: &'a dyn Fn(&[Value]) -> Markup,
}

/// The rows, as many as fit; a sentence says so if that is not all.
pub fn table(sheet: &Sheet, label: &str, extra: Option<&Extra<'_>>) -> Markup {
    let columns = &sheet.columns;
    if sheet.rows.is_empty() {
        return html! { p.soft { "None." } };
    }
    let days: Vec<Option<&str>> = (0..columns.len()).map(|i| day_of(sheet, i)).collect();
    let mut body = String::new();
    let mut shown = 0;
    for row in &sheet.rows {
        let cells = row.iter().zip(columns).enumerate();
        let line = html! {
            tr {
                @for (i, (value, column)) in cells { (cell(value, column, i == 0, days[i])) }
                @if let Some(extra) = extra { td { ((extra.cell)(row)) } }
            }
        };
        let line = line.into_string();
        if body.len() + line.len() > BYTES {
            break;
        }
        body.push_str(&line);
        shown += 1;
    }
    let total = sheet.rows.len();
    html! {
        @if shown < total {
            p.note {
                "The first " (words::thousands(shown as u64)) " of " (words::thousands(total as u64)) " rows; the command gives all."
            }
        }
        div class=(if total > 18 { "scroll tall" } else { "scroll" }) tabindex="0" role="region" aria-label=(label) {
            table data-sort="" {
                thead { tr {
                    @for column in columns {
                        th scope="col" class=[words::right(column).then_some("n")] { (visible(words::heading(column))) }
                    }
                    @if let Some(extra) = extra { th scope="col" data-fixed="" { (extra.name) } }
                } }
                tbody { (PreEscaped(body)) }
            }
        }
    }
}

/// The day of all times in a column, if it has times and they are of one day.
fn day_of(sheet: &Sheet, column: usize) -> Option<&str> {
    let values = sheet.rows.iter().filter_map(|row| row.get(column)).filter(|value| **value != Value::Null);
    words::day(values.map(|value| if let Value::Text(text) = value { text } else { "" }))
}

fn cell(value: &Value, column: &Column, heads_row: bool, day: Option<&str>) -> Markup {
    let shown = words::cell(value, column);
    let shown = short(&visible(&shown));
    if let (Some(_), Some((_, clock))) = (day, words::clock(&shown)) {
        // The page says above of which day it is.
        return html! {
            @if heads_row { th.mono.pre scope="row" title=(shown) { (clock) } } @else { td.mono.s title=(shown) { (clock) } }
        };
    }
    // What is sorted by, where the words do not sort as the numbers do.
    let key = match value {
        Value::Int(n) => Some(n.to_string()),
        Value::Uint(n) => Some(n.to_string()),
        Value::Float(n) => Some(n.to_string()),
        _ => None,
    };
    let share = match (value, column.unit) {
        (Value::Float(n), Some(Unit::Ratio)) => Some(format!("{:.2}%", n.clamp(0.0, 1.0) * 100.0)),
        _ => None,
    };
    html! {
        @if heads_row && key.is_none() {
            // The indentation of a tree is part of the text.
            th.mono.pre.w[shown.len() > LONG] scope="row" { (shown) }
        } @else {
            td class=[class(column, &shown)] data-v=[key] {
                (shown)
                @if let Some(width) = share {
                    svg.meter aria-hidden="true" { rect.track width="100%" height="3" {} rect.bar width=(width) height="3" {} }
                }
            }
        }
    }
}

/// How wide a cell is.
fn class(column: &Column, shown: &str) -> Option<&'static str> {
    match shown.len() {
        _ if words::right(column) => Some("n"),
        ..=SHORT => Some("s"),
        length => (length > LONG).then_some("w"),
    }
}

/// A text as long as a page can bear.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((cut, _)) => {
            format!("{}\u{2026} ({} characters)", &text[..cut], words::thousands(text.chars().count() as u64))
        }
        None => text.to_owned(),
    }
}
