//! The groups of all row groups of a trace, and their values.

use super::{
    Trouble,
    condition::series,
    plan::{Grouped, Plan},
    values::{Numbers, Texts, Values},
};
use hashbrown::HashMap;
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use schema::columns::ColumnType;

/// Groups, numbered in the order in which they were found.
pub struct Merged {
    /// Of each column the values.
    values: Vec<Values>,
    /// Of each column the pairs that occur, of a number of the column before and a code, and their numbers. Those of the last are the groups.
    pairs: Vec<HashMap<(u32, u32), u32>>,
    /// Of each group its codes.
    codes: Vec<u32>,
    len: usize,
}

impl Merged {
    /// None, of this plan.
    pub fn new(plan: &Plan) -> Merged {
        let none = |by: &Vec<&schema::columns::Column>| match by.first().map(|column| column.ty) {
            Some(ColumnType::Text) => Values::Texts(Texts::default()),
            _ => Values::Numbers(Numbers::default()),
        };
        let pairs = plan.by.iter().map(|_| HashMap::new()).collect();
        Merged { values: plan.by.iter().map(none).collect(), pairs, codes: Vec::new(), len: 0 }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The numbers of these groups of a row group, in their order.
    pub fn take(&mut self, grouped: &Grouped, groups: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut others = Others::new(grouped.values.iter().map(|column| &column.values));
        let mut codes = Vec::new();
        let number = |group| {
            grouped.groups.codes(group, &mut codes);
            self.number(&mut others, &mut codes)
        };
        groups.map(number).collect()
    }

    /// The numbers of all groups of another, in their order.
    pub fn join(&mut self, other: &Merged) -> Vec<u32> {
        let mut others = Others::new(other.values.iter());
        let mut codes = vec![0; self.values.len()];
        let number = |group| {
            codes.copy_from_slice(other.codes(group));
            self.number(&mut others, &mut codes)
        };
        (0..other.len).map(number).collect()
    }

    /// The number of a group; `codes` are those of other values.
    fn number(&mut self, others: &mut Others<'_>, codes: &mut [u32]) -> u32 {
        let mut number = 0;
        let columns = self.values.iter_mut().zip(&mut self.pairs).zip(&mut others.0);
        for (code, ((own, pairs), (others, known))) in codes.iter_mut().zip(columns) {
            let known = &mut known[*code as usize];
            if *known == u32::MAX {
                *known = own.take(others, *code);
            }
            *code = *known;
            let next = pairs.len() as u32;
            number = *pairs.entry((number, *code)).or_insert(next);
        }
        if number as usize == self.len {
            self.codes.extend_from_slice(codes);
            self.len += 1;
        }
        number
    }

    fn codes(&self, group: usize) -> &[u32] {
        let width = self.values.len();
        &self.codes[group * width..][..width]
    }

    /// The columns of the plan, with a row for each group.
    ///
    /// # Errors
    /// When the engine has no such columns.
    pub fn columns(&self, plan: &Plan) -> Result<Vec<Column>, Trouble> {
        let mut columns = Vec::new();
        for (place, (by, values)) in plan.by.iter().zip(&self.values).enumerate() {
            let codes = (0..self.len).map(|group| self.codes(group)[place]);
            for column in by {
                columns.push(match values {
                    Values::Texts(texts) => {
                        let texts: Vec<Option<&str>> = codes.clone().map(|code| texts.get(code)).collect();
                        Series::new(column.name.into(), texts).into_column()
                    }
                    Values::Numbers(numbers) => {
                        let present = codes.clone().map(|code| code > 0).collect();
                        let numbers = codes.clone().map(|code| numbers.get(code).unwrap_or_default()).collect();
                        series(column.name, column.ty, numbers, Some(present))?
                    }
                });
            }
        }
        Ok(columns)
    }
}

/// Values of columns elsewhere, and of each code there the code here, if it is known: most values are in several groups.
struct Others<'a>(Vec<(&'a Values, Vec<u32>)>);

impl<'a> Others<'a> {
    fn new(columns: impl Iterator<Item = &'a Values>) -> Others<'a> {
        Others(columns.map(|values| (values, vec![u32::MAX; values.len() + 1])).collect())
    }
}
