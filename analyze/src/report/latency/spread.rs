//! How the durations of a group of calls are spread: exact sums, and in which class each quantile lies.

use crate::keys::power;
use polars::prelude::{AnyValue, DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// The durations of a group, by class.
pub(super) struct Spread {
    /// In ascending order.
    classes: Vec<Class>,
    /// Calls.
    pub(super) calls: u64,
    /// Sum of all durations, ns.
    pub(super) total: u64,
}

/// The durations of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    number: u32,
    calls: u64,
    total: u64,
    min: u64,
    max: u64,
}

/// Where a quantile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It is this duration.
    At(u64),
    /// It has this rank, from 1, among the durations of a class.
    In {
        /// Number of the class.
        class: u32,
        /// Rank.
        rank: u64,
    },
}

impl Spread {
    /// From the lists `class`, `n`, `total`, `min` and `max` of a group.
    ///
    /// # Errors
    /// When they are not there.
    pub(super) fn of(groups: &DataFrame, row: usize) -> PolarsResult<Spread> {
        let list = |name: &str| match groups.column(name)?.get(row)? {
            AnyValue::List(list) => PolarsResult::Ok(list),
            _ => Ok(Default::default()),
        };
        let (numbers, calls) = (list("class")?, list("n")?);
        let (total, min, max) = (list("total")?, list("min")?, list("max")?);
        // No call takes less than nothing, whatever a damaged trace says.
        let ns = |ns: Option<i64>| ns.unwrap_or_default().max(0) as u64;
        let pairs = numbers.u32()?.iter().zip(calls.u32()?.iter()).zip(total.i64()?.iter());
        let all = pairs.zip(min.i64()?.iter()).zip(max.i64()?.iter());
        let class = |((((number, calls), total), min), max): ((((Option<u32>, _), _), _), _)| {
            let calls: Option<u32> = calls;
            Some(Class { number: number?, calls: calls?.into(), total: ns(total), min: ns(min), max: ns(max) })
        };
        Ok(Spread::new(all.filter_map(class).collect()))
    }

    fn new(mut classes: Vec<Class>) -> Spread {
        classes.sort_unstable();
        let calls = classes.iter().map(|class| class.calls).sum();
        let total = classes.iter().fold(0_u64, |sum, class| sum.saturating_add(class.total));
        Spread { classes, calls, total }
    }

    /// The shortest, ns.
    pub(super) fn min(&self) -> u64 {
        self.classes.first().map_or(0, |class| class.min)
    }

    /// The longest, ns.
    pub(super) fn max(&self) -> u64 {
        self.classes.last().map_or(0, |class| class.max)
    }

    /// The duration of rank ceil(p n), one that was measured (SQL's `percentile_disc`); p in parts of a thousand.
    pub(super) fn quantile(&self, per_mille: u64) -> Found {
        let rank = (u128::from(self.calls) * u128::from(per_mille)).div_ceil(1000).max(1) as u64;
        let mut passed = 0;
        for class in &self.classes {
            let within = rank - passed;
            if within <= class.calls {
                return match within {
                    1 => Found::At(class.min),
                    last if last == class.calls => Found::At(class.max),
                    _ if class.min == class.max => Found::At(class.min),
                    rank => Found::In { class: class.number, rank },
                };
            }
            passed += class.calls;
        }
        Found::At(self.max())
    }

    /// Calls that took from 2^n to 2^(n+1)-1 ns, by n; 0 ns counts as 1.
    pub(super) fn powers(&self) -> BTreeMap<u32, u64> {
        let mut powers = BTreeMap::new();
        for class in &self.classes {
            *powers.entry(power(class.number)).or_default() += class.calls;
        }
        powers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_duration_that_was_measured_or_has_a_rank_in_a_class() {
        let class = |number, calls, min, max| Class { number, calls, total: calls * min, min, max };
        let spread = Spread::new(vec![class(30, 1, 30, 30), class(10, 8, 10, 10), class(400, 11, 2048, 2070)]);
        assert_eq!((spread.calls, spread.min(), spread.max()), (20, 10, 2070));
        let quantiles = [1, 400, 401, 450, 451, 500, 550, 999].map(|p| spread.quantile(p));
        let inside = |rank| Found::In { class: 400, rank };
        let at = Found::At;
        assert_eq!(quantiles, [at(10), at(10), at(30), at(30), at(2048), at(2048), inside(2), at(2070)]);
        assert_eq!(spread.powers().into_iter().collect::<Vec<_>>(), [(3, 8), (4, 1), (11, 11)]);
        assert_eq!(Spread::new(Vec::new()).quantile(500), Found::At(0));
    }
}
