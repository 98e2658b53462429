//! Whether amounts and durations of both sides differ by so much that it matters, and whether that can be chance.

use super::{
    class::{Change, Judge},
    compare::may_be_lost,
    difference::{Amounts, Difference, Family, Sides},
    fact::{Dimension, Run},
    statistics::{mann_whitney, median},
};
use crate::cli::Severity;
use schema::waits::{self, Wait};

/// An amount that is no more than this times the other is the same.
const RATIO: f64 = 1.5;
/// The same where a single run is all there is: of amounts, and of durations.
const RATIO_OF_ONE: f64 = 2.0;
const RATIO_OF_ONE_LATENCY: f64 = 3.0;
/// Amounts of calls that differ by no more than this are the same: tested, and not.
const FEW: f64 = 3.0;
const FEW_UNTESTED: f64 = 20.0;
/// Bytes that differ by no more than this are the same.
const FEW_BYTES: f64 = 65_536.0;
/// Calls that a latency is made of, at least: tested, of several runs, of one.
const CALLS: [u64; 3] = [10, 50, 100];
/// Durations that differ by no more than this are the same, ns.
const SHORT: f64 = 500.0;
/// Latencies that have to be there to tell how fast the machine was.
const PACERS: usize = 8;

/// What a comparison of amounts gives.
pub struct Compared {
    /// More or less.
    pub change: Change,
    /// The p of the test, if there was one.
    pub p: Option<f64>,
    /// Large enough to matter.
    pub matters: bool,
}

/// Whether an amount changed, how sure that is, and whether it matters.
pub fn amount(amounts: &Amounts, tested: bool, bytes: bool) -> Option<Compared> {
    let Amounts { left, right } = amounts;
    let (a, b) = amounts.medians();
    let change = if b > a { Change::More } else { Change::Fewer };
    if tested {
        if left.iter().chain(right).all(|x| *x == left[0]) {
            return None;
        }
        let few = if bytes { FEW_BYTES } else { FEW };
        let matters = a.max(b) >= RATIO * a.min(b) && (a - b).abs() > few;
        return Some(Compared { change, p: Some(mann_whitney(left, right)), matters });
    }
    let (nearest_low, nearest_high) = amounts.nearest()?;
    let few = if bytes { FEW_BYTES * 16.0 } else { FEW_UNTESTED };
    let single = left.len() == 1 || right.len() == 1;
    let ratio = if single { RATIO_OF_ONE } else { RATIO };
    let far = nearest_high >= ratio * nearest_low && nearest_high - nearest_low > few;
    far.then_some(Compared { change, p: None, matters: true })
}

/// Compares what was measured.
pub fn measures(sides: &Sides<'_>, judge: &Judge<'_>, tested: bool) -> Vec<Difference> {
    let all = sides.all();
    let paces = paces(&all);
    let Some(first) = all.first() else { return Vec::new() };
    let mut keys: Vec<_> = first.measures.keys().collect();
    keys.sort();
    let mut out = Vec::new();
    for key in keys {
        let found: Vec<_> = all.iter().filter_map(|run| run.measures.get(key)).collect();
        if found.len() < all.len() {
            continue;
        }
        let amounts = sides.amounts(key);
        let name = sides.texts.text(key.aspect);
        let latency = key.dimension == Dimension::Latency;
        let compared = if latency {
            let calls = found.iter().map(|measure| measure.calls).min().unwrap_or(0);
            let paced =
                |values: &[f64], paces: &[f64]| values.iter().zip(paces).map(|(value, pace)| value / pace).collect();
            let (left, right) = paces.split_at(sides.left.len());
            let paced = Amounts { left: paced(&amounts.left, left), right: paced(&amounts.right, right) };
            duration(&amounts, &paced, calls, tested)
        } else {
            amount(&amounts, tested, name.starts_with("bytes"))
        };
        let Some(Compared { change, p, matters }) = compared else { continue };
        let severity = judge.severity(key, change);
        // What waits takes as long as it waits.
        if latency && severity == Severity::Info {
            continue;
        }
        let family = match latency {
            true if waits::of(&name, None) == Some(Wait::Disk) => Family::Disk,
            true => Family::Latencies,
            false => Family::Amounts,
        };
        let may_be_lost = may_be_lost(sides, key.dimension, change);
        let difference = Difference::new(*key, change, severity, family).with_p(p);
        let mut difference = difference.with_most(0, sides.left).with_most(1, sides.right);
        (difference.may_be_lost, difference.matters) = (may_be_lost, matters);
        out.push(difference);
    }
    out
}

/// Whether calls took longer or less long; also if the machine had been as fast all the time.
fn duration(measured: &Amounts, paced: &Amounts, calls: u64, tested: bool) -> Option<Compared> {
    let (a, b) = measured.medians();
    let (c, d) = paced.medians();
    let change = if b > a { Change::Slower } else { Change::Faster };
    let apart = |x: f64, y: f64, ratio: f64| x.max(y) >= ratio * x.min(y);
    let same_way = (b > a) == (d > c);
    if tested {
        if calls < CALLS[0] {
            return None;
        }
        let p = |amounts: &Amounts| mann_whitney(&amounts.left, &amounts.right);
        let matters = apart(a, b, RATIO) && apart(c, d, RATIO) && same_way && (a - b).abs() >= SHORT;
        return Some(Compared { change, p: Some(p(measured).max(p(paced))), matters });
    }
    let single = measured.left.len() == 1 || measured.right.len() == 1;
    let (least, ratio) = if single { (CALLS[2], RATIO_OF_ONE_LATENCY) } else { (CALLS[1], RATIO_OF_ONE) };
    let (low, high) = measured.nearest()?;
    let (paced_low, paced_high) = paced.nearest()?;
    let far = apart(low, high, ratio) && apart(paced_low, paced_high, ratio) && same_way;
    (calls >= least && far && high - low >= SHORT).then_some(Compared { change, p: None, matters: true })
}

/// How slow the machine was in each run: the middle of all latencies, each beside its own middle over all runs.
fn paces(all: &[&Run]) -> Vec<f64> {
    let none = vec![1.0; all.len()];
    let Some(first) = all.first() else { return none };
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); all.len()];
    for key in first.measures.keys().filter(|key| key.dimension == Dimension::Latency) {
        let found: Vec<_> = all.iter().filter_map(|run| run.measures.get(key)).collect();
        let values: Vec<f64> = found.iter().map(|measure| measure.value).collect();
        let middle = median(&values);
        if found.len() < all.len() || middle <= 0.0 || found.iter().any(|measure| measure.calls < CALLS[0]) {
            continue;
        }
        ratios.iter_mut().zip(values).for_each(|(ratios, value)| ratios.push(value / middle));
    }
    if ratios.iter().any(|ratios| ratios.len() < PACERS) {
        return none;
    }
    ratios.iter().map(|ratios| median(ratios).max(1e-3)).collect()
}
