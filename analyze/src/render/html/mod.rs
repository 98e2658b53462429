//! HTML: a document as one page that needs nothing else.

pub mod shell;

use super::words;
use crate::{
    document::{Column, Document, Layout, Table, Value},
    escape::visible,
};
use maud::{Markup, html};
use schema::manifest::{Completeness, Verdict};
use std::io::Write;

/// Writes the document.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    let about: Vec<String> =
        document.traces.iter().map(|t| format!("{}: {}", t.path.to_string_lossy(), t.title)).collect();
    let title = format!("{} of {}", document.report, about.first().map_or("nothing", String::as_str));
    let head = html! {
        (shell::head(&visible(&title), None))
        h1 { (document.report) }
        @for trace in &about { p { (visible(trace)) } }
        @if !document.traces.is_empty() { (completeness(&document.completeness)) }
        @if let Some(filter) = &document.filter { p { "where: " code { (visible(filter)) } } }
        @for note in &document.notes { p.note { (visible(note)) } }
    };
    out.write_all(head.into_string().as_bytes())?;
    for table in document.tables {
        match table.layout {
            Layout::Lines(line) => {
                writeln!(out, "<pre>")?;
                for row in table.rows {
                    writeln!(out, "{}", html! { (visible(line(&row))) }.into_string())?;
                }
                writeln!(out, "</pre>")?;
            }
            Layout::Grid | Layout::Pairs => grid(table, out)?,
        }
    }
    writeln!(out, "</html>")
}

/// Row by row: there may be millions.
fn grid(table: Table, out: &mut dyn Write) -> std::io::Result<()> {
    let headings = !matches!(table.layout, Layout::Pairs);
    write!(out, "<div class=\"scroll\"><table><caption>{}</caption>", html! { (table.name) }.into_string())?;
    if headings {
        let head = html! { thead { tr { @for c in &table.columns { (heading(c)) } } } };
        out.write_all(head.into_string().as_bytes())?;
    }
    writeln!(out, "<tbody>")?;
    for row in table.rows {
        let cells = row.iter().zip(&table.columns);
        let row = html! {
            tr { @for (i, (value, column)) in cells.enumerate() { (cell(value, column, i == 0 && !headings)) } }
        };
        writeln!(out, "{}", row.into_string())?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn heading(column: &Column) -> Markup {
    html! { th scope="col" class=[words::right(column).then_some("n")] { (visible(words::heading(column))) } }
}

fn cell(value: &Value, column: &Column, heads_row: bool) -> Markup {
    let shown = words::cell(value, column);
    html! {
        @if heads_row {
            th scope="row" { (visible(&shown)) }
        } @else {
            td class=[words::right(column).then_some("n")] { (visible(&shown)) }
        }
    }
}

/// The certificate, in the colour of its verdict and in words.
pub fn completeness(c: &Completeness) -> Markup {
    let class = match c.verdict {
        Verdict::Exact => "verdict good",
        Verdict::Bounded => "verdict fair",
        Verdict::Unknown => "verdict poor",
    };
    html! { p class=(class) { (words::completeness(c)) } }
}
