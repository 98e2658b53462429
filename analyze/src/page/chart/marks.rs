//! Events as marks in time, a lane for each kind.

use super::{Span, percent, ticks};
use crate::escape::visible;
use maud::{Markup, html};

/// Height of a lane.
const LANE: usize = 18;

/// An event.
pub struct Mark {
    /// Which lane.
    pub kind: String,
    /// When, ns of the boot clock.
    pub ts: i64,
    /// What happened.
    pub what: String,
}

/// The chart.
pub fn draw(marks: &[Mark], span: Span) -> Markup {
    let mut kinds: Vec<&str> = marks.iter().map(|mark| mark.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let lane = |mark: &Mark| kinds.iter().position(|kind| *kind == mark.kind).unwrap_or(0);
    html! {
        div.chart.lanes {
            div.side { @for kind in &kinds { span { (visible(kind)) } } }
            svg.time role="img" tabindex="0" height=(kinds.len() * LANE) aria-label="Events over time, one lane for each kind" {
                @for mark in marks {
                    @let place = span.place(mark.ts);
                    rect.bar x=(percent(place)) y=(lane(mark) * LANE + 3) width="0.3%" height=(LANE - 6) rx="1" data-a=(place) data-b=(place) data-w="0.3" {
                        title { (visible(&mark.what)) }
                    }
                }
            }
            (ticks(span))
        }
    }
}
