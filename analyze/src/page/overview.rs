//! The cards: how much of everything there is.

use super::{chart::Span, command, count};
use crate::ask::{Answer, Ask, number};
use crate::{error::Error, trace::Trace};
use maud::{Markup, html};

const QUERY: &str = "SELECT COUNT(*) AS calls, COUNT(errno) AS errors, COUNT(DISTINCT name) AS \"different calls\", \
                     COUNT(DISTINCT tgid) AS processes, COUNT(DISTINCT tid) AS threads, COUNT(DISTINCT path_abs) AS paths, \
                     COUNT(DISTINCT peer) AS peers, MIN(ts) AS first, MAX(ts) AS last FROM syscalls";

/// The cards, and the time in which all calls began.
pub struct Overview {
    /// The cards.
    pub cards: Markup,
    /// From the first call to behind the last.
    pub span: Span,
}

/// Counts.
///
/// # Errors
/// When the trace cannot be read.
pub fn cards(trace: &Trace) -> Result<Overview, Error> {
    let answer = Answer::to(Ask::new("sql", &trace.path, &[QUERY]))?;
    let of = |name: &str| answer.main.column(name).first().map_or(0, |value| number(value));
    let from = of("first");
    let span = Span { from, length: of("last").saturating_sub(from).saturating_add(1).max(1) };
    let shown = answer.main.columns.iter().map(|c| c.name.as_str()).filter(|name| !["first", "last"].contains(name));
    let lost = trace.manifest.completeness.lost;
    let cards = html! {
        ul.cards {
            @for name in shown { li { b { (count(of(name))) } span { (label(name)) } } }
            @if lost > 0 { li.poor { b { (crate::render::words::thousands(lost)) } span { "calls lost" } } }
        }
        details { summary { "The command for these figures" } (command(&answer.ask)) }
    };
    Ok(Overview { cards, span })
}

fn label(name: &str) -> &str {
    match name {
        "calls" => "calls recorded",
        "errors" => "of them failed",
        "paths" => "paths named",
        other => other,
    }
}
