//! The different values of a column, each with a number.

use super::pages::{Hybrid, Values};
use hashbrown::{DefaultHashBuilder, HashTable};
use parquet::basic::Type;
use std::hash::BuildHasher;

/// Number of no value.
pub const NULL: u32 = u32::MAX;

/// Places in which a value is looked for before it is hashed: few values make up most of a column.
const RECENT: usize = 64;

/// The different values, by number, in the PLAIN encoding.
pub struct Distinct {
    ty: Type,
    plain: Vec<u8>,
    /// Where each begins in `plain`; the last element is its end.
    starts: Vec<u32>,
    found: HashTable<u32>,
    hasher: DefaultHashBuilder,
    recent: [u32; RECENT],
    /// Of numbers, the values of `recent`.
    recent_values: [i64; RECENT],
}

impl Distinct {
    /// No values, of a column of this physical type.
    pub fn new(ty: Type) -> Distinct {
        Distinct {
            ty,
            plain: Vec::new(),
            starts: vec![0],
            found: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            recent: [NULL; RECENT],
            recent_values: [0; RECENT],
        }
    }

    /// Forgets all, but keeps the room.
    pub fn clear(&mut self) {
        self.plain.clear();
        self.starts.truncate(1);
        self.found.clear();
        self.recent = [NULL; RECENT];
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn value(&self, number: u32) -> &[u8] {
        &self.plain[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }

    /// The number of a number.
    #[inline]
    pub fn number(&mut self, value: i64) -> u32 {
        let place = ((value as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize;
        if self.recent_values[place] == value && self.recent[place] != NULL {
            return self.recent[place];
        }
        let number = match self.ty {
            Type::INT32 => self.find(&(value as i32).to_le_bytes(), None),
            _ => self.find(&value.to_le_bytes(), None),
        };
        (self.recent[place], self.recent_values[place]) = (number, value);
        number
    }

    /// The number of some bytes.
    #[inline]
    pub fn bytes(&mut self, value: &[u8]) -> u32 {
        // Texts of few values lie at few addresses.
        let place = (value.as_ptr() as usize >> 3 ^ value.len()) % RECENT;
        let recent = self.recent[place];
        if recent != NULL && self.value(recent)[4..] == *value {
            return recent;
        }
        let number = self.find(value, Some(value.len() as u32));
        self.recent[place] = number;
        number
    }

    /// `prefix` is what stands before the value: the length, if the type has any.
    fn find(&mut self, value: &[u8], prefix: Option<u32>) -> u32 {
        let skip = if prefix.is_some() { 4 } else { 0 };
        let hash = self.hasher.hash_one(value);
        match self.found.find(hash, |n| self.value(*n)[skip..] == *value) {
            Some(number) => *number,
            None => {
                let number = self.len() as u32;
                self.plain.extend_from_slice(&prefix.unwrap_or_default().to_le_bytes()[..skip]);
                self.plain.extend_from_slice(value);
                self.starts.push(self.plain.len() as u32);
                let (plain, starts, hasher) = (&self.plain, &self.starts, &self.hasher);
                self.found.insert_unique(hash, number, |n| {
                    let (start, end) = (starts[*n as usize] as usize + skip, starts[*n as usize + 1] as usize);
                    hasher.hash_one(&plain[start..end])
                });
                number
            }
        }
    }

    /// The values that runs of these numbers, none of them NULL, make: `count` in all.
    pub fn values(&self, runs: impl Iterator<Item = (u32, u64)>, count: u64) -> Values {
        // If most values are different, their numbers only take up room.
        if self.len() == 0 || self.len() as u64 * 2 > count {
            let mut data = Vec::with_capacity(self.plain.len());
            for (number, times) in runs {
                (0..times).for_each(|_| data.extend_from_slice(self.value(number)));
            }
            return Values { dictionary: None, data };
        }
        let mut hybrid = Hybrid::new(self.len() as u32 - 1);
        let mut data = vec![hybrid.width() as u8];
        if self.len() == 1 {
            hybrid.put(0, count);
        } else {
            runs.for_each(|(number, times)| hybrid.put(number, times));
        }
        data.extend_from_slice(&hybrid.finish());
        Values { dictionary: Some((self.plain.clone(), self.len() as u32)), data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_number() {
        let mut numbers = Distinct::new(Type::INT64);
        let given: Vec<u32> = [5, -1, 5, 1 << 40, -1].into_iter().map(|n| numbers.number(n)).collect();
        assert_eq!((given, numbers.len()), (vec![0, 1, 0, 2, 1], 3));
        let mut texts = Distinct::new(Type::BYTE_ARRAY);
        let given: Vec<u32> = ["a", "", "b", "a", ""].into_iter().map(|t| texts.bytes(t.as_bytes())).collect();
        assert_eq!((given, texts.len()), (vec![0, 1, 2, 0, 1], 3));
        assert_eq!(texts.plain, [1, 0, 0, 0, b'a', 0, 0, 0, 0, 1, 0, 0, 0, b'b']);
        texts.clear();
        assert_eq!(texts.bytes(b"b"), 0);
    }
}
