//! Durations in classes: an octave in 64 classes of one width, so that few classes hold all durations, none far from the others in its class.

use super::coded::numbers;
use polars::prelude::{Expr, col};

/// The number of the class of each call's duration.
pub fn bucket() -> Expr {
    numbers(&[col("dur")], |columns| {
        let Some(durations) = columns.first() else { return Ok(Vec::new()) };
        Ok(durations.i64()?.iter().map(|ns| ns.map(|ns| class(ns.max(0) as u64))).collect())
    })
}

/// How many classes there are.
pub const CLASSES: usize = (63 - 5) * 64 + 64;

/// The class of a duration. Up to 127 ns each has one of its own.
#[inline]
pub fn class(ns: u64) -> u32 {
    match ns {
        0..64 => ns as u32,
        _ => {
            let octave = ns.ilog2();
            (octave - 5) * 64 + ((ns >> (octave - 6)) & 63) as u32
        }
    }
}

/// The only duration of a class, if it has no other.
pub fn only(class: u32) -> Option<u64> {
    (class < 128).then_some(class.into())
}

/// The power of two at which a class's octave begins; 0 ns counts as 1.
pub fn power(class: u32) -> u32 {
    if class < 64 { class.max(1).ilog2() } else { class / 64 + 5 }
}

/// The least duration of a class, ns.
pub fn least(class: u32) -> u64 {
    match class {
        0..64 => class.into(),
        _ => {
            let octave = (class / 64 + 5).min(63);
            (1 << octave) + (u64::from(class % 64) << (octave - 6))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn classes_are_in_the_order_of_durations(a: u64, b: u64) {
            let (a, b) = (a.min(b), a.max(b));
            prop_assert!(class(a) <= class(b) && (class(b) as usize) < CLASSES);
            prop_assert!(only(class(a)).is_none_or(|ns| ns == a));
            prop_assert_eq!(power(class(a)), a.max(1).ilog2());
            prop_assert!(least(class(a)) <= a && class(least(class(a))) == class(a));
            prop_assert!(class(a) != class(b) || b - a <= a / 64);
        }
    }
}
