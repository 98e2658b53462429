//! Both sides beside each other: which facts are on one only, which are more or fewer, and whether that can be chance.
//!
//! With so many runs that a test can tell (five and five), what is chance is a matter of tests, corrected for the number of comparisons of one
//! kind. With fewer, only what all runs of a side have and none of the other counts, and amounts only if they are far apart.

use super::{
    amounts::{self, Compared},
    chance::{self, ALPHA},
    class::{Before, Change, Judge},
    difference::{Amounts, Difference, Family, Sides, tests_decide},
    fact::{Dimension, Key, Part, Run, Seen, along, parts},
    side::at_once,
    statistics::{attainable, fisher},
};
use crate::{cli::Severity, scan::threads};
use hashbrown::HashMap;

/// Compares.
pub fn compare(sides: &Sides<'_>) -> Vec<Difference> {
    let mut before = at_once(vec![sides.left, sides.right], |runs| Before::of(runs, sides.texts)).into_iter();
    let (left, right) = (before.next().unwrap_or_default(), before.next().unwrap_or_default());
    let tested = tests_decide(sides.left.len(), sides.right.len());
    let parts = at_once(parts(&sides.all(), threads()), |part| {
        facts(sides, &Judge::new(sides.texts, &left, &right), part, tested)
    });
    let mut parts = parts.into_iter();
    let mut differences = parts.next().unwrap_or_default();
    parts.for_each(|part| differences.extend(part));
    differences.extend(amounts::measures(sides, &Judge::new(sides.texts, &left, &right), tested));
    if tested {
        chance::decide(&mut differences, sides);
    } else if sides.left.len() == 1 || sides.right.len() == 1 {
        chance::lower_pairs(&mut differences, sides.texts);
    }
    differences.retain(|difference| difference.matters);
    differences
}

/// Compares what was seen.
fn facts(sides: &Sides<'_>, judge: &Judge<'_>, part: Part<'_>, tested: bool) -> Vec<Difference> {
    // Room is taken only as it is used, and growing would take it twice.
    let mut out = Vec::with_capacity(sides.all().iter().map(|run| run.facts.len()).sum());
    let mut tests = Tests::default();
    along(part, |key, seen| {
        let (left, right) = seen.split_at(sides.left.len());
        let fact = Fact { sides, judge, key: *key, left, right };
        let found = if tested { fact.tested(&mut tests) } else { fact.untested() };
        out.extend(found);
    });
    out
}

/// Results of tests of what is there or not: there are few different ones.
#[derive(Default)]
struct Tests(HashMap<(usize, usize), Option<f64>>);

impl Tests {
    /// The p of `a` of `n` runs and `b` of `m`; nothing if no outcome could be significant.
    fn p(&mut self, (a, n): (usize, usize), (b, m): (usize, usize)) -> Option<f64> {
        *self.0.entry((a, b)).or_insert_with(|| (attainable(a + b, n, m) <= ALPHA).then(|| fisher(a, n, b, m)))
    }
}

/// What each run of both sides has seen of a fact.
struct Fact<'a> {
    sides: &'a Sides<'a>,
    judge: &'a Judge<'a>,
    key: Key,
    left: &'a [Option<&'a Seen>],
    right: &'a [Option<&'a Seen>],
}

impl Fact<'_> {
    /// In how many runs of how many it is, left and right.
    fn runs(&self) -> [(usize, usize); 2] {
        [self.left, self.right].map(|side| (side.iter().flatten().count(), side.len()))
    }

    fn difference(&self, change: Change, family: Family) -> Difference {
        let severity = self.judge.severity(&self.key, change);
        let mut difference = Difference::new(self.key, change, severity, family);
        difference.may_be_lost = may_be_lost(self.sides, self.key.dimension, change);
        difference.with_first(0, self.left).with_first(1, self.right)
    }

    /// On which side it is in a greater share of the runs; there may be more runs on one side.
    fn appears([(a, n), (b, m)]: [(usize, usize); 2]) -> Change {
        if a * m < b * n { Change::New } else { Change::Gone }
    }

    fn untested(&self) -> Option<Difference> {
        let runs @ [(a, n), (b, m)] = self.runs();
        if a == n && b == m {
            return self.everywhere(false);
        }
        let change = Fact::appears(runs);
        let (without, with, all) = if change == Change::New { (a, b, m) } else { (b, a, n) };
        if without > 0 {
            return None;
        }
        let mut difference = self.difference(change, Family::Lowest);
        if with < all {
            // Noise within a side; a reviewer sees it if it would be grave.
            difference.matters = difference.severity >= Severity::Medium;
            difference.severity = Severity::Info;
        }
        difference.matters.then_some(difference)
    }

    fn tested(&self, tests: &mut Tests) -> Option<Difference> {
        let runs @ [left, right] = self.runs();
        if left.0 == left.1 && right.0 == right.1 {
            return self.everywhere(true);
        }
        let p = tests.p(left, right)?;
        let mut difference = self.difference(Fact::appears(runs), Family::Lowest).with_p(Some(p));
        difference.family = match difference.severity {
            Severity::Critical | Severity::High => Family::Grave,
            Severity::Medium => Family::Medium,
            Severity::Low => Family::Low,
            Severity::Info => Family::Lowest,
        };
        Some(difference)
    }

    /// A fact that every run has.
    fn everywhere(&self, tested: bool) -> Option<Difference> {
        if let Some(raw) = self.other_raw() {
            let mut difference = self.difference(Change::Updated, Family::Low);
            difference.raw = Some(Box::new(raw));
            return Some(difference);
        }
        let counts = |side: &[Option<&Seen>]| side.iter().flatten().map(|seen| seen.count as f64).collect();
        let amounts = Amounts { left: counts(self.left), right: counts(self.right) };
        let Compared { change, p, matters } = amounts::amount(&amounts, tested, false)?;
        let mut difference = self.difference(change, Family::Amounts).with_p(p);
        difference.matters = matters;
        Some(difference)
    }

    /// What the rules replaced, if each side's runs agree on it and the sides do not.
    fn other_raw(&self) -> Option<[Vec<u32>; 2]> {
        let one = |side: &[Option<&Seen>]| -> Option<Vec<u32>> {
            let first = side.first().copied().flatten().filter(|seen| !seen.raw().is_empty())?;
            let same = side.iter().flatten().all(|seen| !seen.more() && seen.raw() == first.raw());
            same.then(|| first.raw().to_vec())
        };
        let (left, right) = (one(self.left)?, one(self.right)?);
        // Of one run nobody knows what is the same in every run; versions are.
        let sure = self.left.len() > 1 && self.right.len() > 1 || self.sides.normal.tells(self.key.item);
        (left != right && sure).then_some([left, right])
    }
}

/// Whether calls that were lost could be the reason. Amounts and durations are always those of what was recorded.
pub fn may_be_lost(sides: &Sides<'_>, dimension: Dimension, change: Change) -> bool {
    let lossy = |runs: &[Run]| runs.iter().any(|run| !run.exact);
    match change {
        Change::New => lossy(sides.left),
        Change::Gone => lossy(sides.right),
        _ => dimension != Dimension::Latency && (lossy(sides.left) || lossy(sides.right)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diff::{
            fact::{Facts, Measure},
            normal::Normal,
        },
        keys::Texts,
    };
    use std::sync::Arc;

    fn key(texts: &Texts, dimension: Dimension, aspect: &str, item: &str) -> Key {
        Key { dimension, program: texts.number("/bin/p"), aspect: texts.number(aspect), item: texts.number(item) }
    }

    fn between(texts: &Arc<Texts>, left: &[Run], right: &[Run]) -> Vec<Difference> {
        compare(&Sides { left, right, texts, normal: &Normal::new(texts, false, false) })
    }

    /// A run with a call made so often, and with a file.
    fn run(texts: &Texts, calls: u64, file: Option<&str>) -> Run {
        let mut facts = vec![(key(texts, Dimension::Syscall, "openat", ""), Seen::new(calls, 0, &[], false))];
        let written = |file| (key(texts, Dimension::File, "written", file), Seen::new(1, 0, &[], false));
        facts.extend(file.map(written));
        Run { exact: true, facts: Facts::new(facts), ..Run::default() }
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
        assert!(found.iter().all(|d| d.q().is_some_and(|q| q <= ALPHA)));
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
                run.measures.insert(key(&texts, Dimension::Latency, name, ""), Measure::new(value, 50));
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
            let key = key(&texts, Dimension::Network, "connect TCP", "127.0.0.1:PORT");
            let facts = Facts::new(vec![(key, Seen::new(1, 0, &[texts.number(port)], false))]);
            Run { exact: true, facts, ..Run::default() }
        };
        let side = |ports: [&str; 2]| ports.map(run);
        assert!(between(&texts, &side(["40000", "40001"]), &side(["40002", "40003"])).is_empty());
        let found = between(&texts, &side(["40000", "40000"]), &side(["50000", "50000"]));
        assert_eq!(found.iter().map(|d| d.change).collect::<Vec<_>>(), [Change::Updated]);
        assert!(between(&texts, &[run("40000")], &[run("50000")]).is_empty());
    }
}
