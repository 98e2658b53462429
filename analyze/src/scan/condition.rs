//! Which rows of a row group are meant. A condition on one column of texts is asked once of each different text, one on numbers of each row.

use super::{Trouble, plan::Columns, units::Unit, values::Values};
use crate::trace::data_type;
use polars::prelude::{Column, DataFrame, Expr, IntoColumn, IntoLazy, NamedFrom, Operator, Series, col};
use schema::columns::{ColumnType, syscalls::TABLE};

/// A condition that can be asked here.
pub enum Condition {
    /// Of one column of texts.
    Text(&'static str, Expr),
    /// Of columns of numbers.
    Numbers(Vec<&'static str>, Expr),
}

impl Condition {
    /// The parts of a condition that must all be true; nothing if one of them cannot be asked here.
    pub fn all(condition: &Expr) -> Option<Vec<Condition>> {
        if let Expr::BinaryExpr { left, op: Operator::And | Operator::LogicalAnd, right } = condition {
            let mut all = Condition::all(left)?;
            all.extend(Condition::all(right)?);
            return Some(all);
        }
        let mut names = Vec::new();
        for part in condition {
            if let Expr::Column(name) = part {
                let column = TABLE.column(name)?;
                if !names.contains(&(column.name, column.ty)) {
                    names.push((column.name, column.ty));
                }
            }
        }
        match names[..] {
            [] => None,
            [(name, ColumnType::Text)] => Some(vec![Condition::Text(name, condition.clone())]),
            _ if names.iter().all(|(_, ty)| *ty != ColumnType::Text && data_type(*ty).is_some()) => {
                let names = names.into_iter().map(|(name, _)| name).collect();
                Some(vec![Condition::Numbers(names, condition.clone())])
            }
            _ => None,
        }
    }

    /// Strikes out the rows for which it is not true.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn strike(&self, columns: &mut Columns<'_>, rows: &mut [bool]) -> Result<(), Trouble> {
        match self {
            Condition::Text(name, condition) => {
                if *condition == col(*name).is_not_null() {
                    let present = columns.present(name)?;
                    rows.iter_mut().zip(&present.rows).for_each(|(row, present)| *row &= present);
                    return Ok(());
                }
                let column = columns.coded(name)?;
                let Values::Texts(texts) = &column.values else { return Err(Trouble::Foreign) };
                let values: Vec<Option<&str>> = std::iter::once(None).chain(texts.iter().map(Some)).collect();
                let keep = asked(condition, vec![Series::new((*name).into(), values).into_column()])?;
                let kept = rows.iter_mut().zip(&column.codes);
                kept.for_each(|(row, code)| *row &= keep[*code as usize]);
            }
            Condition::Numbers(names, condition) => {
                let numbers = names.iter().map(|name| numbers(columns.unit, name)).collect::<Result<Vec<_>, _>>()?;
                let keep = asked(condition, numbers)?;
                rows.iter_mut().zip(keep).for_each(|(row, keep)| *row &= keep);
            }
        }
        Ok(())
    }
}

/// Whether the condition is true, row by row.
fn asked(condition: &Expr, columns: Vec<Column>) -> Result<Vec<bool>, Trouble> {
    let height = columns.first().map_or(0, Column::len);
    let answer = DataFrame::new(height, columns)?.lazy().select([condition.clone().alias("keep")]).collect()?;
    let keep: Vec<bool> = answer.column("keep")?.bool()?.iter().map(|keep| keep == Some(true)).collect();
    if keep.len() == height { Ok(keep) } else { Err(Trouble::Foreign) }
}

/// A column of numbers as the engine has it.
fn numbers(unit: &Unit<'_>, name: &'static str) -> Result<Column, Trouble> {
    let (Some(chunk), Some(column)) = (unit.column(name)?, TABLE.column(name)) else { return Err(Trouble::Foreign) };
    let plain = chunk.plain()?;
    series(name, column.ty, plain.values, plain.present)
}

/// Numbers as a column of the engine.
pub fn series(name: &str, ty: ColumnType, values: Vec<i64>, present: Option<Vec<bool>>) -> Result<Column, Trouble> {
    let name = name.into();
    let there = |row: usize| present.as_ref().is_none_or(|present| present.get(row) == Some(&true));
    let some = |(row, value): (usize, i64)| there(row).then_some(value);
    let each = values.into_iter().enumerate().map(some);
    Ok(match ty {
        ColumnType::U64 => Series::new(name, each.map(|n| n.map(|n| n as u64)).collect::<Vec<_>>()),
        _ => Series::new(name, each.collect::<Vec<_>>()).cast(&data_type(ty).ok_or(Trouble::Foreign)?)?,
    }
    .into_column())
}
