//! The comparison as a page for a browser: each difference with both sides beside each other. It loads nothing and reaches nothing.

use super::{
    answer::Answer,
    difference::Difference,
    fact::Dimension,
    group::{self, Entry},
    side::Side,
};
use crate::{
    cli::Severity,
    document::TraceRef,
    escape::visible,
    render::html::{completeness, shell},
};
use maud::{Markup, PreEscaped, html};
use schema::manifest::Completeness;

/// Entries on a page at most.
const ENTRIES: usize = 1_000;
/// Members of an entry that are shown.
const MEMBERS: usize = 100;

/// The page.
pub fn page(answer: &Answer<'_>, left: &Side, right: &Side, notes: &[String], whole: &Completeness) -> Markup {
    let title =
        |side: &Side| side.references().first().map(|trace| trace.path.display().to_string()).unwrap_or_default();
    let title = format!("{} and {}", title(left), title(right));
    let shown = &answer.entries[..answer.entries.len().min(ENTRIES)];
    html! {
        (shell::head(&visible(&format!("Differences of {title}")), None))
        body {
            header {
                h1 { "What changed" }
                (completeness(whole))
                @for note in notes { p.note { (visible(note)) } }
                div.scroll { table {
                    thead { tr { th scope="col" { "left" } th scope="col" { "right" } } }
                    tbody { tr { td { (runs(&left.references())) } td { (runs(&right.references())) } } }
                } }
            }
            main {
                section {
                    h2 { "Differences" }
                    @if shown.len() < answer.entries.len() {
                        p.note { "The first " (shown.len()) " of " (answer.entries.len()) "; the command gives all." }
                    }
                    @if shown.is_empty() { p.soft { "None." } } @else { (overview(answer, shown)) }
                }
                @for (i, entry) in shown.iter().enumerate() {
                    section id=(format!("d{i}")) { (one(answer, i, entry)) }
                }
            }
            footer.soft { p { "Made by analyze " (env!("CARGO_PKG_VERSION")) ". This page loads nothing and sends nothing." } }
        }
        (PreEscaped("</html>"))
    }
}

fn runs(references: &[TraceRef]) -> Markup {
    html! { ul { @for trace in references {
        li { code { (visible(&trace.path.to_string_lossy())) } " " (visible(&trace.title)) }
    } } }
}

/// A line for each entry.
fn overview(answer: &Answer<'_>, entries: &[Entry<'_>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Differences" { table {
            thead { tr {
                th scope="col" { "severity" } th scope="col" { "change" } th scope="col" { "kind" } th scope="col" { "what" }
                th scope="col" { "program" } th scope="col" { "left" } th scope="col" { "right" } th scope="col" { "significance" }
                th.n scope="col" { "also" }
            } }
            tbody { @for (i, entry) in entries.iter().enumerate() { tr {
                td { (severity(entry.lead.severity)) }
                td { (entry.lead.change.name()) }
                td { (entry.lead.key.dimension.name()) }
                td.mono { a href=(format!("#d{i}")) { (visible(&answer.name(entry.lead))) } }
                (cells(answer, entry.lead))
                td.n { (entry.members.len()) }
            } } }
        } }
    }
}

/// Program, both amounts, and how sure it is.
fn cells(answer: &Answer<'_>, difference: &Difference) -> Markup {
    html! {
        td.mono { (visible(&answer.texts.text(difference.key.program))) }
        @for amount in answer.amounts(difference, &answer.sides.amounts(&difference.key)) { td { (amount) } }
        td { (answer.significance(difference)) }
    }
}

fn severity(severity: Severity) -> Markup {
    let class = match severity {
        Severity::Critical | Severity::High => "verdict poor",
        Severity::Medium => "verdict fair",
        Severity::Low | Severity::Info => "soft",
    };
    html! { span class=(class) { (severity.name()) } }
}

/// What the amounts of a difference are.
fn amount_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Latency => "p50",
        Dimension::Resource => "amount",
        _ => "times",
    }
}

/// Which call of a side is shown.
fn call_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Latency => "slowest call",
        Dimension::Resource => "largest call",
        _ => "first call",
    }
}

/// One entry, both sides beside each other.
fn one(answer: &Answer<'_>, i: usize, entry: &Entry<'_>) -> Markup {
    let lead = entry.lead;
    let origins = answer.origins(entry);
    let none = [None, None];
    let examples = answer.examples.of.get(i).unwrap_or(&none);
    let members = &entry.members[..entry.members.len().min(MEMBERS)];
    html! {
        h3 { (severity(lead.severity)) " " (lead.change.name()) " " (lead.key.dimension.name()) ": " (visible(&answer.name(lead))) }
        p.about {
            "By " code { (visible(&answer.texts.text(lead.key.program))) } "; " (answer.significance(lead))
            "; id " code { (group::id(lead, answer.texts)) }
        }
        div.scroll { table.sides {
            thead { tr { td {} th scope="col" { "left" } th scope="col" { "right" } } }
            tbody {
                tr {
                    th scope="row" { (amount_of(lead.key.dimension)) }
                    @for amount in answer.amounts(lead, &answer.sides.amounts(&lead.key)) { td { (amount) } }
                }
                @if examples.iter().any(Option::is_some) {
                    tr {
                        th scope="row" { (call_of(lead.key.dimension)) }
                        @for example in examples { td { @match example {
                            Some(example) => {
                                div.mono { (visible(&example.call)) }
                                div.soft { (visible(&example.process)) " " (example.time) " " (visible(&example.trace)) }
                            }
                            None => { "-" }
                        } } }
                    }
                }
                @if origins.iter().any(Option::is_some) {
                    tr {
                        th scope="row" { "comes from" }
                        @for origin in &origins { td { (visible(origin.as_deref().unwrap_or("not in the image"))) } }
                    }
                }
            }
        } }
        @if !members.is_empty() {
            details {
                summary { "What belongs to it: " (entry.members.len()) }
                div.scroll { table {
                    thead { tr {
                        th scope="col" { "severity" } th scope="col" { "change" } th scope="col" { "kind" } th scope="col" { "what" }
                        th scope="col" { "program" } th scope="col" { "left" } th scope="col" { "right" } th scope="col" { "significance" }
                    } }
                    tbody { @for member in members { tr {
                        td { (severity(member.severity)) }
                        td { (member.change.name()) }
                        td { (member.key.dimension.name()) }
                        td.mono { (visible(&answer.name(member))) }
                        (cells(answer, member))
                    } } }
                } }
                @if members.len() < entry.members.len() { p.note { "The first " (members.len()) "; the command gives all." } }
            }
        }
    }
}
