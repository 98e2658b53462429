//! Texts that are numbers while calls are grouped.

use polars::prelude::{Column, DataType, Expr, Field, IntoColumn, NamedFrom, PlHashMap, PolarsResult, Series};
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Texts and their numbers, from 0, for expressions that several threads may evaluate.
#[derive(Default)]
pub struct Texts(Mutex<(Vec<Arc<str>>, PlHashMap<Arc<str>, u32>)>);

impl Texts {
    /// The number of a text.
    pub fn number(&self, text: &str) -> u32 {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.1.get(text) {
            return *number;
        }
        let number = known.0.len() as u32;
        let text: Arc<str> = text.into();
        known.0.push(Arc::clone(&text));
        known.1.insert(text, number);
        number
    }

    /// The text of a number.
    pub fn get(&self, number: u64) -> Option<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.0.get(usize::try_from(number).ok()?).map(|text| text.to_string())
    }

    /// The same without a copy of it; of a number that is none, nothing.
    pub fn text(&self, number: u32) -> Arc<str> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.0.get(number as usize).cloned().unwrap_or_default()
    }

    /// All texts, each at the place of its number.
    pub fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.iter().map(|text| text.to_string()).collect()
    }
}

/// The number of the text that `of` makes of one or two columns of texts, row by row.
pub fn coded(
    from: &[Expr],
    texts: &Arc<Texts>,
    of: impl Fn([Option<&str>; 2]) -> Option<Cow<'_, str>> + Send + Sync + 'static,
) -> Expr {
    let texts = Arc::clone(texts);
    numbers(from, move |columns| {
        let mut columns = columns.iter();
        let Some(first) = columns.next() else { return Ok(Vec::new()) };
        let second = columns.next().map(|column| column.str()).transpose()?;
        let mut second = second.map(|column| column.iter());
        // Texts come again and again.
        let mut known: HashMap<[Option<&str>; 2], Option<u32>> = HashMap::new();
        let rows = first.str()?.iter().map(|first| {
            let row = [first, second.as_mut().and_then(|column| column.next().flatten())];
            *known.entry(row).or_insert_with(|| of(row).map(|text| texts.number(&text)))
        });
        Ok(rows.collect())
    })
}

/// A column of numbers that `of` makes of columns.
pub fn numbers(
    from: &[Expr],
    of: impl Fn(&[Column]) -> PolarsResult<Vec<Option<u32>>> + Send + Sync + 'static,
) -> Expr {
    mapped(from, DataType::UInt32, of)
}

/// A column of values of type `ty` that `of` makes of columns.
pub fn mapped<T: 'static>(
    from: &[Expr],
    ty: DataType,
    of: impl Fn(&[Column]) -> PolarsResult<Vec<Option<T>>> + Send + Sync + 'static,
) -> Expr
where
    Series: NamedFrom<Vec<Option<T>>, [Option<T>]>,
{
    let Some((first, others)) = from.split_first() else { return polars::prelude::lit(0) };
    let function = move |columns: &mut [Column]| {
        let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
        Ok(Series::new(name, of(columns)?).into_column())
    };
    let field = move |_: &polars::prelude::Schema, fields: &[Field]| {
        let name = fields.first().map(|field| field.name().clone()).unwrap_or_default();
        Ok(Field::new(name, ty.clone()))
    };
    first.clone().map_many(function, others, field)
}
