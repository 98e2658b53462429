//! The calls near the one that is looked at: a few pages, read when they come into sight.

use super::index::{Index, PAGE};
use crate::{
    ask::Ask,
    cli::Question,
    document::{Document, Value},
    error::Error,
    report,
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, IntoLazy, SortMultipleOptions};
use std::collections::VecDeque;

/// Pages that are kept.
const KEPT: usize = 8;

/// A call in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Entry, ns of the boot clock.
    pub ts: i64,
    /// Process.
    pub tgid: u64,
    /// As `analyze print` shows it.
    pub text: String,
    /// Whether it failed.
    pub failed: bool,
}

/// A page that was read.
struct Page {
    number: usize,
    frame: DataFrame,
    lines: Vec<Line>,
}

/// The pages that were read last.
#[derive(Default)]
pub struct Window {
    pages: VecDeque<Page>,
}

impl Window {
    /// Forgets everything: other calls were chosen.
    pub fn clear(&mut self) {
        self.pages.clear();
    }

    /// The call at a position.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn line(&mut self, trace: &Trace, index: &Index, filter: &str, at: usize) -> Result<Option<&Line>, Error> {
        Ok(self.page(trace, index, filter, Index::page_of(at))?.and_then(|page| page.lines.get(at % PAGE)))
    }

    /// Everything about the call at a position: pairs of a name and a text, the text perhaps with several lines.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn details(
        &mut self,
        trace: &Trace,
        index: &Index,
        filter: &str,
        at: usize,
    ) -> Result<Vec<(String, Vec<String>)>, Error> {
        let Some(page) = self.page(trace, index, filter, Index::page_of(at))? else { return Ok(Vec::new()) };
        let one = page.frame.slice((at % PAGE) as i64, 1);
        details(trace, &one)
    }

    fn page(&mut self, trace: &Trace, index: &Index, filter: &str, number: usize) -> Result<Option<&Page>, Error> {
        if let Some(at) = self.pages.iter().position(|page| page.number == number) {
            return Ok(self.pages.get(at));
        }
        let Some(rows) = index.rows(trace, number, filter)? else { return Ok(None) };
        // In the order in which print shows them.
        let order = SortMultipleOptions::default().with_maintain_order(true);
        let frame = trace::collect(&trace.path, rows.sort(["ts", "tgid", "tid", "seq"], order))?;
        let lines = lines(trace, &frame)?;
        if self.pages.len() >= KEPT {
            self.pages.pop_front();
        }
        self.pages.push_back(Page { number, frame, lines });
        Ok(self.pages.back())
    }
}

/// What `analyze print` says of these rows, with these options.
fn print(trace: &Trace, frame: &DataFrame, options: &[&str]) -> Result<Document, Error> {
    match Ask::new("print", &trace.path, options).question()? {
        Question::Print(options) => report::print::of(trace, frame.clone().lazy(), &options),
        _ => Err(Error::Usage("print is no report".to_owned())),
    }
}

fn lines(trace: &Trace, frame: &DataFrame) -> Result<Vec<Line>, Error> {
    let texts = texts(print(trace, frame, &["-y"])?);
    let column =
        |name: &str, at: usize| frame.column(name).ok().and_then(|c| c.get(at).ok().and_then(|v| v.extract::<i64>()));
    let failed = |at: usize| frame.column("errno").ok().and_then(|c| c.get(at).ok()).is_some_and(|v| !v.is_null());
    let line = |(at, text)| Line {
        ts: column("ts", at).unwrap_or(0),
        tgid: column("tgid", at).unwrap_or(0).max(0) as u64,
        text,
        failed: failed(at),
    };
    Ok(texts.into_iter().enumerate().map(line).collect())
}

/// The lines of a document whose rows are lines.
fn texts(document: Document) -> Vec<String> {
    let rows = document.tables.into_iter().flat_map(|table| table.rows);
    rows.filter_map(|row| match row.into_iter().next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    })
    .collect()
}

fn details(trace: &Trace, frame: &DataFrame) -> Result<Vec<(String, Vec<String>)>, Error> {
    let mut all = Vec::new();
    let mut whole = texts(print(trace, frame, &["-yy", "-v", "-s", "4096", "--payload"])?).into_iter();
    all.extend(whole.next().map(|call| ("call".to_owned(), vec![call])));
    let payload: Vec<String> = whole.collect();
    let values = print(trace, frame, &["--format", "json", "-yy", "-v", "-s", "4096"])?;
    for table in values.tables {
        let names: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        let Some(row) = table.rows.into_iter().next() else { continue };
        for (name, value) in names.into_iter().zip(row) {
            match value {
                Value::Null => {}
                Value::Json(serde_json::Value::Array(items)) => all.push((name, items.iter().map(argument).collect())),
                Value::Text(text) if text.is_empty() || name == "args" => {}
                Value::Text(text) => all.push((name, vec![text])),
                Value::Int(n) => all.push((name, vec![n.to_string()])),
                Value::Uint(n) => all.push((name, vec![n.to_string()])),
                Value::Float(n) => all.push((name, vec![n.to_string()])),
                Value::Json(other) => all.push((name, vec![other.to_string()])),
            }
        }
    }
    if !payload.is_empty() {
        all.push(("payload".to_owned(), payload));
    }
    Ok(all)
}

/// `fd: descriptor = 3 </etc/passwd>`.
fn argument(arg: &serde_json::Value) -> String {
    let text = |name: &str| match &arg[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let (value, symbol) = (text("value"), text("symbol"));
    let symbol = if symbol.is_empty() || symbol == value { String::new() } else { format!("  {symbol}") };
    format!("{} ({}) = {value}{symbol}", text("name"), text("kind"))
}
