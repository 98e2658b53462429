//! The calls of one trace as the facts read them: only those of the target itself, each with its program as a number.

use crate::{
    error::Error,
    keys::{Texts, bucket, exes, numbers},
    trace::{Trace, collect},
};
use polars::prelude::{
    DataFrame, DataType, Expr, Int64Chunked, IntoLazy, LazyFrame, NamedFrom, PlHashMap, PolarsResult, Series,
    StringChunked, UInt32Chunked, coalesce, col, lit, when,
};
use schema::Arch;
use std::sync::Arc;

/// Columns of texts from which a text is made.
pub const MOST: usize = 4;

/// A trace that is read.
pub struct Scan<'a> {
    /// The trace.
    pub trace: &'a Trace,
    /// Texts as numbers.
    pub texts: Arc<Texts>,
    program: Expr,
    /// Every call of the target in its order, all that is text as numbers.
    coded: DataFrame,
}

impl<'a> Scan<'a> {
    /// Reads every call once, with columns `program`, `class` (of its duration), `bytes` (that it returned), `tid`, `ts`, `seq`, and those that
    /// `columns` adds.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn new(
        trace: &'a Trace,
        texts: &Arc<Texts>,
        columns: impl FnOnce(&Arc<Texts>) -> Vec<Expr>,
    ) -> Result<Scan<'a>, Error> {
        // Of who executed nothing before its first call, the name of the task is all there is.
        let comm = text([col("comm")], texts, |[comm, ..]| Some(format!("[{}]", comm.unwrap_or("?"))));
        let program = coalesce(&[exes(trace, texts)?, comm]).alias("program");
        let ret = col("ret");
        let mut read = vec![
            program.clone(),
            bucket().alias("class"),
            when(ret.clone().gt(lit(0))).then(ret).otherwise(lit(0_i64)).alias("bytes"),
            col("tid"),
            col("ts"),
            when(col("arch").neq(lit(Arch::IoUring.name())))
                .then(col("seq").cast(DataType::Int64))
                .otherwise(lit(-1_i64))
                .alias("seq"),
        ];
        read.extend(columns(texts));
        let coded = collect(&trace.path, target(trace).select(read))?;
        Ok(Scan { trace, texts: Arc::clone(texts), program, coded })
    }

    /// Every call, as it was read.
    pub fn coded(&self) -> LazyFrame {
        self.coded.clone().lazy()
    }

    /// The calls of one of these names, with all their columns and `program`.
    pub fn rows<'b>(&self, names: impl IntoIterator<Item = &'b str>) -> LazyFrame {
        target(self.trace).filter(one_of(names)).with_column(self.program.clone())
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

    /// The same with only these columns of every call left: the others give their memory back.
    ///
    /// # Errors
    /// When one is not there.
    pub fn only(mut self, names: &[&str]) -> Result<Scan<'a>, Error> {
        self.coded = self.columns(names)?.frame;
        Ok(self)
    }

    /// These columns of every call, as they were read.
    ///
    /// # Errors
    /// When one is not there.
    pub fn columns(&self, names: &[&str]) -> Result<Frame<'_>, Error> {
        let frame = self.coded.select(names.iter().copied());
        let frame = frame.map_err(|e| Error::unreadable(&self.trace.path, crate::error::first_line(e)))?;
        Ok(Frame { frame, trace: self.trace })
    }
}

/// The calls of the target, not those of who prepared it.
fn target(trace: &Trace) -> LazyFrame {
    trace.syscalls.clone().filter(col("phase").eq(lit("payload")))
}

/// What came of a query.
pub struct Frame<'a> {
    /// Its rows.
    pub frame: DataFrame,
    trace: &'a Trace,
}

impl Frame<'_> {
    /// A column of numbers without a sign.
    ///
    /// # Errors
    /// When it has another type.
    pub fn column_u32(&self, name: &str) -> Result<UInt32Chunked, Error> {
        self.checked(self.frame.column(name).and_then(|column| Ok(column.u32()?.clone())))
    }

    /// A column of numbers with a sign.
    ///
    /// # Errors
    /// When it has another type.
    pub fn column_i64(&self, name: &str) -> Result<Int64Chunked, Error> {
        self.checked(self.frame.column(name).and_then(|column| Ok(column.i64()?.clone())))
    }

    /// A column as numbers of texts; a missing number is `u32::MAX`.
    ///
    /// # Errors
    /// When it has another type.
    pub fn codes(&self, name: &str) -> Result<Vec<u32>, Error> {
        Ok(self.column_u32(name)?.iter().map(|code| code.unwrap_or(u32::MAX)).collect())
    }

    /// A column of times or other numbers with a sign; a missing one is 0.
    ///
    /// # Errors
    /// When it has another type.
    pub fn numbers(&self, name: &str) -> Result<Vec<i64>, Error> {
        Ok(self.column_i64(name)?.iter().map(Option::unwrap_or_default).collect())
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

/// The number of a text that `of` makes of columns of texts.
pub fn text<const N: usize>(
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
        let mut known: PlHashMap<[Option<&str>; MOST], Option<u32>> = PlHashMap::default();
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
    let names: Vec<&str> = names.into_iter().collect();
    col("name").is_in(lit(Series::new("names".into(), names)).implode(true), false)
}
