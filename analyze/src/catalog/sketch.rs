//! A sketch of what a trace did: MinHash (Broder, 1997) over its calls with their errors and its programs. The share of equal places of
//! two sketches estimates how much of what either did the other did too.

/// Numbers of a sketch. With so many the estimate is off by some 0.06.
pub const PLACES: usize = 64;

/// The sketch of a set of features.
pub fn of(features: impl Iterator<Item = String>) -> [u64; PLACES] {
    let mut least = [u64::MAX; PLACES];
    for feature in features {
        let digest = schema::seal::sha256(feature.as_bytes());
        let half = |at: usize| digest[at..at + 8].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let (a, b) = (half(0), half(8) | 1);
        for (i, least) in (0_u64..).zip(&mut least) {
            *least = (*least).min(mixed(a.wrapping_add(b.wrapping_mul(i))));
        }
    }
    least
}

/// Spreads the bits (the finalizer of splitmix64).
fn mixed(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_places_estimate_what_is_common() {
        let features = |range: std::ops::Range<u32>| range.map(|n| n.to_string());
        let same = |a: [u64; PLACES], b: [u64; PLACES]| {
            a.iter().zip(&b).filter(|(x, y)| x == y).count() as f64 / PLACES as f64
        };
        let base = of(features(0..300));
        assert_eq!(same(base, of(features(0..300).rev())), 1.0);
        // 200 of 400 are common.
        assert!((same(base, of(features(100..400))) - 0.5).abs() < 0.2);
        assert!(same(base, of(features(1000..1300))) < 0.1);
    }
}
