//! The calls of one trace as the facts read them: only those of the target itself, each with its program as a number.

use crate::{
    error::Error,
    keys::{Texts, exes, numbers},
    trace::{Trace, collect},
};
use polars::prelude::{
    DataFrame, Expr, Int64Chunked, LazyFrame, PolarsResult, StringChunked, UInt32Chunked, coalesce, col, lit,
};
use std::{collections::HashMap, sync::Arc};

/// Columns of texts from which a text is made.
pub const MOST: usize = 4;

/// A trace that is read.
pub struct Scan<'a> {
    /// The trace.
    pub trace: &'a Trace,
    /// Texts as numbers.
    pub texts: Arc<Texts>,
    program: Expr,
}

impl<'a> Scan<'a> {
    /// Prepares the reading.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn new(trace: &'a Trace, texts: &Arc<Texts>) -> Result<Scan<'a>, Error> {
        // Of who executed nothing before its first call, the name of the task is all there is.
        let comm = text([col("comm")], texts, |[comm, ..]| Some(format!("[{}]", comm.unwrap_or("?"))));
        let program = coalesce(&[exes(trace, texts)?, comm]).alias("program");
        Ok(Scan { trace, texts: Arc::clone(texts), program })
    }

    /// The calls of the target, with column `program`.
    pub fn rows(&self) -> LazyFrame {
        self.trace.syscalls.clone().filter(col("phase").eq(lit("payload"))).with_column(self.program.clone())
    }

    /// The number of a text that `of` makes of columns of texts.
    pub fn text<const N: usize>(
        &self,
        from: [Expr; N],
        of: impl Fn([Option<&str>; MOST]) -> Option<String> + Send + Sync + 'static,
    ) -> Expr {
        text(from, &self.texts, of)
    }

    /// Runs a query over the trace.
    ///
    /// # Errors
    /// When its data are damaged.
    pub fn collect(&self, frame: LazyFrame) -> Result<Frame<'_>, Error> {
        let mut frame = collect(&self.trace.path, frame)?;
        frame.rechunk_mut();
        Ok(Frame { frame, trace: self.trace })
    }
}

/// What came of a query.
pub struct Frame<'a> {
    /// Its rows.
    pub frame: DataFrame,
    trace: &'a Trace,
}

impl Frame<'_> {
    /// A column as numbers of texts; a missing number is `u32::MAX`.
    ///
    /// # Errors
    /// When it has another type.
    pub fn codes(&self, name: &str) -> Result<Vec<u32>, Error> {
        let column: PolarsResult<UInt32Chunked> = self.frame.column(name).and_then(|column| Ok(column.u32()?.clone()));
        Ok(self.checked(column)?.iter().map(|code| code.unwrap_or(u32::MAX)).collect())
    }

    /// A column of times or other numbers with a sign; a missing one is 0.
    ///
    /// # Errors
    /// When it has another type.
    pub fn numbers(&self, name: &str) -> Result<Vec<i64>, Error> {
        let column: PolarsResult<Int64Chunked> = self.frame.column(name).and_then(|column| Ok(column.i64()?.clone()));
        Ok(self.checked(column)?.iter().map(Option::unwrap_or_default).collect())
    }

    /// A column of texts.
    ///
    /// # Errors
    /// When it has another type.
    pub fn texts(&self, name: &str) -> Result<StringChunked, Error> {
        self.checked(self.frame.column(name).and_then(|column| Ok(column.str()?.clone())))
    }

    /// What the library says of the data, as the trace's fault.
    ///
    /// # Errors
    /// That.
    pub fn checked<T>(&self, result: PolarsResult<T>) -> Result<T, Error> {
        result.map_err(|e| Error::unreadable(&self.trace.path, crate::error::first_line(e)))
    }
}

fn text<const N: usize>(
    from: [Expr; N],
    texts: &Arc<Texts>,
    of: impl Fn([Option<&str>; MOST]) -> Option<String> + Send + Sync + 'static,
) -> Expr {
    let texts = Arc::clone(texts);
    numbers(&from, move |columns| {
        let mut iterators = Vec::with_capacity(columns.len());
        for column in columns {
            iterators.push(column.str()?.iter());
        }
        let rows = columns.first().map_or(0, |column| column.len());
        // Texts come again and again.
        let mut known: HashMap<[Option<&str>; MOST], Option<u32>> = HashMap::new();
        let rows = (0..rows).map(|_| {
            let mut row = [None; MOST];
            for (cell, iterator) in row.iter_mut().zip(&mut iterators) {
                *cell = iterator.next().flatten();
            }
            *known.entry(row).or_insert_with(|| of(row).map(|text| texts.number(&text)))
        });
        Ok(rows.collect())
    })
}

/// Whether column `name` holds one of these.
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Expr {
    names.into_iter().fold(lit(false), |any, name| any.or(col("name").eq(lit(name.to_owned()))))
}
