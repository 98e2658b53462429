//! The lives of processes: a lane each, in the order of the tree.

use super::{Span, percent, ticks};
use crate::escape::visible;
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

/// Height of a lane.
const LANE: usize = 18;

/// A process.
pub struct Life {
    /// Its name, indented by its depth in the tree.
    pub name: String,
    /// Its id.
    pub pid: String,
    /// Beginning, ns of the boot clock.
    pub from: i64,
    /// End; `None` if it did not end while it was recorded.
    pub to: Option<i64>,
    /// Whether it ended well.
    pub well: bool,
}

/// The chart.
pub fn draw(lives: &[Life], span: Span) -> Markup {
    let mut out = String::new();
    for (i, life) in lives.iter().enumerate() {
        let end = life.to.unwrap_or(span.from.saturating_add(span.length));
        let (from, to) = (span.place(life.from), span.place(end));
        let _ = write!(
            out,
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" data-a=\"{from}\" data-b=\"{to}\" data-i=\"{i}\"/>",
            if life.well { "bar" } else { "bar bad" },
            percent(from),
            i * LANE + 4,
            percent(to.saturating_sub(from).max(1000)),
            LANE - 8,
        );
    }
    html! {
        div.chart.lanes {
            div.side {
                @for life in lives { span.mono title=(visible(&life.pid)) { (visible(&life.name)) } }
            }
            svg.time role="img" tabindex="0" height=(lives.len() * LANE) aria-label="Processes over time, one lane each" {
                (PreEscaped(out))
            }
            (ticks(span))
        }
    }
}
