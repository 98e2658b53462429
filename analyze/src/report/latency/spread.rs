//! How the durations of a group of calls are spread.

use polars::prelude::{AnyValue, DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// Durations, and how many calls took each.
pub(super) struct Spread {
    /// In ascending order.
    durations: Vec<(u64, u64)>,
    /// Calls.
    pub(super) calls: u64,
    /// Sum of all durations, ns.
    pub(super) total: u64,
}

impl Spread {
    /// From the lists `dur` and `n` of a group.
    ///
    /// # Errors
    /// When they are not there.
    pub(super) fn of(groups: &DataFrame, row: usize) -> PolarsResult<Spread> {
        let mut durations = Vec::new();
        if let (AnyValue::List(times), AnyValue::List(numbers)) =
            (groups.column("dur")?.get(row)?, groups.column("n")?.get(row)?)
        {
            let pairs = times.i64()?.iter().zip(numbers.u32()?.iter());
            // No call takes less than nothing, whatever a damaged trace says.
            durations.extend(pairs.filter_map(|(ns, n)| Some((ns?.max(0) as u64, u64::from(n?)))));
        }
        Ok(Spread::new(durations))
    }

    fn new(mut durations: Vec<(u64, u64)>) -> Spread {
        durations.sort_unstable();
        let calls = durations.iter().map(|(_, n)| n).sum();
        let total = durations.iter().fold(0_u64, |sum, (ns, n)| sum.saturating_add(ns.saturating_mul(*n)));
        Spread { durations, calls, total }
    }

    /// The shortest, ns.
    pub(super) fn min(&self) -> u64 {
        self.durations.first().map_or(0, |(ns, _)| *ns)
    }

    /// The longest, ns.
    pub(super) fn max(&self) -> u64 {
        self.durations.last().map_or(0, |(ns, _)| *ns)
    }

    /// The duration of rank ceil(p n), one that was measured (SQL's `percentile_disc`); p in parts of a thousand.
    pub(super) fn quantile(&self, per_mille: u64) -> u64 {
        let rank = (u128::from(self.calls) * u128::from(per_mille)).div_ceil(1000).max(1);
        let mut passed = 0_u128;
        for (ns, n) in &self.durations {
            passed += u128::from(*n);
            if passed >= rank {
                return *ns;
            }
        }
        self.max()
    }

    /// Calls that took from 2^n to 2^(n+1)-1 ns, by n; 0 ns counts as 1.
    pub(super) fn powers(&self) -> BTreeMap<u32, u64> {
        let mut powers = BTreeMap::new();
        for (ns, n) in &self.durations {
            *powers.entry((*ns).max(1).ilog2()).or_default() += n;
        }
        powers
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn a_quantile_is_a_duration_that_was_measured() {
        let spread = Spread::new(vec![(30, 1), (10, 8), (20, 1)]);
        assert_eq!((spread.calls, spread.total, spread.min(), spread.max()), (10, 130, 10, 30));
        assert_eq!([500, 800, 801, 900, 901, 999].map(|p| spread.quantile(p)), [10, 10, 20, 20, 30, 30]);
        assert_eq!(spread.powers().into_iter().collect::<Vec<_>>(), [(3, 8), (4, 2)]);
        assert_eq!(Spread::new(Vec::new()).quantile(500), 0);
    }
}
