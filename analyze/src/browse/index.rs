//! Where the calls are, in time order: a page of the list is a range of times and rows. Of all calls only that is kept.

use crate::{error::Error, query, trace, trace::Trace};
use polars::prelude::{Column, DataFrame, Expr, LazyFrame, SortMultipleOptions, col, lit};

/// Rows of a page.
pub const PAGE: usize = 256;

/// The first and the last call of a page: time, and row in the trace, which decides between equal times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Page {
    first: (i64, u64),
    last: (i64, u64),
    /// The lowest and the highest row of the page.
    rows: (u64, u64),
}

/// The chosen calls in time order.
#[derive(Debug, Default)]
pub struct Index {
    pages: Vec<Page>,
    /// How many calls were chosen.
    pub length: usize,
}

impl Index {
    /// Finds the calls for which the expression is true; all, if it is empty.
    ///
    /// # Errors
    /// When the expression is bad or the trace cannot be read.
    pub fn new(trace: &Trace, filter: &str) -> Result<Index, Error> {
        let rows = numbered(trace);
        let rows = if filter.trim().is_empty() { rows } else { rows.filter(query::parse(filter)?) };
        let sorted = rows.select([col("ts"), col("row")]).sort(["ts", "row"], SortMultipleOptions::default());
        let frame = trace::collect(&trace.path, sorted)?;
        Ok(Index { pages: pages(&frame), length: frame.height() })
    }

    /// The page that holds a position.
    pub fn page_of(position: usize) -> usize {
        position / PAGE
    }

    /// The rows of a page, in no order; nothing if there is no such page.
    pub fn rows(&self, trace: &Trace, page: usize, filter: &str) -> Result<Option<LazyFrame>, Error> {
        let Some(page) = self.pages.get(page) else { return Ok(None) };
        let (low, high) = page.rows;
        // The slice first: it reads only the row groups around the page. Offsets fit: rows are counted in 32 bits or less.
        let rows = numbered(trace).slice(low as i64, (high - low + 1) as _);
        let rows = if filter.trim().is_empty() { rows } else { rows.filter(query::parse(filter)?) };
        let at = |(ts, row): (i64, u64), within: fn(Expr, Expr) -> Expr| {
            col("ts").eq(lit(ts)).and(within(col("row"), lit(row)))
        };
        let not_before = col("ts").gt(lit(page.first.0)).or(at(page.first, Expr::gt_eq));
        let not_behind = col("ts").lt(lit(page.last.0)).or(at(page.last, Expr::lt_eq));
        Ok(Some(rows.filter(not_before.and(not_behind))))
    }

    /// The first position in the page where calls of that time or later begin.
    pub fn seek(&self, ts: i64) -> usize {
        let page = self.pages.partition_point(|page| page.last.0 < ts);
        (page * PAGE).min(self.length.saturating_sub(1))
    }
}

fn numbered(trace: &Trace) -> LazyFrame {
    trace.syscalls.clone().with_row_index("row", None)
}

fn pages(frame: &DataFrame) -> Vec<Page> {
    let column = |name: &str| frame.column(name).ok();
    let number = |column: Option<&Column>, at: usize| {
        column.and_then(|c| c.get(at).ok()).and_then(|value| value.extract::<i64>()).unwrap_or(0)
    };
    let (ts, rows) = (column("ts"), column("row"));
    let at = |at: usize| (number(ts, at), number(rows, at).max(0) as u64);
    let starts = (0..frame.height()).step_by(PAGE);
    let page = |start: usize| {
        let end = (start + PAGE).min(frame.height());
        let own = (start..end).map(|i| at(i).1);
        let (low, high) = own.fold((u64::MAX, 0), |(low, high), row| (low.min(row), high.max(row)));
        Page { first: at(start), last: at(end - 1), rows: (low, high) }
    };
    starts.map(page).collect()
}
