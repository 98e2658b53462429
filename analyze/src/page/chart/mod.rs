//! Charts, drawn as SVG when the page is made. Along time everything is a share of the recording, so it fits any width; the
//! page's script moves it when the reader looks closer.

pub mod activity;
pub mod heat;
pub mod lanes;
pub mod marks;
pub mod spark;

use crate::time;
use maud::{Markup, html};

/// The time that the charts show.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Beginning, ns of the boot clock.
    pub from: i64,
    /// Length in ns, at least 1.
    pub length: i64,
}

/// Places along a chart: this many from its beginning to its end.
pub const PLACES: f64 = 1e6;

impl Span {
    /// Where a time lies, in [`PLACES`]; within the chart, whatever a trace says.
    pub fn place(&self, ts: i64) -> u32 {
        let share = ts.saturating_sub(self.from) as f64 / self.length as f64;
        (share.clamp(0.0, 1.0) * PLACES) as u32
    }
}

/// A place as an attribute of SVG.
pub fn percent(place: u32) -> String {
    format!("{:.4}%", f64::from(place) / PLACES * 100.0)
}

/// Time since the beginning.
fn offset(ns: i64) -> String {
    if ns <= 0 { "0 s".to_owned() } else { time::duration(ns.unsigned_abs()) }
}

/// The times below a chart.
pub fn ticks(span: Span) -> Markup {
    html! {
        div {}
        div.ticks aria-hidden="true" {
            @for i in 0..5 { span { "+" (offset(span.length / 4 * i)) } }
        }
    }
}
