//! A set of rows, one bit each.

/// The set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// None of `len` rows.
    pub fn none(len: usize) -> Bits {
        Bits { words: vec![0; len.div_ceil(64)], len }
    }

    /// The rows of `len` for which this is true.
    pub fn of(len: usize, is: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::none(len);
        (0..len).filter(|row| is(*row)).for_each(|row| bits.set(row));
        bits
    }

    /// How many rows there are, in it or not.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds a row.
    pub fn set(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    /// Whether a row is in it.
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The rows that are in one of them.
    pub fn or(mut self, other: &Bits) -> Bits {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
        self
    }

    /// The rows that are in this and not in the other.
    pub fn without(mut self, other: &Bits) -> Bits {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
        self
    }

    /// The rows in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let next = |rest: &u64| Some(rest & rest.wrapping_sub(1));
            std::iter::successors(Some(*word), next)
                .take_while(|rest| *rest != 0)
                .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_are_as_lists_are(a: Vec<bool>, b: Vec<bool>) {
            let len = a.len().min(b.len());
            let (x, y) = (Bits::of(len, |row| a[row]), Bits::of(len, |row| b[row]));
            let rows = |is: &dyn Fn(usize) -> bool| (0..len).filter(|row| is(*row)).collect::<Vec<_>>();
            prop_assert_eq!(x.iter().collect::<Vec<_>>(), rows(&|row| a[row]));
            prop_assert_eq!(x.clone().or(&y).iter().collect::<Vec<_>>(), rows(&|row| a[row] || b[row]));
            prop_assert_eq!(x.clone().without(&y).iter().collect::<Vec<_>>(), rows(&|row| a[row] && !b[row]));
            prop_assert_eq!(x.is_empty(), rows(&|row| a[row]).is_empty());
        }
    }
}
