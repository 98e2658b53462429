//! What is suspicious, first of all: each finding with its story, and below it what it takes to check it.

use super::command;
use crate::{
    ask::Ask,
    error::Error,
    escape::visible,
    rules::{Finding, rule::Severity},
    trace::Trace,
};
use maud::{Markup, html};

/// Findings on the page, at most; the command gives all.
const FINDINGS: usize = 200;

/// The section's body.
///
/// # Errors
/// When the trace cannot be read.
pub fn section(trace: &Trace) -> Result<Markup, Error> {
    let ask = Ask::new("suspicious", &trace.path, &[]);
    let document = ask.answer()?;
    Ok(html! {
        (command(&ask))
        @for note in &document.notes { p.note { (visible(note)) } }
        @if document.findings.is_empty() { p.soft { "Nothing was found." } }
        @for found in document.findings.iter().take(FINDINGS) { (finding(found, trace)) }
    })
}

fn finding(finding: &Finding, trace: &Trace) -> Markup {
    let (rows, _) = finding.shown();
    let print = Ask::new("print", &trace.path, &["--rows", &rows]);
    html! {
        details {
            summary {
                span class=(format!("verdict {}", class(finding.severity))) { (finding.severity.name()) }
                " " b { (visible(&finding.title)) } " " (visible(&finding.story))
            }
            p { code { (visible(&finding.process)) } }
            p { (visible(&finding.time)) ", " (visible(&finding.rule)) ", " (finding.attack.join(", ")) ", confidence " (finding.confidence) " %" }
            p { b { "Why: " } (visible(&words(&finding.why))) }
            p { b { "Harmless: " } (visible(&words(&finding.benign))) }
            @for doubt in &finding.doubts { p { b { "Doubt: " } (visible(doubt)) } }
            (command(&print))
        }
    }
}

/// Lines that were wrapped are one.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Info | Severity::Low => "good",
        Severity::Medium => "fair",
        Severity::High | Severity::Critical => "poor",
    }
}
