//! From a trace to the rows that rules are about: one pass over the calls, which asks every condition and keeps the rows of which one is true.
//!
//! Rows are read in blocks, by several threads; of a block only the calls that a rule can be about, and those in pieces, so that what is known of
//! a piece stays near the processor.

use super::{
    ask::Asker,
    beside,
    contents::Contents,
    facts::{self, Facts},
    fields::Field,
    kept::Kept,
    question::Questions,
    rows::{CALL, EVENT, NAME, NONE, Rows, TEXTS},
    rule::What,
};
use crate::{
    error::Error,
    scan::{Block, Texts, Trouble, blocks},
    trace::Trace,
};
use polars::prelude::DataFrame;
use schema::{
    effects::{self, Effect},
    wire::flags,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// Rows of a piece.
const PIECE: usize = 1 << 16;

/// The columns of numbers, in the order of [`Numbers`].
const NUMBERS: [&str; 13] = ["a0", "a1", "a2", "a3", "a4", "a5", "tid", "tgid", "ns_tgid", "flags", "ret", "ts", "dur"];

/// What rules need to know of a trace.
#[derive(Debug, Default)]
pub struct Needs {
    /// Names of calls; `None`: of all.
    pub calls: Option<BTreeSet<String>>,
    /// Fields that are tested or shown.
    pub fields: BTreeSet<Field>,
    /// Whether calls are kept of which no condition is true.
    pub all: bool,
    /// What calls read or wrote, as far as that matters.
    pub contents: Contents,
}

/// What rules are asked about.
pub struct Reduced {
    /// The rows.
    pub rows: Rows,
    /// The processes.
    pub facts: Facts,
    /// Of each question, the rows of which it is true, in order of time.
    pub matched: Vec<Vec<usize>>,
}

/// Whether a call begins another program.
fn executes(name: &str) -> bool {
    matches!(effects::of(name), Some(Effect::Exec))
}

/// What a thread has.
struct Reader<'a> {
    asker: Asker<'a>,
    /// Numbers of its texts among the kept rows.
    known: Vec<u32>,
}

/// Reads what rules need.
///
/// # Errors
/// When the trace cannot be read.
pub fn reduce(trace: &Trace, needs: &Needs, questions: &Questions) -> Result<Reduced, Error> {
    let events = facts::events(trace)?;
    let mut facts = Facts::of(&events, trace);
    let aside = Arc::new(beside::read(trace, needs, &mut facts)?);
    let kept = Mutex::new(Kept::default());
    let new = || {
        let mut asker = Asker::new(questions, &facts, &trace.manifest);
        asker.rows.aside = Arc::clone(&aside);
        Reader { asker, known: Vec::new() }
    };
    let columns: Vec<&str> = TEXTS.iter().copied().filter(|name| *name != "event").chain(NUMBERS).collect();
    let again = || *kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    let mut readers = blocks(trace, &columns, new, again, |block, reader: &mut Reader<'_>| {
        reader.block(block, needs, &facts, &kept)
    })?;
    if let Some(reader) = readers.first_mut() {
        reader.clear();
        add_events(&mut reader.asker.rows, &events, &facts);
        reader.ask(What::Processes, false, &kept);
    }
    drop(readers);
    let sorted = kept.into_inner().unwrap_or_else(PoisonError::into_inner).sorted(questions.all.len());
    let mut rows = sorted.rows;
    rows.aside = aside;
    Ok(Reduced { rows, facts, matched: sorted.matched })
}

impl Reader<'_> {
    fn block(&mut self, block: &Block<'_>, needs: &Needs, facts: &Facts, kept: &Mutex<Kept>) -> Result<(), Trouble> {
        let (codes, names) = block.texts("name")?;
        // A program's first call tells where it came from.
        let is = |name: &str| needs.calls.as_ref().is_none_or(|calls| calls.contains(name)) || executes(name);
        let wanted: Vec<bool> = std::iter::once(false).chain(names.iter().map(is)).collect();
        let executes: Vec<bool> = std::iter::once(false).chain(names.iter().map(executes)).collect();
        let chosen: Vec<u32> =
            (0..).zip(&codes).filter(|(_, code)| wanted[**code as usize]).map(|(row, _)| row).collect();
        if chosen.is_empty() {
            return Ok(());
        }
        let mut texts: Vec<Option<(Vec<u32>, Texts)>> = Vec::new();
        for name in TEXTS {
            texts.push(match name {
                "event" | "name" => None,
                name => Some(block.texts(name)?),
            });
        }
        texts[NAME] = Some((codes.clone(), names));
        let numbers = NUMBERS.iter().map(|name| block.numbers(name)).collect::<Result<Vec<_>, _>>()?;
        let [.., tid, tgid, ns_tgid, bits, ret, ts, dur] = &numbers[..] else { return Err(Trouble::Foreign) };
        // The numbers that texts of the block have among those of the thread.
        let none = |text: &Option<(Vec<u32>, Texts)>| vec![0; text.as_ref().map_or(0, |(_, texts)| texts.len() + 1)];
        let mut known: Vec<Vec<u32>> = texts.iter().map(none).collect();
        for piece in chosen.chunks(PIECE) {
            if self.clear() {
                known.iter_mut().for_each(|known| known.fill(0));
            }
            let rows = &mut self.asker.rows;
            let call = rows.dictionary.number(CALL);
            for (at, column) in texts.iter().enumerate() {
                let Some((codes, texts)) = column else { continue };
                let known = &mut known[at];
                let dictionary = &mut rows.dictionary;
                let number = |row: &u32| {
                    let code = codes[*row as usize];
                    let number = &mut known[code as usize];
                    if *number == 0 && code != 0 {
                        *number = texts.get(code).map_or(0, |text| dictionary.number(text));
                    }
                    *number
                };
                rows.texts[at].extend(piece.iter().map(number));
            }
            rows.texts[EVENT].resize(piece.len(), call);
            for (column, numbers) in rows.args.iter_mut().zip(&numbers) {
                column.extend(piece.iter().map(|row| numbers.values[*row as usize] as u64));
            }
            for row in piece.iter().map(|row| *row as usize) {
                let began = ts.get(row).unwrap_or(0);
                let ended = began.saturating_add(dur.get(row).unwrap_or(0));
                let thread = tid.get(row).map_or(NONE, |tid| tid as u32);
                let process = tgid.get(row).map_or(NONE, |pid| pid as u32);
                rows.tid.push(thread);
                rows.tgid.push(process);
                rows.ns_tgid.push(ns_tgid.get(row).unwrap_or(0) as u32);
                rows.bits.push(bits.get(row).unwrap_or(0) as u32 & !flags::LATE);
                rows.ret.push(ret.get(row));
                rows.ts.push(began);
                rows.last.push(began);
                rows.ended.push(ended);
                rows.count.push(1);
                let contents = &rows.aside.contents;
                let content = if contents.is_empty() { None } else { contents.get(&(thread, began)) };
                rows.content.push(content.copied().unwrap_or(0));
                // An exec that succeeds is the new program's.
                let failed = rows.texts[super::rows::ERRNO][rows.tid.len() - 1] != 0;
                let at = if executes[codes[row] as usize] && !failed { ended } else { began };
                rows.run.push(facts.at(process, at).map_or(NONE, |run| run as u32));
            }
            self.ask(What::Calls, needs.all, kept);
        }
        Ok(())
    }

    fn clear(&mut self) -> bool {
        let forgotten = self.asker.clear();
        if forgotten {
            self.known.clear();
        }
        forgotten
    }

    /// Asks about the piece, and keeps what matters of it.
    fn ask(&mut self, what: What, all: bool, kept: &Mutex<Kept>) {
        let found = self.asker.ask(what);
        let rows = &self.asker.rows;
        let conditions: Vec<u32> = found.iter().map(|(_, condition)| *condition).collect();
        let mut picked: Vec<(usize, &[u32])> = Vec::new();
        let mut next = 0;
        let execs = effects::EFFECTS.iter().filter(|(_, effect)| matches!(effect, Effect::Exec));
        let execs: Vec<u32> = execs.filter_map(|(name, _)| rows.dictionary.find(name)).collect();
        for row in 0..rows.len() {
            let count = found[next..].iter().take_while(|(of, _)| *of as usize == row).count();
            let begins = || {
                execs.contains(&rows.texts[NAME][row]) && rows.is_call(row) && rows.ret[row].is_some_and(|ret| ret >= 0)
            };
            if count > 0 || all || begins() {
                picked.push((row, &conditions[next..next + count]));
            }
            next += count;
        }
        if !picked.is_empty() {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.take(rows, &mut self.known, picked.into_iter());
        }
    }
}

/// Events of processes are rows as well.
fn add_events(rows: &mut Rows, events: &DataFrame, facts: &Facts) {
    use super::rows::{COMM, PATH, PATH_ABS, PHASE};
    use crate::{
        document::Value,
        report::{cell_of, number},
    };
    for at in 0..events.height() {
        let cell = |name: &str| cell_of(events, at, name);
        let (Value::Text(event), Value::Int(ts)) = (cell("event"), cell("ts")) else { continue };
        let tgid = number(&cell("tgid")) as u32;
        let bits = number(&cell("flags")) as u32;
        let dictionary = &mut rows.dictionary;
        let mut code = |name: &str| match cell(name) {
            Value::Text(text) => dictionary.number(&text),
            _ => 0,
        };
        let (comm, exe, event) = (code("comm"), code("exe"), dictionary.number(&event));
        let phase = dictionary.number(if bits & flags::SETUP != 0 { "setup" } else { "payload" });
        for (column, codes) in rows.texts.iter_mut().enumerate() {
            codes.push(match column {
                EVENT | NAME => event,
                COMM => comm,
                PATH | PATH_ABS => exe,
                PHASE => phase,
                _ => 0,
            });
        }
        let words = [number(&cell("signal")), number(&cell("exit_code")), number(&cell("exit_signal")), 0, 0, 0];
        rows.args.iter_mut().zip(words).for_each(|(column, word)| column.push(word));
        rows.tid.push(number(&cell("tid")) as u32);
        rows.tgid.push(tgid);
        rows.ns_tgid.push(number(&cell("ns_tgid")) as u32);
        rows.ts.push(ts);
        rows.last.push(ts);
        rows.ended.push(ts);
        rows.count.push(1);
        rows.content.push(0);
        rows.ret.push(None);
        rows.bits.push(bits);
        rows.run.push(facts.at(tgid, ts).map_or(NONE, |run| run as u32));
    }
}
