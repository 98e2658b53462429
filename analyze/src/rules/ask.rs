//! For which rows conditions are true: rows are asked about piece by piece, and what was found out about a text is kept for the next piece.
//!
//! A condition sees only the rows of the calls that it can be about, and of those each part of it only the rows that the parts before it left.
//! A test of a text, or of what a process is, is made once for each text or process, whichever rule asks it first.

use super::{
    evaluate::{number, text},
    facts::Facts,
    fields::{Field, Source, Type},
    question::{Asked, Base, Questions, Root, of_text},
    rows::{NAME, NONE, PHASE, Rows},
    rule::What,
    value::Value,
};
use crate::scan::Texts;
use schema::manifest::Manifest;
use std::{collections::HashMap, rc::Rc};

/// Texts of which answers are kept; with more of them, all are forgotten.
const TEXTS_KEPT: usize = 1 << 19;

/// Not looked at yet.
const UNKNOWN: u32 = u32::MAX;

/// A number of a row.
#[derive(Clone, Copy)]
enum Number {
    Unknown,
    None,
    Some(i64),
}

/// Asks.
pub struct Asker<'a> {
    questions: &'a Questions,
    facts: &'a Facts,
    manifest: &'a Manifest,
    /// The piece. Its texts may be those of pieces before, too.
    pub rows: Rows,
    /// Texts that were made of rows.
    made: Texts,
    /// Of each test, by the number of a text or a run: 0 not asked yet, 1 no, 2 yes.
    answers: Vec<Vec<u8>>,
    /// What processes are, by run.
    processes: HashMap<Field, Vec<Option<Value>>>,
    /// Of the piece, the numbers of texts that were made.
    codes: HashMap<Field, Vec<u32>>,
    /// Of the piece, the numbers that were made.
    numbers: HashMap<Field, Vec<Number>>,
}

impl<'a> Asker<'a> {
    /// Asks these questions.
    pub fn new(questions: &'a Questions, facts: &'a Facts, manifest: &'a Manifest) -> Asker<'a> {
        Asker {
            questions,
            facts,
            manifest,
            rows: Rows::default(),
            made: Texts::default(),
            answers: vec![Vec::new(); questions.tests.len()],
            processes: HashMap::new(),
            codes: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Makes room for another piece; whether the texts of those before are forgotten.
    pub fn clear(&mut self) -> bool {
        self.codes.values_mut().for_each(Vec::clear);
        self.numbers.values_mut().for_each(Vec::clear);
        self.rows.clear();
        let full = self.rows.dictionary.len() + self.made.len() > TEXTS_KEPT;
        if full {
            (self.rows.dictionary, self.made) = (Texts::default(), Texts::default());
            self.answers.iter_mut().for_each(Vec::clear);
        }
        full
    }

    /// Of the rows of the piece, which are all calls or all events, those for which a condition is true, and its number; in order.
    pub fn ask(&mut self, what: What) -> Vec<(u32, u32)> {
        let bases = self.bases(what);
        let mut found = Vec::new();
        let questions = self.questions;
        for (number, question) in questions.all.iter().enumerate() {
            let among = &bases[question.base];
            if !among.is_empty() {
                found.extend(self.rows_of(&question.asked, among).into_iter().map(|row| (row, number as u32)));
            }
        }
        found.sort_unstable();
        found
    }

    /// The rows that each base of the questions stands for.
    fn bases(&mut self, what: What) -> Vec<Rc<[u32]>> {
        let setup = self.rows.dictionary.number("setup");
        let (names, phases) = (&self.rows.texts[NAME], &self.rows.texts[PHASE]);
        let mut there: Vec<u32> = names.clone();
        there.sort_unstable();
        there.dedup();
        // Few names occur in a piece, so that many bases are the same.
        let mut known: HashMap<(Vec<u32>, bool), Rc<[u32]>> = HashMap::new();
        let rows = |base: &Base| -> Rc<[u32]> {
            if base.what != what {
                return Rc::default();
            }
            let mut of = there.clone();
            if let Some(wanted) = &base.names {
                of.retain(|code| self.rows.dictionary.get(*code).is_some_and(|name| wanted.contains(name)));
            }
            let rows = || {
                let is = |row: &u32| {
                    let row = *row as usize;
                    of.binary_search(&names[row]).is_ok() && (base.setup || phases[row] != setup)
                };
                (0..names.len() as u32).filter(is).collect()
            };
            match known.get(&(of.clone(), base.setup)) {
                Some(rows) => Rc::clone(rows),
                None => {
                    let rows: Rc<[u32]> = rows();
                    known.insert((of, base.setup), Rc::clone(&rows));
                    rows
                }
            }
        };
        self.questions.bases.iter().map(rows).collect()
    }

    /// The rows among these for which it is true.
    fn rows_of(&mut self, asked: &Asked, among: &[u32]) -> Vec<u32> {
        match asked {
            Asked::Always(true) => among.to_vec(),
            Asked::Always(false) => Vec::new(),
            Asked::Not(part) => {
                let is = self.rows_of(part, among);
                without(among, &is)
            }
            Asked::All(parts) => {
                let mut left: Option<Vec<u32>> = None;
                for part in parts {
                    let rows = self.rows_of(part, left.as_deref().unwrap_or(among));
                    if rows.is_empty() {
                        return rows;
                    }
                    left = Some(rows);
                }
                left.unwrap_or_else(|| among.to_vec())
            }
            Asked::Any(parts) => {
                let (mut found, mut left) = (Vec::new(), among.to_vec());
                for part in parts {
                    if left.is_empty() {
                        break;
                    }
                    let is = self.rows_of(part, &left);
                    if !is.is_empty() {
                        left = without(&left, &is);
                        found.extend(is);
                    }
                }
                found.sort_unstable();
                found
            }
            Asked::Test(at) => self.test(*at, among),
        }
    }

    fn test(&mut self, at: usize, among: &[u32]) -> Vec<u32> {
        let test = &self.questions.tests[at];
        match test.root {
            Root::Trace(field) => {
                let Source::Trace(of) = field.row().source else { return Vec::new() };
                let passes = self.value(test.field, &of(self.manifest)).passes(&test.op);
                if passes { among.to_vec() } else { Vec::new() }
            }
            Root::Number(field) => {
                let mut numbers = self.numbers.remove(&field).unwrap_or_default();
                numbers.resize(self.rows.len(), Number::Unknown);
                let mut found = Vec::new();
                for row in among {
                    let known = &mut numbers[*row as usize];
                    if let Number::Unknown = known {
                        *known =
                            number(&self.rows, self.facts, field, *row as usize).map_or(Number::None, Number::Some);
                    }
                    if let Number::Some(number) = known
                        && test.op.number(*number)
                    {
                        found.push(*row);
                    }
                }
                self.numbers.insert(field, numbers);
                found
            }
            Root::Column(column) => {
                let codes = std::mem::take(&mut self.rows.texts[column]);
                let found = self.answered(at, &codes, 0, among);
                self.rows.texts[column] = codes;
                found
            }
            Root::Process(_) => {
                let runs = std::mem::take(&mut self.rows.run);
                let found = self.answered(at, &runs, NONE, among);
                self.rows.run = runs;
                found
            }
            Root::Made(field) => {
                let mut codes = self.codes.remove(&field).unwrap_or_default();
                codes.resize(self.rows.len(), UNKNOWN);
                for row in among {
                    let code = &mut codes[*row as usize];
                    if *code == UNKNOWN {
                        *code = text(&self.rows, field, *row as usize).map_or(0, |text| self.made.number(&text));
                    }
                }
                let found = self.answered(at, &codes, 0, among);
                self.codes.insert(field, codes);
                found
            }
        }
    }

    /// The rows whose text, or run, passes a test; `none` stands for none.
    fn answered(&mut self, at: usize, codes: &[u32], none: u32, among: &[u32]) -> Vec<u32> {
        let mut answers = std::mem::take(&mut self.answers[at]);
        let mut found = Vec::new();
        for row in among {
            let code = codes[*row as usize];
            if code == none {
                continue;
            }
            let place = code as usize;
            if place >= answers.len() {
                answers.resize((place + 1).next_multiple_of(1 << 14), 0);
            }
            if answers[place] == 0 {
                answers[place] = 1 + u8::from(self.passes(at, code));
            }
            if answers[place] == 2 {
                found.push(*row);
            }
        }
        self.answers[at] = answers;
        found
    }

    /// Whether a text, or a run, passes a test.
    fn passes(&mut self, at: usize, code: u32) -> bool {
        let test = &self.questions.tests[at];
        let text = match test.root {
            Root::Column(_) => self.rows.dictionary.get(code),
            Root::Made(_) => self.made.get(code),
            Root::Process(field) => {
                return self.process(field, code, |value| through(test.field, value).passes(&test.op));
            }
            Root::Number(_) | Root::Trace(_) => None,
        };
        match (text, test.field.row().source) {
            (None, _) => false,
            (Some(text), Source::Of(..)) => of_text(test.field, text).passes(&test.op),
            (Some(text), _) => test.op.text(text),
        }
    }

    /// Asks what a process is.
    fn process(&mut self, field: Field, run: u32, asks: impl Fn(&Value) -> bool) -> bool {
        let facts = self.facts;
        let Source::Process(of) = field.row().source else { return false };
        let Some(known) = facts.runs.get(run as usize) else { return false };
        // Lists are long, and few rules ask for them.
        if field.row().ty == Type::List {
            return asks(&of(facts, known));
        }
        let values = self.processes.entry(field).or_insert_with(|| vec![None; facts.runs.len()]);
        asks(values[run as usize].get_or_insert_with(|| of(facts, known)))
    }

    fn value(&self, field: Field, root: &Value) -> Value {
        through(field, root)
    }
}

/// The value of a field by that of its root.
fn through(field: Field, root: &Value) -> Value {
    match (field.row().source, root) {
        (Source::Of(..), Value::Text(text)) => of_text(field, text),
        (Source::Of(..), _) => Value::None,
        _ => root.clone(),
    }
}

/// The rows that are not in `is`, which are all in `rows`; both in order.
fn without(rows: &[u32], is: &[u32]) -> Vec<u32> {
    let mut is = is.iter().peekable();
    rows.iter().copied().filter(|row| is.next_if_eq(&row).is_none()).collect()
}
