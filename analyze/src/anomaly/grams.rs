//! Sequences of n calls: which of them occur, and where a sequence of calls has others.
//!
//! STIDE (Forrest, Hofmeyr, Somayaji, Longstaff, "A Sense of Self for Unix Processes", 1996; Hofmeyr, Forrest, Somayaji, "Intrusion
//! Detection using Sequences of System Calls", 1998): a window of n calls slides over the calls of a thread; a window that the
//! baseline does not have is a mismatch; the most mismatches among so many windows one after the other, the locality frame, tell how
//! strange the sequence is at its strangest place.

use super::owner::Owner;
use std::collections::HashMap;

/// The windows of n calls that occur.
#[derive(Debug)]
pub struct Grams {
    n: usize,
    /// Bits of the number of a call.
    bits: u32,
    /// Windows that fit into one number.
    packed: HashMap<u128, Owner>,
    /// Longer ones.
    long: HashMap<Box<[u16]>, Owner>,
}

/// Where a sequence is at its strangest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mismatches {
    /// Windows.
    pub windows: u64,
    /// Mismatches among them.
    pub all: u64,
    /// The most within one frame.
    pub most: u64,
    /// The place of the first call of the first mismatch of that frame.
    pub at: usize,
}

impl Grams {
    /// None yet; `alphabet` is how many different calls there are.
    pub fn new(n: usize, alphabet: usize) -> Grams {
        let bits = usize::BITS - alphabet.leading_zeros();
        Grams { n: n.max(1), bits: bits.max(1), packed: HashMap::new(), long: HashMap::new() }
    }

    /// How many different windows there are.
    pub fn len(&self) -> usize {
        self.packed.len() + self.long.len()
    }

    fn fits(&self) -> bool {
        self.bits as usize * self.n <= u128::BITS as usize
    }

    /// The windows of a sequence as numbers.
    fn packed_windows<'a>(&self, calls: &'a [u16]) -> impl Iterator<Item = u128> + use<'a> {
        let (n, bits) = (self.n, self.bits);
        let all = n as u32 * bits;
        let mask = if all >= u128::BITS { u128::MAX } else { (1 << all) - 1 };
        let mut window = 0_u128;
        calls.iter().enumerate().filter_map(move |(at, call)| {
            // One shift by all bits of the number is none.
            window = (window.checked_shl(bits).unwrap_or(0) | u128::from(*call)) & mask;
            (at + 1 >= n).then_some(window)
        })
    }

    /// Adds the windows of a sequence of a part of the baseline.
    pub fn add(&mut self, calls: &[u16], part: u32) {
        if self.fits() {
            for window in self.packed_windows(calls) {
                self.packed.entry(window).and_modify(|owner| owner.also(part)).or_insert(Owner::of(part));
            }
        } else {
            for window in calls.windows(self.n) {
                match self.long.get_mut(window) {
                    Some(owner) => owner.also(part),
                    None => drop(self.long.insert(window.into(), Owner::of(part))),
                }
            }
        }
    }

    /// Compares a sequence, as if `without` were no part of the baseline; `frame` is the length of the locality frame in windows.
    pub fn compare(&self, calls: &[u16], frame: usize, without: Option<u32>) -> Mismatches {
        let known = |owner: Option<&Owner>| owner.is_some_and(|owner| owner.known_without(without));
        if self.fits() {
            strangest(self.packed_windows(calls).map(|window| known(self.packed.get(&window))), frame)
        } else {
            strangest(calls.windows(self.n).map(|window| known(self.long.get(window))), frame)
        }
    }
}

/// `known` says of each window whether the baseline has it.
fn strangest(known: impl Iterator<Item = bool>, frame: usize) -> Mismatches {
    let mut found = Mismatches::default();
    let mut recent = std::collections::VecDeque::new();
    for (at, known) in known.enumerate() {
        found.windows += 1;
        while recent.front().is_some_and(|first| at - first >= frame.max(1)) {
            recent.pop_front();
        }
        if !known {
            found.all += 1;
            recent.push_back(at);
            if recent.len() as u64 > found.most {
                found.most = recent.len() as u64;
                found.at = recent.front().copied().unwrap_or_default();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// As it is described, and in no other way.
    fn naive(parts: &[Vec<u16>], subject: &[u16], n: usize, frame: usize, without: Option<usize>) -> (usize, u64, u64) {
        let distinct: HashSet<&[u16]> = parts.iter().flat_map(|part| part.windows(n)).collect();
        let left = parts.iter().enumerate().filter(|(i, _)| Some(*i) != without);
        let known: HashSet<&[u16]> = left.flat_map(|(_, part)| part.windows(n)).collect();
        let mismatches: Vec<bool> = subject.windows(n).map(|window| !known.contains(window)).collect();
        let count = |part: &[bool]| part.iter().filter(|mismatch| **mismatch).count() as u64;
        let frames = (0..mismatches.len()).map(|end| count(&mismatches[(end + 1).saturating_sub(frame)..=end]));
        (distinct.len(), count(&mismatches), frames.max().unwrap_or(0))
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_definition(
            parts in prop::collection::vec(prop::collection::vec(0_u16..5, 0..40), 1..5),
            subject in prop::collection::vec(0_u16..6, 0..60),
            n in 1_usize..9,
            frame in 1_usize..25,
            without in 0_usize..5,
            // From few calls, whose windows fit into a number, to so many that they do not.
            alphabet in prop::sample::select(vec![6_usize, 400, 65_535]),
        ) {
            let mut grams = Grams::new(n, alphabet);
            for (part, calls) in parts.iter().enumerate() {
                grams.add(calls, part as u32);
            }
            for without in [None, Some(without)] {
                let (distinct, all, most) = naive(&parts, &subject, n, frame, without);
                let found = grams.compare(&subject, frame, without.map(|part| part as u32));
                prop_assert_eq!((grams.len(), found.all, found.most), (distinct, all, most));
                prop_assert_eq!(found.windows as usize, subject.len().saturating_sub(n - 1));
            }
        }
    }

    #[test]
    fn the_place_is_that_of_the_first_mismatch_of_the_worst_frame() {
        let mut grams = Grams::new(2, 10);
        grams.add(&[1, 1, 1], 0);
        let found = grams.compare(&[1, 2, 1, 1, 1, 1, 1, 3, 3, 3, 1], 4, None);
        assert_eq!((found.all, found.most, found.at), (6, 4, 6));
    }
}
