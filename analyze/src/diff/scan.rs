//! The calls of one trace as the facts read them: only those of the target itself, each with its program as a number.

use crate::{
    error::{Error, first_line},
    keys::{Programs, Texts},
    scan::{Numbers, Piece, Trouble, Words},
    trace::Trace,
};
use hashbrown::HashMap;
use polars::prelude::{DataFrame, Expr, NamedFrom, PolarsResult, Series, StringChunked, col, lit};
use std::{hash::Hash, sync::Arc};

/// The phase of the target's own calls.
const PAYLOAD: &str = "payload";

/// A trace that is read.
pub struct Scan<'a> {
    /// The trace.
    pub trace: &'a Trace,
    /// Texts as numbers.
    pub texts: Arc<Texts>,
    /// Which program a process ran.
    programs: Programs,
}

impl<'a> Scan<'a> {
    /// Reads which programs processes ran.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn new(trace: &'a Trace, texts: &Arc<Texts>) -> Result<Scan<'a>, Error> {
        Ok(Scan { trace, texts: Arc::clone(texts), programs: Programs::read(trace, texts)? })
    }

    /// The number of the program that made a call.
    pub fn program(&self, tgid: u32, ts: i64, comm: Option<&str>) -> u32 {
        self.programs.program(tgid, ts).unwrap_or_else(|| self.named(comm))
    }

    /// Of who executed nothing before its first call, the name of the task is all there is.
    pub fn named(&self, comm: Option<&str>) -> u32 {
        self.texts.number(&format!("[{}]", comm.unwrap_or("?")))
    }

    /// These columns of at most so many calls that `filter` chooses; of the target's own.
    ///
    /// # Errors
    /// When the data are damaged.
    pub fn rows(&self, columns: &[&str], filter: &Expr, most: u32) -> Result<Frame<'_>, Error> {
        let own = col("phase").eq(lit(PAYLOAD)).and(filter.clone());
        let mut frame = self.trace.some(columns, &["phase"], &own, most)?;
        frame.rechunk_mut();
        Ok(Frame { frame, trace: self.trace })
    }
}

/// Some calls, column by column. Of texts what is to be known is found out once for each.
pub struct Calls<'a> {
    scan: &'a Scan<'a>,
    /// How many.
    pub rows: usize,
    /// Of each phase whether it is the target's own.
    own: Vec<bool>,
    phase: Words<'a>,
    /// Of each name of a task its number, as it is needed.
    tasks: Lazy<'a>,
    tgid: Numbers<'a>,
    ts: Numbers<'a>,
}

/// A call.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its place.
    pub at: usize,
    /// The number of its program.
    pub program: u32,
    /// When it began.
    pub ts: i64,
}

impl<'a> Calls<'a> {
    /// Columns that it needs.
    pub const COLUMNS: [&'static str; 4] = ["phase", "comm", "tgid", "ts"];

    /// Those of a piece.
    ///
    /// # Errors
    /// When a column is not what it has to be.
    pub fn new(scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Calls<'a>, Trouble> {
        let phase = piece.words("phase")?;
        Ok(Calls {
            scan,
            rows: piece.rows,
            own: phase.each(|phase| phase == Some(PAYLOAD)),
            phase,
            tasks: Lazy::new(piece.words("comm")?),
            tgid: piece.numbers("tgid")?,
            ts: piece.numbers("ts")?,
        })
    }

    /// A call, if it is the target's own.
    #[inline]
    pub fn row(&mut self, at: usize) -> Option<Row> {
        if !self.own[self.phase.codes[at] as usize] {
            return None;
        }
        let (tgid, ts) = (self.tgid(at), self.ts(at));
        let scan = self.scan;
        let program = scan.programs.program(tgid, ts);
        let program = program.unwrap_or_else(|| self.tasks.number(at, |comm| scan.named(comm)));
        Some(Row { at, program, ts })
    }

    /// The process of a call.
    pub fn tgid(&self, at: usize) -> u32 {
        self.tgid.get(at).unwrap_or(0) as u32
    }

    /// When a call began.
    pub fn ts(&self, at: usize) -> i64 {
        self.ts.get(at).unwrap_or(0)
    }
}

/// A column of texts of which each gets a number when it is first needed.
pub struct Lazy<'a> {
    /// The column.
    pub words: Words<'a>,
    numbers: Vec<u32>,
}

impl<'a> Lazy<'a> {
    /// Of a column.
    pub fn new(words: Words<'a>) -> Lazy<'a> {
        Lazy { words, numbers: words.each(|_| u32::MAX) }
    }

    /// The number of a row's text; `of` gives it.
    #[inline]
    pub fn number(&mut self, at: usize, of: impl FnOnce(Option<&'a str>) -> u32) -> u32 {
        let code = self.words.codes[at];
        let number = &mut self.numbers[code as usize];
        if *number == u32::MAX {
            *number = of(self.words.get(code));
        }
        *number
    }

    /// Whether a row has a text.
    #[inline]
    pub fn is_some(&self, at: usize) -> bool {
        self.words.codes[at] > 0
    }
}

/// How often something was seen, and when first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How often; no trace has more calls than these.
    pub times: u32,
    /// When first.
    pub first: i64,
}

/// Counts what was seen. There may be millions of different things: a count is small.
#[derive(Debug)]
pub struct Counter<K>(HashMap<K, Count>);

impl<K> Default for Counter<K> {
    fn default() -> Counter<K> {
        Counter(HashMap::new())
    }
}

impl<K: Eq + Hash> Counter<K> {
    /// Once more.
    #[inline]
    pub fn add(&mut self, key: K, ts: i64) {
        let count = self.0.entry(key).or_insert(Count { times: 0, first: ts });
        *count = Count { times: count.times.saturating_add(1), first: count.first.min(ts) };
    }

    /// How many different things were seen.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All that was seen.
    pub fn into_counts(self) -> impl Iterator<Item = (K, Count)> {
        self.0.into_iter()
    }
}

/// What came of a query.
pub struct Frame<'a> {
    /// Its rows.
    pub frame: DataFrame,
    trace: &'a Trace,
}

impl Frame<'_> {
    /// A column of process ids; a missing one is 0.
    ///
    /// # Errors
    /// When it has another type.
    pub fn ids(&self, name: &str) -> Result<Vec<u32>, Error> {
        let ids = self
            .frame
            .column(name)
            .and_then(|column| Ok(column.u32()?.iter().map(Option::unwrap_or_default).collect()));
        self.checked(ids)
    }

    /// A column of times; a missing one is 0.
    ///
    /// # Errors
    /// When it has another type.
    pub fn times(&self, name: &str) -> Result<Vec<i64>, Error> {
        let times = self
            .frame
            .column(name)
            .and_then(|column| Ok(column.i64()?.iter().map(Option::unwrap_or_default).collect()));
        self.checked(times)
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
        result.map_err(|e| Error::unreadable(&self.trace.path, first_line(e)))
    }
}

/// Whether column `name` holds one of these.
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Expr {
    let names: Vec<&str> = names.into_iter().collect();
    col("name").is_in(lit(Series::new("names".into(), names)).implode(true), false)
}
