//! For which rows a condition is true.
//!
//! A test of a field is made once for each different value among the rows that are still in question, not for each row; a condition that
//! names the calls it is about leaves few of them.

use super::{
    bits::Bits,
    condition::{Condition, Op},
    derive,
    facts::Facts,
    fields::{Field, Place, Source},
    rows::{EVENT, NAME, NONE, Rows, TEXTS},
    value::Value,
};
use schema::manifest::Manifest;
use std::{borrow::Cow, cell::RefCell, collections::HashMap, rc::Rc};

/// The values of a field.
enum Column {
    /// Each row has a number of a value; [`NONE`], or one beyond the last, stands for no value.
    Coded(Rc<[u32]>, Vec<Value>),
    /// Each row has a number.
    Numbers(Vec<Option<i64>>),
    /// All rows have the same.
    Same(Value),
}

/// Evaluates conditions over the rows of a trace.
pub struct Evaluator<'a> {
    /// The rows.
    pub rows: &'a Rows,
    /// The processes.
    pub facts: &'a Facts,
    manifest: &'a Manifest,
    columns: RefCell<HashMap<Field, Rc<Column>>>,
}

impl<'a> Evaluator<'a> {
    /// Of these rows.
    pub fn new(rows: &'a Rows, facts: &'a Facts, manifest: &'a Manifest) -> Evaluator<'a> {
        Evaluator { rows, facts, manifest, columns: RefCell::default() }
    }

    /// The rows among these for which the condition is true.
    pub fn rows_of(&self, condition: &Condition, among: &Bits) -> Bits {
        match condition {
            Condition::Always(true) => among.clone(),
            Condition::Always(false) => Bits::none(self.rows.len()),
            Condition::Not(part) => {
                let is = self.rows_of(part, among);
                among.clone().without(&is)
            }
            Condition::All(parts) => {
                let mut left = among.clone();
                for part in in_order(parts) {
                    if left.is_empty() {
                        break;
                    }
                    left = self.rows_of(part, &left);
                }
                left
            }
            Condition::Any(parts) => {
                let (mut found, mut left) = (Bits::none(self.rows.len()), among.clone());
                for part in parts {
                    let is = self.rows_of(part, &left);
                    left = left.without(&is);
                    found = found.or(&is);
                }
                found
            }
            Condition::Test { field, op } => self.test(*field, op, among),
        }
    }

    fn test(&self, field: Field, op: &Op, among: &Bits) -> Bits {
        let mut found = Bits::none(self.rows.len());
        match &*self.column(field) {
            Column::Same(value) if value.passes(op) => found = among.clone(),
            Column::Same(_) => {}
            Column::Numbers(numbers) => {
                let passes = |row: &usize| numbers[*row].is_some_and(|number| op.number(number));
                among.iter().filter(passes).for_each(|row| found.set(row));
            }
            Column::Coded(codes, values) => {
                // 0: not asked yet, 1: no, 2: yes.
                let mut known = vec![0_u8; values.len()];
                for row in among.iter() {
                    let code = codes[row] as usize;
                    let Some(answer) = known.get_mut(code) else { continue };
                    if *answer == 0 {
                        *answer = 1 + u8::from(values[code].passes(op));
                    }
                    if *answer == 2 {
                        found.set(row);
                    }
                }
            }
        }
        found
    }

    /// The value of a field in a row.
    pub fn value(&self, field: Field, row: usize) -> Value {
        match &*self.column(field) {
            Column::Same(value) => value.clone(),
            Column::Numbers(numbers) => numbers[row].into(),
            Column::Coded(codes, values) => values.get(codes[row] as usize).cloned().unwrap_or_default(),
        }
    }

    fn column(&self, field: Field) -> Rc<Column> {
        if let Some(column) = self.columns.borrow().get(&field) {
            return Rc::clone(column);
        }
        let column = Rc::new(self.made(field));
        self.columns.borrow_mut().insert(field, Rc::clone(&column));
        column
    }

    fn made(&self, field: Field) -> Column {
        let rows = self.rows;
        match field.row().source {
            Source::Column(name) => {
                let at = TEXTS.iter().position(|text| *text == name).unwrap_or(EVENT);
                // The dictionary is that of all columns.
                let mut used = vec![false; rows.dictionary.len()];
                for code in &rows.texts[at] {
                    if let Some(used) = used.get_mut(*code as usize) {
                        *used = true;
                    }
                }
                let value = |(text, used): (&String, &bool)| if *used { text.as_str().into() } else { Value::None };
                Column::Coded(rows.texts[at].as_slice().into(), rows.dictionary.iter().zip(&used).map(value).collect())
            }
            Source::Of(base, of) => match Field::named(base).map(|base| self.column(base)).as_deref() {
                Some(Column::Coded(codes, values)) => {
                    let value = |value: &Value| match value {
                        Value::Text(text) => of(text),
                        _ => Value::None,
                    };
                    Column::Coded(Rc::clone(codes), values.iter().map(value).collect())
                }
                _ => Column::Same(Value::None),
            },
            Source::Row(of) => Column::Numbers((0..rows.len()).map(|row| of(rows, row)).collect()),
            Source::RowText(of) => coded((0..rows.len()).map(|row| of(rows, row))),
            Source::Argument(places) => self.arguments(field, places),
            Source::Process(of) => Column::Coded(
                rows.run.as_slice().into(),
                self.facts.runs.iter().map(|run| of(self.facts, run)).collect(),
            ),
            Source::Trace(of) => Column::Same(of(self.manifest)),
        }
    }

    fn arguments(&self, field: Field, places: &[(&str, Place)]) -> Column {
        let rows = self.rows;
        // Which place, by the number of the call's name.
        let place = |name: &String| places.iter().find(|(call, _)| call == name).map(|(_, place)| *place);
        let by_name: Vec<Option<Place>> = rows.dictionary.iter().map(place).collect();
        let place = |row: usize| by_name.get(rows.texts[NAME][row] as usize).copied().flatten();
        let number = |row: usize| match place(row)? {
            Place::Register(at) => rows.arg(at, row),
            Place::Word(at) => derive::word(rows, row, at),
            Place::Text(_) => None,
        };
        let text = |row: usize| match place(row)? {
            Place::Text(at) => derive::string(rows, row, at).map(Into::into),
            _ => None,
        };
        match field.row().ty {
            super::fields::Type::Number => Column::Numbers((0..rows.len()).map(number).collect()),
            _ => coded((0..rows.len()).map(text)),
        }
    }
}

/// Those first that leave few rows.
fn in_order(parts: &[Condition]) -> impl Iterator<Item = &Condition> {
    let selects =
        |part: &&Condition| matches!(part, Condition::Test { field, .. } if ["name", "event"].contains(&field.name()));
    parts.iter().filter(selects).chain(parts.iter().filter(move |part| !selects(part)))
}

/// Texts as numbers of different texts.
fn coded<'a>(texts: impl Iterator<Item = Option<Cow<'a, str>>>) -> Column {
    let mut known: HashMap<Cow<'a, str>, u32> = HashMap::new();
    let code = |text: Option<Cow<'a, str>>| match text {
        None => NONE,
        Some(text) => {
            let next = known.len() as u32;
            *known.entry(text).or_insert(next)
        }
    };
    let codes: Vec<u32> = texts.map(code).collect();
    let mut values = vec![Value::None; known.len()];
    for (text, code) in known {
        values[code as usize] = Value::Text(text.into_owned());
    }
    Column::Coded(codes.into(), values)
}
