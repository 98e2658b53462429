//! Whether a difference between two groups of runs can be chance: Fisher's exact test for what is there or not, the exact Mann-Whitney test
//! for numbers, and the correction of Benjamini and Hochberg for many comparisons.
//!
//! Sources: R. A. Fisher, Statistical Methods for Research Workers (1925), 21.02; H. B. Mann and D. R. Whitney, Annals of Mathematical
//! Statistics 18 (1947) 50; Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289; R. E. Tarone, Biometrics 46
//! (1990) 515 for leaving out comparisons that could not become significant.

use statrs::distribution::{ContinuousCDF, Discrete, Hypergeometric, Normal};

/// Runs of both sides up to which the exact distribution of ranks is computed.
const EXACT: usize = 40;

/// The two-sided p of Fisher's exact test: `a` of `n` runs on one side have it, `b` of `m` on the other.
pub fn fisher(a: usize, n: usize, b: usize, m: usize) -> f64 {
    let Ok(law) = Hypergeometric::new((n + m) as u64, (a + b) as u64, n as u64) else { return 1.0 };
    let observed = law.pmf(a as u64);
    let least = (a + b).saturating_sub(m);
    let most = (a + b).min(n);
    let p: f64 = (least..=most).map(|k| law.pmf(k as u64)).filter(|p| *p <= observed * (1.0 + 1e-9)).sum();
    p.min(1.0)
}

/// The least p that Fisher's test can give if `have` of all runs have it.
pub fn attainable(have: usize, n: usize, m: usize) -> f64 {
    let least = have.saturating_sub(m);
    let most = have.min(n);
    fisher(least, n, have - least, m).min(fisher(most, n, have - most, m))
}

/// The two-sided p of the Mann-Whitney test, exact with ties up to [`EXACT`] runs, by the normal law beyond.
pub fn mann_whitney(left: &[f64], right: &[f64]) -> f64 {
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 {
        return 1.0;
    }
    let mut all: Vec<(f64, bool)> = left.iter().map(|x| (*x, true)).chain(right.iter().map(|x| (*x, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Twice the middle rank of those that are equal, so that it is whole.
    let mut ranks = vec![0_usize; all.len()];
    let (mut from, mut ties) = (0, 0.0);
    while from < all.len() {
        let to = all.iter().skip(from).take_while(|x| x.0 == all[from].0).count() + from;
        ranks[from..to].iter_mut().for_each(|rank| *rank = from + to + 1);
        let equal = (to - from) as f64;
        ties += equal * equal * equal - equal;
        from = to;
    }
    let sum: usize = ranks.iter().zip(&all).filter(|(_, (_, is_left))| *is_left).map(|(rank, _)| rank).sum();
    let expected = n * (n + m + 1);
    let distance = sum.abs_diff(expected);
    if n + m <= EXACT { exact(&ranks, n, expected, distance) } else { approximate(n, m, distance, ties) }
}

/// The share of all ways to choose `n` of the ranks whose sum is at least so far from what is expected.
fn exact(ranks: &[usize], n: usize, expected: usize, distance: usize) -> f64 {
    let most: usize = ranks.iter().sum();
    // ways[k][s]: ways to choose k ranks with sum s.
    let mut ways = vec![vec![0.0_f64; most + 1]; n + 1];
    ways[0][0] = 1.0;
    for rank in ranks {
        for k in (1..=n).rev() {
            let (fewer, these) = ways.split_at_mut(k);
            for s in (*rank..=most).rev() {
                these[0][s] += fewer[k - 1][s - rank];
            }
        }
    }
    let total: f64 = ways[n].iter().sum();
    let far: f64 = ways[n].iter().enumerate().filter(|(s, _)| s.abs_diff(expected) >= distance).map(|(_, w)| w).sum();
    (far / total).min(1.0)
}

fn approximate(n: usize, m: usize, distance: usize, ties: f64) -> f64 {
    let (a, b) = (n as f64, m as f64);
    let all = a + b;
    let variance = a * b / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    // Ranks were doubled; half a rank is the correction for a law of steps.
    let z = (distance as f64 / 2.0 - 0.5).max(0.0) / variance.sqrt();
    match Normal::new(0.0, 1.0) {
        Ok(law) if z.is_finite() => (2.0 * (1.0 - law.cdf(z))).min(1.0),
        _ => 1.0,
    }
}

/// The p values corrected for their number (Benjamini and Hochberg), in their order.
pub fn corrected(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut out = vec![1.0; values.len()];
    let mut least = 1.0_f64;
    for (rank, i) in order.into_iter().enumerate().rev() {
        least = least.min(values[i] * values.len() as f64 / (rank + 1) as f64);
        out[i] = least;
    }
    out
}

/// The middle value; of an even number of them, the mean of both in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), sorted.len() % 2) {
        (None, _) => 0.0,
        (Some(value), 1) => *value,
        (Some(value), _) => (value + sorted[middle - 1]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    /// Values of R: fisher.test, wilcox.test(exact), p.adjust("BH").
    #[test]
    fn values_are_those_of_textbooks() {
        assert!(close(fisher(5, 5, 0, 5), 2.0 / 252.0));
        assert!(close(fisher(3, 4, 1, 4), 0.485_714_285_7));
        assert!(close(fisher(5, 5, 5, 5), 1.0) && close(attainable(10, 5, 5), 1.0));
        assert!(close(attainable(5, 5, 5), 2.0 / 252.0));
        assert!(close(mann_whitney(&[1.0, 2.0, 3.0, 4.0, 5.0], &[6.0, 7.0, 8.0, 9.0, 10.0]), 2.0 / 252.0));
        assert!(close(mann_whitney(&[1.0, 3.0, 5.0], &[2.0, 4.0, 6.0]), 0.7));
        assert!(close(mann_whitney(&[1.0, 1.0, 1.0], &[1.0, 1.0, 1.0]), 1.0));
        let corrected = corrected(&[0.01, 0.04, 0.03, 0.005]);
        assert!(corrected.iter().zip([0.02, 0.04, 0.04, 0.02]).all(|(a, b)| close(*a, b)), "{corrected:?}");
        assert!(close(median(&[3.0, 1.0, 2.0]), 2.0) && close(median(&[1.0, 2.0]), 1.5) && close(median(&[]), 0.0));
    }

    #[test]
    fn the_normal_law_goes_on_where_the_exact_one_ends() {
        let left: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 20)).collect();
        let right: Vec<f64> = (0..20).map(|i| f64::from(i * 3 % 20) + 4.5).collect();
        let exact = mann_whitney(&left, &right);
        let longer: Vec<f64> = right.iter().copied().chain([12.25]).collect();
        let approximate = mann_whitney(&left, &longer);
        assert!((exact - approximate).abs() < 0.03, "{exact} {approximate}");
    }

    proptest! {
        #[test]
        fn a_p_is_a_probability_and_sides_are_alike(
            left in prop::collection::vec(0..9_i32, 1..8), right in prop::collection::vec(0..9_i32, 1..8),
        ) {
            let left: Vec<f64> = left.into_iter().map(f64::from).collect();
            let right: Vec<f64> = right.into_iter().map(f64::from).collect();
            let p = mann_whitney(&left, &right);
            prop_assert!(p > 0.0 && p <= 1.0);
            prop_assert!(close(p, mann_whitney(&right, &left)));
            let have = |side: &[f64]| side.iter().filter(|x| **x > 4.0).count();
            let p = fisher(have(&left), left.len(), have(&right), right.len());
            let least = attainable(have(&left) + have(&right), left.len(), right.len());
            prop_assert!(p > 0.0 && p <= 1.0 && least <= p + 1e-9);
        }
    }
}
