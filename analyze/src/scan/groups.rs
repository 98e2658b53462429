//! Rows grouped by the numbers of their values in several columns.

use super::room;
use hashbrown::HashMap;

/// Up to so many groups are counted in a plain table, whether each of them occurs or not.
const TABLE: usize = 1 << 20;

/// The groups of some rows.
pub struct Groups {
    /// Of each row the number of its group.
    pub rows: Vec<u32>,
    /// Numbers are below this; not each of them occurs.
    pub space: usize,
    steps: Vec<Step>,
}

/// How numbers came of numbers before and a column's codes.
enum Step {
    /// The number before, times this, plus the code.
    Times(u32),
    /// The code alone: there were no groups before.
    First,
    /// The numbers that there were, anew without gaps.
    Renamed(Vec<u32>),
    /// The pairs of number and code that occur.
    Pairs(Vec<(u32, u32)>),
}

impl Drop for Groups {
    fn drop(&mut self) {
        room::take_back(std::mem::take(&mut self.rows));
    }
}

impl Groups {
    /// All of so many rows in one group.
    pub fn new(rows: usize) -> Groups {
        let mut groups = room::codes(rows);
        groups.resize(rows, 0);
        Groups { rows: groups, space: 1, steps: Vec::new() }
    }

    /// Groups the rows by one more column. `codes` are those of these rows, below `space`.
    pub fn by(&mut self, codes: Codes<'_>, space: usize) {
        if self.steps.is_empty() {
            match codes {
                Codes::All(codes) => self.rows.copy_from_slice(codes),
                Codes::Of(codes, rows) => {
                    self.rows.iter_mut().zip(rows).for_each(|(group, row)| *group = codes[*row as usize]);
                }
            }
            (self.space, self.steps) = (space, vec![Step::First]);
            return;
        }
        if self.space.saturating_mul(space) > TABLE {
            self.rename();
        }
        match codes {
            Codes::All(codes) => self.add(codes.iter().copied(), space),
            Codes::Of(codes, rows) => self.add(rows.iter().map(|row| codes[*row as usize]), space),
        }
    }

    fn add(&mut self, codes: impl Iterator<Item = u32>, space: usize) {
        let rows = self.rows.iter_mut().zip(codes);
        if self.space.saturating_mul(space) <= TABLE {
            let times = space as u32;
            rows.for_each(|(group, code)| *group = *group * times + code);
            self.space *= space;
            self.steps.push(Step::Times(times));
            return;
        }
        let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
        let mut pairs = Vec::new();
        for (group, code) in rows {
            *group = *numbers.entry((*group, code)).or_insert_with(|| {
                pairs.push((*group, code));
                pairs.len() as u32 - 1
            });
        }
        self.space = pairs.len();
        self.steps.push(Step::Pairs(pairs));
    }

    /// Numbers the groups that occur anew, without gaps.
    pub fn rename(&mut self) {
        let mut new = vec![u32::MAX; self.space];
        let mut old = Vec::new();
        for group in &mut self.rows {
            let number = &mut new[*group as usize];
            if *number == u32::MAX {
                *number = old.len() as u32;
                old.push(*group);
            }
            *group = *number;
        }
        self.space = old.len();
        self.steps.push(Step::Renamed(old));
    }

    /// Puts the codes of a group into `codes`, which is emptied first; in the order of the columns.
    pub fn codes(&self, group: u32, codes: &mut Vec<u32>) {
        codes.clear();
        let mut group = group;
        for step in self.steps.iter().rev() {
            match step {
                Step::Times(times) => {
                    codes.push(group % times);
                    group /= times;
                }
                Step::First => codes.push(group),
                Step::Renamed(old) => group = old[group as usize],
                Step::Pairs(pairs) => {
                    let (before, code) = pairs[group as usize];
                    codes.push(code);
                    group = before;
                }
            }
        }
        codes.reverse();
    }

    /// How many rows each group that occurs has, and how many of them are marked. There is a mark for each row.
    pub fn sizes(&self, marks: impl Iterator<Item = bool>) -> Vec<(u32, [u64; 2])> {
        // Both in one number: those marked in the upper half.
        let mut sizes = vec![0_u64; self.space];
        self.rows.iter().zip(marks).for_each(|(group, mark)| sizes[*group as usize] += 1 | u64::from(mark) << 32);
        let sizes = sizes.into_iter().enumerate().filter(|(_, size)| *size > 0);
        sizes.map(|(group, size)| (group as u32, [size & 0xffff_ffff, size >> 32])).collect()
    }
}

/// Codes of a column.
pub enum Codes<'a> {
    /// Of every row.
    All(&'a [u32]),
    /// The same, of which only these rows are meant.
    Of(&'a [u32], &'a [u32]),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn groups_are_the_rows_that_are_equal(
            rows in proptest::collection::vec((0..3_u32, 0..2000_u32, 0..2000_u32, 0..2_u32), 1..200),
            large in any::<bool>(),
            renamed in any::<bool>(),
        ) {
            // With many codes the table is too large.
            let space = if large { 1 << 19 } else { 2000 };
            let mut groups = Groups::new(rows.len());
            let columns: [(Vec<u32>, usize); 4] = [
                (rows.iter().map(|row| row.0).collect(), 3), (rows.iter().map(|row| row.1).collect(), space),
                (rows.iter().map(|row| row.2).collect(), space), (rows.iter().map(|row| row.3).collect(), 2),
            ];
            columns.iter().for_each(|(codes, space)| groups.by(Codes::All(codes), *space));
            if renamed {
                groups.rename();
            }
            let mut expected: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
            rows.iter().for_each(|row| *expected.entry(vec![row.0, row.1, row.2, row.3]).or_default() += 1);
            let mut codes = Vec::new();
            let mut found: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
            for (group, [size, marked]) in groups.sizes(rows.iter().map(|row| row.0 == 1)) {
                groups.codes(group, &mut codes);
                prop_assert_eq!(marked, if codes[0] == 1 { size } else { 0 });
                found.insert(codes.clone(), size);
            }
            prop_assert_eq!(found, expected);
        }
    }
}
