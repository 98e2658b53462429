//! A histogram as small as a word: how long calls of one name took, by powers of two.

use crate::time;
use maud::{Markup, html};
use std::{collections::BTreeMap, fmt::Write};

/// Calls by power of two of their duration in ns.
pub type Histogram = BTreeMap<i64, u64>;

/// The range of all histograms that stand below each other, so that they can be compared.
pub fn range<'a>(all: impl Iterator<Item = &'a Histogram>) -> (i64, i64) {
    let ends = all.filter_map(|h| h.first_key_value().zip(h.last_key_value()));
    ends.fold((i64::MAX, i64::MIN), |(low, high), ((first, _), (last, _))| (low.min(*first), high.max(*last)))
}

/// The histogram.
pub fn draw(histogram: &Histogram, (low, high): (i64, i64)) -> Markup {
    let most = histogram.values().max().copied().unwrap_or(0);
    let Some((common, _)) = histogram.iter().max_by_key(|(_, n)| **n) else { return html! {} };
    let (first, last) = (histogram.keys().next().unwrap_or(common), histogram.keys().last().unwrap_or(common));
    let mut path = String::new();
    for (log2, n) in histogram {
        // What is rare is still to be seen.
        let height = 1.5 + 18.5 * (*n as f64 / most.max(1) as f64);
        let _ = write!(path, "M{} 20v-{height:.1}h3.4v{height:.1}z", (log2 - low) * 4);
    }
    let words = format!("from {} to {}, most {} to {}", at(*first), at(last + 1), at(*common), at(common + 1));
    html! {
        svg.spark viewBox=(format!("0 0 {} 20", (high - low + 1).max(12) * 4)) preserveAspectRatio="none" role="img" aria-label=(words) {
            title { (words) }
            path.bar d=(path) {}
        }
    }
}

/// A power of two of nanoseconds, for people.
pub fn at(log2: i64) -> String {
    time::duration(1_u64.checked_shl(log2.clamp(0, 63) as u32).unwrap_or(u64::MAX))
}
