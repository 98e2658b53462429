//! `analyze report`: everything on one page. It asks only what the command line can ask, and shows each question beside its
//! answer.

mod chart;
mod findings;
mod head;
mod latency;
mod overview;
mod sections;
mod table;
mod timeline;

use crate::{
    cli, error,
    error::Error,
    escape::visible,
    output,
    render::{html::shell, words},
    trace::{self, Trace},
};
use maud::{Markup, PreEscaped, html};

/// What sorts, searches and zooms.
const SCRIPT: &str = include_str!("script.js");

/// A part of the page.
struct Section {
    /// Its anchor.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it shows, a sentence.
    about: &'static str,
    /// The rest.
    body: Markup,
}

/// Writes the page; the exit status.
///
/// # Errors
/// When the trace cannot be read or the page cannot be written.
pub fn write(options: &cli::Page) -> Result<u8, Error> {
    let trace = trace::open(&options.trace)?;
    let page = page(&trace)?.into_string();
    output::to(options.output.as_deref(), |out| out.write_all(page.as_bytes()))?;
    Ok(error::of_completeness(trace.manifest.completeness.verdict, options.require_complete))
}

fn page(trace: &Trace) -> Result<Markup, Error> {
    let head = head::head(trace)?;
    let overview = overview::cards(trace)?;
    let sections = sections::all(trace, overview.span)?;
    let title = format!("{}: {}", trace.path.to_string_lossy(), trace.reference().title);
    Ok(html! {
        (shell::head(&visible(&title), Some(SCRIPT)))
        body {
            header { (head) }
            (overview.cards)
            nav aria-label="Sections" { @for s in &sections { a href=(format!("#{}", s.id)) { (s.title) } } }
            main {
                @for s in &sections {
                    section id=(s.id) aria-labelledby=(format!("{}-title", s.id)) {
                        h2 id=(format!("{}-title", s.id)) { (s.title) }
                        p.about { (s.about) }
                        (s.body)
                    }
                }
            }
            footer.soft { p { "Made by analyze " (env!("CARGO_PKG_VERSION")) " from " code { (visible(&trace.path.to_string_lossy())) }
                ". This page loads nothing and sends nothing." } }
            script { (PreEscaped(SCRIPT)) }
        }
        (PreEscaped("</html>"))
    })
}

/// A command line to copy.
fn command(ask: &crate::ask::Ask) -> Markup {
    html! { div.command { code { (visible(&ask.command())) } } }
}

/// A report as it is: its command, its notes, its tables.
fn plain(answer: &crate::ask::Answer, label: &str) -> Markup {
    html! {
        (command(&answer.ask))
        @for note in &answer.notes { p.note { (visible(note)) } }
        (table::table(&answer.main, label, None))
        @for sheet in answer.more.iter().filter(|sheet| !sheet.rows.is_empty()) {
            h3 { (title(sheet.name)) }
            (table::table(sheet, &format!("{label}: {}", sheet.name), None))
        }
    }
}

/// The name of a table as a heading: `left_open` is "Left open".
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}", first.to_uppercase())
}

/// A count, for people.
fn count(n: i64) -> String {
    words::thousands(n.max(0) as u64)
}
