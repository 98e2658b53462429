//! How the durations of a group of calls are spread: exact sums, and in which class each quantile lies.

use crate::{
    keys::{only, power},
    scan::Tally,
};
use polars::prelude::{AnyValue, DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// The durations of a group, by class.
pub(super) struct Spread {
    /// Classes and the calls in each, in ascending order.
    classes: Vec<(u32, u64)>,
    /// Calls.
    pub(super) calls: u64,
    /// Sum of all durations, ns.
    pub(super) total: u64,
    /// The shortest, ns.
    pub(super) min: u64,
    /// The longest, ns.
    pub(super) max: u64,
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

impl From<&Tally> for Spread {
    fn from(tally: &Tally) -> Spread {
        let classes = (0..).zip(&tally.classes).filter(|(_, calls)| **calls > 0);
        let classes = classes.map(|(class, calls)| (class, *calls)).collect();
        Spread { classes, calls: tally.calls, total: tally.total, min: tally.min, max: tally.max }
    }
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
        // No call takes less than nothing, whatever a damaged trace says.
        let ns = |ns: Option<i64>| ns.unwrap_or_default().max(0) as u64;
        let (classes, calls) = (list("class")?, list("n")?);
        let classes = classes.u32()?.iter().zip(calls.u32()?.iter());
        let mut classes: Vec<(u32, u64)> = classes.filter_map(|(class, n)| Some((class?, n?.into()))).collect();
        classes.sort_unstable();
        Ok(Spread {
            calls: classes.iter().map(|(_, calls)| calls).sum(),
            total: list("total")?.i64()?.iter().fold(0, |sum, total| ns(total).saturating_add(sum)),
            min: list("min")?.i64()?.iter().map(ns).min().unwrap_or(0),
            max: list("max")?.i64()?.iter().map(ns).max().unwrap_or(0),
            classes,
        })
    }

    /// The duration of rank ceil(p n), one that was measured (SQL's `percentile_disc`); p in parts of a thousand.
    pub(super) fn quantile(&self, per_mille: u64) -> Found {
        let rank = (u128::from(self.calls) * u128::from(per_mille)).div_ceil(1000).max(1) as u64;
        if rank == 1 {
            return Found::At(self.min);
        }
        let mut passed = 0;
        for (class, calls) in &self.classes {
            if rank - passed <= *calls && rank < self.calls {
                return only(*class).map_or(Found::In { class: *class, rank: rank - passed }, Found::At);
            }
            passed += calls;
        }
        Found::At(self.max)
    }

    /// Calls that took from 2^n to 2^(n+1)-1 ns, by n; 0 ns counts as 1.
    pub(super) fn powers(&self) -> BTreeMap<u32, u64> {
        let mut powers = BTreeMap::new();
        for (class, calls) in &self.classes {
            *powers.entry(power(*class)).or_default() += calls;
        }
        powers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_duration_that_was_measured_or_has_a_rank_in_a_class() {
        let classes = vec![(10, 8), (30, 1), (400, 11)];
        let spread = Spread { classes, calls: 20, total: 22_700, min: 10, max: 2070 };
        let quantiles = [1, 400, 401, 450, 451, 500, 550, 950, 999].map(|p| spread.quantile(p));
        let inside = |rank| Found::In { class: 400, rank };
        let at = Found::At;
        let expected = [at(10), at(10), at(30), at(30), inside(1), inside(1), inside(2), inside(10), at(2070)];
        assert_eq!(quantiles, expected);
        assert_eq!(spread.powers().into_iter().collect::<Vec<_>>(), [(3, 8), (4, 1), (11, 11)]);
        let none = Spread { classes: Vec::new(), calls: 0, total: 0, min: 0, max: 0 };
        assert_eq!(none.quantile(500), Found::At(0));
    }
}
