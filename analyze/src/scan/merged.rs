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
    values: Vec<Values>,
    numbers: HashMap<Vec<u32>, u32>,
}

impl Merged {
    /// None, of this plan.
    pub fn new(plan: &Plan) -> Merged {
        let none = |by: &Vec<&schema::columns::Column>| match by.first().map(|column| column.ty) {
            Some(ColumnType::Text) => Values::Texts(Texts::default()),
            _ => Values::Numbers(Numbers::default()),
        };
        Merged { values: plan.by.iter().map(none).collect(), numbers: HashMap::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The numbers of these groups of a row group, in their order.
    pub fn take(&mut self, grouped: &Grouped, groups: impl Iterator<Item = u32>) -> Vec<u32> {
        // Most values are in several groups.
        let mut known: Vec<Vec<u32>> = grouped.values.iter().map(|c| vec![u32::MAX; c.values.len() + 1]).collect();
        let mut codes = Vec::new();
        let number = |group| {
            grouped.groups.codes(group, &mut codes);
            let columns = known.iter_mut().zip(&mut self.values).zip(&grouped.values);
            for (code, ((known, own), others)) in codes.iter_mut().zip(columns) {
                let known = &mut known[*code as usize];
                if *known == u32::MAX {
                    *known = own.take(&others.values, *code);
                }
                *code = *known;
            }
            let next = self.numbers.len() as u32;
            *self.numbers.entry_ref(&codes[..]).or_insert(next)
        };
        groups.map(number).collect()
    }

    /// The columns of the plan, with a row for each group, and of each group the code behind them: 1 if its rows have an error.
    ///
    /// # Errors
    /// When the engine has no such columns.
    pub fn columns(&self, plan: &Plan) -> Result<(Vec<Column>, Vec<bool>), Trouble> {
        let mut groups: Vec<(&Vec<u32>, u32)> = self.numbers.iter().map(|(codes, number)| (codes, *number)).collect();
        groups.sort_unstable_by_key(|(_, number)| *number);
        let mut columns = Vec::new();
        for (place, (by, values)) in plan.by.iter().zip(&self.values).enumerate() {
            let codes = groups.iter().map(|(codes, _)| codes[place]);
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
        let failed = groups.iter().map(|(codes, _)| codes.get(plan.by.len()) == Some(&1)).collect();
        Ok((columns, failed))
    }
}
