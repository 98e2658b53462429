//! Calls and errors over time.

use super::{Span, percent, ticks};
use crate::{render::words, time};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

/// Bars.
pub const BARS: i64 = 240;
const HEIGHT: f64 = 120.0;

/// What happened in a span of time.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    /// Which, from 0.
    pub number: i64,
    /// Calls.
    pub calls: u64,
    /// Those that failed.
    pub errors: u64,
}

/// The chart.
pub fn draw(bars: &[Bar], span: Span) -> Markup {
    let most = bars.iter().map(|bar| bar.calls).max().unwrap_or(0).max(1);
    let width = span.length / BARS + 1;
    let mut out = String::new();
    for bar in bars {
        let from = span.place(span.from.saturating_add(bar.number.saturating_mul(width)));
        let to = span.place(span.from.saturating_add((bar.number + 1).saturating_mul(width)));
        for (class, n) in [("bar", bar.calls), ("bar bad", bar.errors)].into_iter().filter(|(_, n)| *n > 0) {
            let height = (n as f64 / most as f64 * HEIGHT).max(1.0);
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"{height:.1}\" data-a=\"{from}\" data-b=\"{to}\" \
                 data-n=\"{}\" data-e=\"{}\"/>",
                percent(from),
                HEIGHT - height,
                percent((to - from).max(1)),
                bar.calls,
                bar.errors,
            );
        }
    }
    let each = time::duration(width.max(0) as u64);
    html! {
        div.chart {
            div.side aria-hidden="true" { span { (words::thousands(most)) " calls" } span.soft { "in " (each) } }
            svg.time role="img" tabindex="0" height=(HEIGHT)
                aria-label=(format!("Calls over time, at most {} in {each}; those that failed in another colour", words::thousands(most))) {
                (PreEscaped(out))
            }
            (ticks(span))
        }
        p.said #activity-said aria-live="polite" { "" }
    }
}
