//! The different values of a column, each with a number. 0 is no value, 1 the first.

use super::room;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use std::hash::BuildHasher;

/// Values of one kind.
pub enum Values {
    /// Texts.
    Texts(Texts),
    /// Numbers; of unsigned 64 bits those bits.
    Numbers(Numbers),
}

/// A column of some rows: of each row the number of its value.
pub struct Coded {
    /// In the order of the rows.
    pub codes: Vec<u32>,
    /// The values.
    pub values: Values,
}

impl Drop for Coded {
    fn drop(&mut self) {
        room::take_back(std::mem::take(&mut self.codes));
    }
}

impl Values {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Values::Texts(texts) => texts.len(),
            Values::Numbers(numbers) => numbers.all.len(),
        }
    }

    /// The number here of value number `code` of others of the same kind.
    pub fn take(&mut self, others: &Values, code: u32) -> u32 {
        match (self, others) {
            (Values::Texts(own), Values::Texts(others)) => others.get(code).map_or(0, |text| own.number(text)),
            (Values::Numbers(own), Values::Numbers(others)) => others.get(code).map_or(0, |n| own.number(n)),
            _ => 0,
        }
    }
}

/// Texts, one behind the other.
#[derive(Default)]
pub struct Texts {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
    known: HashTable<Known>,
    hasher: DefaultHashBuilder,
}

/// A text that is found by its hash. The hash is kept: it tells most texts apart without a look at them.
struct Known {
    hash: u32,
    code: u32,
}

impl Known {
    /// What the table asks for: with both ends of it filled.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

/// Text number `code` of these.
fn piece<'a>(text: &'a str, ends: &[usize], code: u32) -> Option<&'a str> {
    let index = code.checked_sub(1)? as usize;
    let start = index.checked_sub(1).map_or(0, |before| ends[before]);
    text.get(start..*ends.get(index)?)
}

impl Texts {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    pub fn get(&self, code: u32) -> Option<&str> {
        piece(&self.text, &self.ends, code)
    }

    /// All, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (1..=self.len() as u32).filter_map(|code| self.get(code))
    }

    /// Room for so many more texts, of so many bytes.
    pub fn reserve(&mut self, count: usize, bytes: usize) {
        self.text.reserve(bytes);
        self.ends.reserve(count);
    }

    /// Adds a text, whether it is there already or not; its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.len() as u32
    }

    /// Adds all of these, whether they are there already or not.
    pub fn append(&mut self, others: &Texts) {
        let start = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| start + end));
    }

    /// The number of a text that [`Texts::number`] has numbered.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.found(self.hash(text), text)
    }

    fn found(&self, hash: u32, text: &str) -> Option<u32> {
        let same = |known: &Known| known.hash == hash && self.get(known.code) == Some(text);
        self.known.find(Known::spread(hash), same).map(|known| known.code)
    }

    /// The number of a text; it is added if it is not there.
    pub fn number(&mut self, text: &str) -> u32 {
        for code in self.known.len() as u32 + 1..=self.len() as u32 {
            let hash = self.hash(self.get(code).unwrap_or_default());
            self.learn(Known { hash, code });
        }
        let hash = self.hash(text);
        if let Some(code) = self.found(hash, text) {
            return code;
        }
        let code = self.push(text);
        self.learn(Known { hash, code });
        code
    }

    fn hash(&self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        (hash ^ hash >> 32) as u32
    }

    fn learn(&mut self, known: Known) {
        self.known.insert_unique(Known::spread(known.hash), known, |known| Known::spread(known.hash));
    }
}

/// Numbers.
#[derive(Default)]
pub struct Numbers {
    all: Vec<i64>,
    known: HashMap<i64, u32>,
    /// How many of them are in `known`.
    learned: usize,
    /// The one found last and its number: equal numbers often follow one another.
    last: Option<(i64, u32)>,
}

impl Numbers {
    /// These, in this order.
    pub fn new(all: Vec<i64>) -> Numbers {
        Numbers { all, ..Numbers::default() }
    }

    /// The number of a code.
    pub fn get(&self, code: u32) -> Option<i64> {
        self.all.get(code.checked_sub(1)? as usize).copied()
    }

    /// The code of a number; it is added if it is not there.
    pub fn number(&mut self, value: i64) -> u32 {
        if let Some((_, code)) = self.last.filter(|(last, _)| *last == value) {
            return code;
        }
        for (index, value) in self.all.iter().enumerate().skip(self.learned) {
            // Of a value that is there twice, the later; both stand for it.
            self.known.insert(*value, index as u32 + 1);
        }
        let code = *self.known.entry(value).or_insert_with(|| {
            self.all.push(value);
            self.all.len() as u32
        });
        self.learned = self.all.len();
        self.last = Some((value, code));
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_number() {
        let mut texts = Texts::default();
        assert_eq!((texts.push("a"), texts.push("")), (1, 2));
        assert_eq!(["", "b", "a", "b"].map(|text| texts.number(text)), [2, 3, 1, 3]);
        assert_eq!((texts.get(0), texts.get(2), texts.get(3), texts.get(4)), (None, Some(""), Some("b"), None));
        let mut more = Texts::default();
        more.append(&texts);
        assert_eq!(more.iter().collect::<Vec<_>>(), ["a", "", "b"]);
        assert_eq!(more.number("b"), 3);
        let mut numbers = Numbers::new(vec![7, -1]);
        assert_eq!([-1, 9, 9, 7].map(|n| numbers.number(n)), [2, 3, 3, 1]);
        assert_eq!((numbers.get(0), numbers.get(3)), (None, Some(9)));
    }
}
