//! The heat map: when calls took how long. A column is a span of time, a row a power of two of the duration.

use super::{Span, percent, spark::at, ticks};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

/// Columns of the map.
pub const COLUMNS: i64 = 96;
/// Height of a row.
const ROW: i64 = 15;

/// A field of the map.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Column, from 0.
    pub column: i64,
    /// Power of two of the duration in ns.
    pub log2: i64,
    /// Calls.
    pub calls: u64,
}

/// The maps, of which the page shows one at a time: all calls first.
pub fn draw(maps: &[(String, Vec<Field>)], span: Span) -> Markup {
    let all = || maps.iter().flat_map(|(_, fields)| fields);
    let (Some(low), Some(high)) = (all().map(|f| f.log2).min(), all().map(|f| f.log2).max()) else {
        return html! { p.soft { "No call has a duration." } };
    };
    let height = (high - low + 1) * ROW;
    html! {
        div.tools.script {
            label { "Show " select #heat-name { @for (i, (name, _)) in maps.iter().enumerate() { option value=(i) { (name) } } } }
        }
        div.chart.heat {
            div.side aria-hidden="true" { @for log2 in (low..=high).rev() { span { (at(log2)) } } }
            svg.time role="img" tabindex="0" height=(height) data-low=(low) data-high=(high)
                aria-label=(format!("Heat map: durations from {} to {} over the time of the recording; the darker, the more calls", at(low), at(high + 1))) {
                @for (i, (_, fields)) in maps.iter().enumerate() {
                    g data-map=(i) display=[(i > 0).then_some("none")] { (PreEscaped(draw_fields(fields, high, span))) }
                }
            }
            (ticks(span))
        }
        p.said #heat-said aria-live="polite" { "The stronger the colour, the more calls, by powers of two." }
    }
}

fn draw_fields(fields: &[Field], high: i64, span: Span) -> String {
    let most = fields.iter().map(|f| f.calls).max().unwrap_or(1).max(2);
    let width = span.length / COLUMNS + 1;
    let mut out = String::new();
    for field in fields {
        let from = span.place(span.from.saturating_add(field.column.saturating_mul(width)));
        let to = span.place(span.from.saturating_add(field.column.saturating_add(1).saturating_mul(width)));
        let strength = 0.12 + 0.88 * (field.calls as f64).log2().max(0.0) / (most as f64).log2();
        let _ = write!(
            out,
            "<rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"{strength:.2}\" data-a=\"{from}\" \
             data-b=\"{to}\" data-n=\"{}\" data-l=\"{}\"/>",
            percent(from),
            (high - field.log2) * ROW,
            percent(to - from),
            ROW - 1,
            field.calls,
            field.log2,
        );
    }
    out
}
