//! Both sides beside each other: which facts are on one only, which are more or fewer, and whether that can be chance.
//!
//! With so many runs that a test can tell (five and five), what is chance is a matter of tests, corrected for the number of comparisons of one
//! kind. With fewer, only what all runs of a side have and none of the other counts, and amounts only if they are far apart.

use super::{
    class::{Before, Change, Judge},
    fact::{Dimension, Key, Run, Seen},
    normal::Normal,
    places,
    statistics::{attainable, corrected, fisher, mann_whitney, median},
    templates,
};
use crate::{cli::Severity, keys::Texts};
use polars::prelude::PlHashMap;
use schema::waits::{self, Wait};
use std::collections::HashMap;

/// A p below this is no chance.
pub const ALPHA: f64 = 0.05;
/// Tests decide where the runs are so many that complete separation gives a p of this or less.
const DECISIVE: f64 = 0.01;
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

/// A difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The fact.
    pub key: Key,
    /// What changed.
    pub change: Change,
    /// Its number or value in each run of the left.
    pub left: Vec<f64>,
    /// The same of the right.
    pub right: Vec<f64>,
    /// The p of the test, if there was one.
    pub p: Option<f64>,
    /// The same, corrected for the number of comparisons.
    pub q: Option<f64>,
    /// How grave it is.
    pub severity: Severity,
    /// How grave it would be if it were sure.
    pub if_sure: Severity,
    /// Lost calls could be the reason.
    pub may_be_lost: bool,
    /// The run, and when in it the fact was seen first; left and right.
    pub first: [Option<(usize, i64)>; 2],
    /// What was replaced on each side, where that is the difference.
    pub raw: Option<[Vec<u32>; 2]>,
}

/// Both sides.
pub struct Sides<'a> {
    /// Runs of the left.
    pub left: &'a [Run],
    /// Runs of the right.
    pub right: &'a [Run],
    /// Texts.
    pub texts: &'a Texts,
    /// What was made normal.
    pub normal: &'a Normal,
}

/// Whether tests decide for so many runs.
pub fn tests_decide(left: usize, right: usize) -> bool {
    left > 0 && right > 0 && attainable(left, left, right) <= DECISIVE
}

/// Comparisons that are corrected together: those of one kind are as likely to be chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Grave,
    Medium,
    Low,
    Lowest,
    Amounts,
    Latencies,
    /// Of calls that wait for the disk: few, and the ones that matter.
    Disk,
}

/// A difference that a test has to decide on.
struct Candidate {
    difference: Difference,
    family: Family,
    /// Large enough to matter, if it is no chance.
    matters: bool,
}

/// Compares.
pub fn compare(sides: &Sides<'_>) -> Vec<Difference> {
    let judge = Judge {
        texts: sides.texts,
        left: Before::of(sides.left, sides.texts),
        right: Before::of(sides.right, sides.texts),
    };
    let tested = tests_decide(sides.left.len(), sides.right.len());
    let mut candidates = facts(sides, &judge, tested);
    candidates.extend(measures(sides, &judge, tested));
    if tested {
        decide(&mut candidates);
    } else if sides.left.len() == 1 || sides.right.len() == 1 {
        lower_pairs(&mut candidates, sides.texts);
    }
    candidates.retain(|candidate| candidate.matters);
    candidates.into_iter().map(|candidate| candidate.difference).collect()
}

/// Corrects the tests of each family, and lowers what may be chance.
fn decide(candidates: &mut [Candidate]) {
    candidates.sort_by_key(|candidate| candidate.family);
    for family in candidates.chunk_by_mut(|a, b| a.family == b.family) {
        let tested: Vec<usize> = (0..family.len()).filter(|i| family[*i].difference.p.is_some()).collect();
        let values: Vec<f64> = tested.iter().filter_map(|i| family[*i].difference.p).collect();
        for (i, q) in tested.into_iter().zip(corrected(&values)) {
            let candidate = &mut family[i];
            let separated = candidate.difference.is_separated();
            let difference = &mut candidate.difference;
            difference.q = Some(q);
            if q <= ALPHA {
                continue;
            }
            // What may be chance is told only if a reviewer would want to know of it nevertheless.
            let wanted =
                matches!(difference.change, Change::New | Change::Gone) && difference.severity >= Severity::Medium;
            candidate.matters &= wanted || separated && difference.severity > Severity::Info;
            difference.severity = Severity::Info;
        }
    }
}

/// Of single runs it is not known which names vary. A file that is gone and one that is new, by the same program, whose names differ only in
/// parts that nobody thinks of, or among temporary files in one part, may be such a name; unless it would be grave, it is none to be looked at
/// first.
fn lower_pairs(candidates: &mut [Candidate], texts: &Texts) {
    let mut alike: HashMap<(u32, u32, String), [Vec<usize>; 2]> = HashMap::new();
    for (i, Candidate { difference: Difference { key, change, severity, .. }, .. }) in candidates.iter().enumerate() {
        let side = match change {
            Change::Gone => 0,
            Change::New => 1,
            _ => continue,
        };
        if key.dimension == Dimension::File && *severity <= Severity::Medium {
            let text = texts.get(key.item.into()).unwrap_or_default();
            let masked =
                if places::temporary(&text) { templates::without_end(&text) } else { templates::masked(&text) };
            masked.into_iter().for_each(|masked| {
                alike.entry((key.program, key.aspect, masked)).or_default()[side].push(i);
            });
        }
    }
    for [gone, new] in alike.into_values() {
        if gone.len() == new.len() {
            for i in gone.into_iter().chain(new) {
                candidates[i].difference.severity = Severity::Info;
            }
        }
    }
}

impl Difference {
    /// Whether all values of one side are above all of the other.
    fn is_separated(&self) -> bool {
        let most = |values: &[f64]| values.iter().copied().fold(f64::MIN, f64::max);
        let least = |values: &[f64]| values.iter().copied().fold(f64::MAX, f64::min);
        most(&self.left) < least(&self.right) || most(&self.right) < least(&self.left)
    }

    /// The middle values of both sides.
    pub fn medians(&self) -> (f64, f64) {
        (median(&self.left), median(&self.right))
    }

    /// In how many runs of each side it is.
    pub fn runs(&self) -> (usize, usize) {
        let seen = |values: &[f64]| values.iter().filter(|value| **value > 0.0).count();
        (seen(&self.left), seen(&self.right))
    }
}

fn facts(sides: &Sides<'_>, judge: &Judge<'_>, tested: bool) -> Vec<Candidate> {
    let runs = sides.left.len() + sides.right.len();
    let mut rows: PlHashMap<Key, u32> = PlHashMap::default();
    let mut cells: Vec<Option<&Seen>> = Vec::new();
    for (run, facts) in sides.left.iter().chain(sides.right).map(|run| &run.facts).enumerate() {
        for (key, seen) in facts {
            let row = *rows.entry(*key).or_insert_with(|| {
                cells.resize(cells.len() + runs, None);
                (cells.len() / runs - 1) as u32
            });
            if let Some(cell) = cells.get_mut(row as usize * runs + run) {
                *cell = Some(seen);
            }
        }
    }
    let row = |(key, row): (&Key, &u32)| {
        let cells = cells.get(*row as usize * runs..(*row as usize + 1) * runs)?;
        fact(sides, judge, tested, *key, cells)
    };
    rows.iter().filter_map(row).collect()
}

/// Compares one fact.
fn fact(sides: &Sides<'_>, judge: &Judge<'_>, tested: bool, key: Key, cells: &[Option<&Seen>]) -> Option<Candidate> {
    let (left, right) = cells.split_at(sides.left.len());
    let have = |side: &[Option<&Seen>]| side.iter().flatten().count();
    let (a, b, n, m) = (have(left), have(right), left.len(), right.len());
    let counts = |side: &[Option<&Seen>]| -> Vec<f64> {
        side.iter().map(|seen| seen.map_or(0.0, |seen| seen.count as f64)).collect()
    };
    let build = |change: Change, p: Option<f64>| {
        let severity = judge.severity(&key, change);
        let first =
            |side: &[Option<&Seen>]| side.iter().enumerate().find_map(|(run, seen)| seen.map(|seen| (run, seen.first)));
        Difference {
            key,
            change,
            left: counts(left),
            right: counts(right),
            p,
            q: None,
            severity,
            if_sure: severity,
            may_be_lost: may_be_lost(sides, key.dimension, change),
            first: [first(left), first(right)],
            raw: None,
        }
    };
    if a == n && b == m {
        if let Some(raw) = other_raw(sides, key, left, right) {
            let difference = Difference { raw: Some(raw), ..build(Change::Updated, None) };
            return Some(Candidate { difference, family: Family::Low, matters: true });
        }
        return amount(counts(left), counts(right), tested, false).map(|(change, p, matters)| Candidate {
            difference: build(change, p),
            family: Family::Amounts,
            matters,
        });
    }
    // Shares are compared, not numbers: there may be more runs on one side.
    let change = if a * m < b * n { Change::New } else { Change::Gone };
    if !tested {
        let (without, with, all) = if change == Change::New { (a, b, m) } else { (b, a, n) };
        let mut difference = build(change, None);
        if without > 0 {
            return None;
        }
        if with < all {
            // Noise within a side; a reviewer sees it if it would be grave.
            let matters = difference.severity >= Severity::Medium;
            difference.severity = Severity::Info;
            return Some(Candidate { difference, family: Family::Lowest, matters });
        }
        return Some(Candidate { difference, family: Family::Lowest, matters: true });
    }
    if attainable(a + b, n, m) > ALPHA {
        return None;
    }
    let difference = build(change, Some(fisher(a, n, b, m)));
    let family = match difference.severity {
        Severity::Critical | Severity::High => Family::Grave,
        Severity::Medium => Family::Medium,
        Severity::Low => Family::Low,
        Severity::Info => Family::Lowest,
    };
    Some(Candidate { difference, family, matters: true })
}

/// Whether calls that were lost could be the reason. Amounts and durations are always those of what was recorded.
fn may_be_lost(sides: &Sides<'_>, dimension: Dimension, change: Change) -> bool {
    let lossy = |runs: &[Run]| runs.iter().any(|run| !run.exact);
    match change {
        Change::New => lossy(sides.left),
        Change::Gone => lossy(sides.right),
        _ => dimension != Dimension::Latency && (lossy(sides.left) || lossy(sides.right)),
    }
}

/// What the rules replaced, if each side's runs agree on it and the sides do not.
fn other_raw(sides: &Sides<'_>, key: Key, left: &[Option<&Seen>], right: &[Option<&Seen>]) -> Option<[Vec<u32>; 2]> {
    let one = |side: &[Option<&Seen>]| -> Option<Vec<u32>> {
        let first = side.first().copied().flatten()?;
        let same = side.iter().flatten().all(|seen| !seen.more() && seen.raw() == first.raw());
        same.then(|| first.raw().to_vec())
    };
    let (left_raw, right_raw) = (one(left)?, one(right)?);
    if left_raw == right_raw || left_raw.is_empty() || right_raw.is_empty() {
        return None;
    }
    // Of one run nobody knows what is the same in every run; versions are.
    let sure = left.len() > 1 && right.len() > 1 || sides.normal.tells(key.item);
    sure.then_some([left_raw, right_raw])
}

/// Whether an amount changed, how sure that is, and whether it matters.
fn amount(left: Vec<f64>, right: Vec<f64>, tested: bool, bytes: bool) -> Option<(Change, Option<f64>, bool)> {
    let (a, b) = (median(&left), median(&right));
    let change = if b > a { Change::More } else { Change::Fewer };
    if tested {
        if left.iter().chain(&right).all(|x| *x == left[0]) {
            return None;
        }
        let few = if bytes { FEW_BYTES } else { FEW };
        let p = mann_whitney(&left, &right);
        return Some((change, Some(p), a.max(b) >= RATIO * a.min(b) && (a - b).abs() > few));
    }
    let (nearest_low, nearest_high) = nearest(&left, &right)?;
    let few = if bytes { FEW_BYTES * 16.0 } else { FEW_UNTESTED };
    let single = left.len() == 1 || right.len() == 1;
    let ratio = if single { RATIO_OF_ONE } else { RATIO };
    (nearest_high >= ratio * nearest_low && nearest_high - nearest_low > few).then_some((change, None, true))
}

/// The largest value of the smaller side and the smallest of the larger one, if they are apart.
fn nearest(left: &[f64], right: &[f64]) -> Option<(f64, f64)> {
    let most = |values: &[f64]| values.iter().copied().fold(f64::MIN, f64::max);
    let least = |values: &[f64]| values.iter().copied().fold(f64::MAX, f64::min);
    if most(left) < least(right) {
        Some((most(left), least(right)))
    } else if most(right) < least(left) {
        Some((most(right), least(left)))
    } else {
        None
    }
}

fn measures(sides: &Sides<'_>, judge: &Judge<'_>, tested: bool) -> Vec<Candidate> {
    let all: Vec<&Run> = sides.left.iter().chain(sides.right).collect();
    let paces = paces(&all);
    let Some(first) = all.first() else { return Vec::new() };
    let mut out = Vec::new();
    for key in first.measures.keys() {
        let found: Vec<_> = all.iter().filter_map(|run| run.measures.get(key)).collect();
        if found.len() < all.len() {
            continue;
        }
        let values: Vec<f64> = found.iter().map(|measure| measure.value).collect();
        let (left, right) = values.split_at(sides.left.len());
        let changed = if key.dimension == Dimension::Latency {
            let calls = found.iter().map(|measure| measure.calls).min().unwrap_or(0);
            let paced: Vec<f64> = values.iter().zip(&paces).map(|(value, pace)| value / pace).collect();
            let paced = paced.split_at(sides.left.len());
            latency((left, right), paced, calls, tested)
        } else {
            let text = sides.texts.get(key.aspect.into()).unwrap_or_default();
            amount(left.to_vec(), right.to_vec(), tested, text.starts_with("bytes"))
        };
        let Some((change, p, matters)) = changed else { continue };
        let severity = judge.severity(key, change);
        let latency = key.dimension == Dimension::Latency;
        // What waits takes as long as it waits.
        if latency && severity == Severity::Info {
            continue;
        }
        let difference = Difference {
            key: *key,
            change,
            left: left.to_vec(),
            right: right.to_vec(),
            p,
            q: None,
            severity,
            if_sure: severity,
            may_be_lost: may_be_lost(sides, key.dimension, change),
            first: [None, None],
            raw: None,
        };
        let family = match latency {
            true if waits_for_disk(&sides.texts.get(key.aspect.into()).unwrap_or_default()) => Family::Disk,
            true => Family::Latencies,
            false => Family::Amounts,
        };
        out.push(Candidate { difference, family, matters });
    }
    out
}

/// Whether calls took longer or less long; also if the machine had been as fast all the time.
fn latency(
    (left, right): (&[f64], &[f64]),
    (paced_left, paced_right): (&[f64], &[f64]),
    calls: u64,
    tested: bool,
) -> Option<(Change, Option<f64>, bool)> {
    let (a, b) = (median(left), median(right));
    let (c, d) = (median(paced_left), median(paced_right));
    let change = if b > a { Change::Slower } else { Change::Faster };
    let apart = |x: f64, y: f64, ratio: f64| x.max(y) >= ratio * x.min(y);
    if tested {
        if calls < CALLS[0] {
            return None;
        }
        let p = mann_whitney(left, right).max(mann_whitney(paced_left, paced_right));
        let matters = apart(a, b, RATIO) && apart(c, d, RATIO) && (b > a) == (d > c);
        return Some((change, Some(p), matters && (a - b).abs() >= SHORT));
    }
    let single = left.len() == 1 || right.len() == 1;
    let (least, ratio) = if single { (CALLS[2], RATIO_OF_ONE_LATENCY) } else { (CALLS[1], RATIO_OF_ONE) };
    let (low, high) = nearest(left, right)?;
    let (paced_low, paced_high) = nearest(paced_left, paced_right)?;
    let matters = apart(low, high, ratio) && apart(paced_low, paced_high, ratio) && (b > a) == (d > c);
    (calls >= least && matters && high - low >= SHORT).then_some((change, None, true))
}

fn waits_for_disk(name: &str) -> bool {
    waits::of(name, None) == Some(Wait::Disk)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::fact::Measure;
    use std::sync::Arc;

    fn key(texts: &Texts, dimension: Dimension, aspect: &str, item: &str) -> Key {
        Key { dimension, program: texts.number("/bin/p"), aspect: texts.number(aspect), item: texts.number(item) }
    }

    fn between(texts: &Arc<Texts>, left: &[Run], right: &[Run]) -> Vec<Difference> {
        compare(&Sides { left, right, texts, normal: &Normal::new(texts, false, false) })
    }

    /// A run with a call made so often, and with a file.
    fn run(texts: &Texts, calls: u64, file: Option<&str>) -> Run {
        let mut run = Run { exact: true, ..Run::default() };
        run.add(key(texts, Dimension::Syscall, "openat", ""), calls, 0, None);
        if let Some(file) = file {
            run.add(key(texts, Dimension::File, "written", file), 1, 0, None);
        }
        run
    }

    #[test]
    fn five_and_five_runs_are_tested() {
        let texts = Arc::new(Texts::default());
        let side = |calls: u64, file| -> Vec<Run> { (0..5).map(|i| run(&texts, calls + i, file)).collect() };
        assert!(between(&texts, &side(100, None), &side(102, None)).is_empty());
        let found = between(&texts, &side(100, None), &side(200, Some("/usr/x")));
        let shown: Vec<_> = found.iter().map(|d| (d.key.dimension, d.change, d.severity)).collect();
        let expected =
            [(Dimension::File, Change::New, Severity::High), (Dimension::Syscall, Change::More, Severity::Low)];
        assert_eq!(shown, expected);
        assert!(found.iter().all(|d| d.q.is_some_and(|q| q <= ALPHA)));
    }

    #[test]
    fn what_varies_within_a_side_is_no_difference() {
        let texts = Arc::new(Texts::default());
        let side = |files: &[Option<&str>]| -> Vec<Run> { files.iter().map(|file| run(&texts, 9, *file)).collect() };
        let (x, none) = (Some("/tmp/x"), None);
        assert!(between(&texts, &side(&[x, none]), &side(&[x, x])).is_empty());
        assert!(between(&texts, &side(&[x, x, none, none, x]), &side(&[x, none, x, x, x])).is_empty());
        let found = between(&texts, &side(&[none, none]), &side(&[x, none]));
        assert_eq!(
            found.iter().map(|d| (d.severity, d.if_sure)).collect::<Vec<_>>(),
            [(Severity::Info, Severity::Medium)]
        );
    }

    #[test]
    fn losses_that_could_explain_a_difference_are_said() {
        let texts = Arc::new(Texts::default());
        let lossy = Run { exact: false, ..run(&texts, 9, None) };
        let found = between(&texts, &[lossy], &[run(&texts, 9, Some("/usr/x"))]);
        assert_eq!(found.iter().map(|d| d.may_be_lost).collect::<Vec<_>>(), [true]);
        let lossy = Run { exact: false, ..run(&texts, 9, Some("/usr/x")) };
        let found = between(&texts, &[run(&texts, 9, None)], &[lossy]);
        assert_eq!(found.iter().map(|d| d.may_be_lost).collect::<Vec<_>>(), [false]);
    }

    #[test]
    fn a_call_that_takes_twice_as_long_is_slower_unless_the_machine_is() {
        let texts = Arc::new(Texts::default());
        let names = ["fsync", "openat", "close", "fstat", "stat", "mkdir", "unlink", "rename", "chmod", "getdents64"];
        let run = |i: usize, slow: f64, all: f64| {
            let mut run = Run { exact: true, ..Run::default() };
            for (n, name) in names.iter().enumerate() {
                let factor = if *name == "fsync" { slow } else { 1.0 };
                let value = 10_000.0 * all * factor * (1.0 + ((i * 7 + n * 3) % 5) as f64 / 50.0);
                run.measures.insert(key(&texts, Dimension::Latency, name, ""), Measure { value, calls: 50 });
            }
            run
        };
        let side = |slow, all| -> Vec<Run> { (0..5).map(|i| run(i, slow, all)).collect() };
        let found = between(&texts, &side(1.0, 1.0), &side(2.0, 1.0));
        let shown: Vec<_> = found.iter().map(|d| (texts.get(d.key.aspect.into()).unwrap(), d.change)).collect();
        assert_eq!(shown, [("fsync".to_owned(), Change::Slower)]);
        assert!(between(&texts, &side(1.0, 1.0), &side(1.0, 2.0)).is_empty());
    }

    #[test]
    fn what_rules_replaced_is_told_if_every_run_of_a_side_agrees() {
        let texts = Arc::new(Texts::default());
        let run = |port: &str| {
            let mut run = Run { exact: true, ..Run::default() };
            let key = key(&texts, Dimension::Network, "connect TCP", "127.0.0.1:PORT");
            run.add(key, 1, 0, Some(texts.number(port)));
            run
        };
        let side = |ports: [&str; 2]| ports.map(run);
        assert!(between(&texts, &side(["40000", "40001"]), &side(["40002", "40003"])).is_empty());
        let found = between(&texts, &side(["40000", "40000"]), &side(["50000", "50000"]));
        assert_eq!(found.iter().map(|d| d.change).collect::<Vec<_>>(), [Change::Updated]);
        assert!(between(&texts, &[run("40000")], &[run("50000")]).is_empty());
    }
}
