//! What rules ask, made ready: equal tests are one, and each condition knows the calls that it can be about.

use super::{
    condition::{Condition, Op},
    fields::{Field, Place, Source, Type},
    rows::TEXTS,
    rule::What,
};
use std::collections::{BTreeSet, HashMap};

/// A condition, with numbers of tests.
#[derive(Debug)]
pub enum Asked {
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
    Test(usize),
    Always(bool),
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// A column of [`TEXTS`].
    Column(usize),
    /// A text that is made of a row.
    Made(Field),
    /// A number that is made of a row.
    Number(Field),
    /// What the process is.
    Process(Field),
    /// The same in all rows.
    Trace(Field),
}

impl Root {
    /// Of a field: what its value is made of, if it is made of another field's text, otherwise itself.
    fn of(field: Field) -> Root {
        match field.row().source {
            Source::Column(name) => Root::Column(TEXTS.iter().position(|text| *text == name).unwrap_or_default()),
            Source::Of(base, _) => Field::named(base).map_or(Root::Made(field), Root::of),
            Source::Row(_) | Source::Since(_) => Root::Number(field),
            Source::RowText(_) => Root::Made(field),
            Source::Argument(_) if field.row().ty == Type::Number => Root::Number(field),
            Source::Argument(_) => Root::Made(field),
            Source::Process(_) => Root::Process(field),
            Source::Trace(_) => Root::Trace(field),
        }
    }
}

/// A test of a field.
#[derive(Debug)]
pub struct Test {
    pub field: Field,
    pub op: Op,
    pub root: Root,
}

/// Rows that a condition can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Calls, or events of processes.
    pub what: What,
    /// Of these names; `None`: of all.
    pub names: Option<BTreeSet<String>>,
    /// Also what the runtime does before the target.
    pub setup: bool,
}

/// A condition and the rows that it can be about: a place in `bases`.
#[derive(Debug)]
pub struct Question {
    pub asked: Asked,
    pub base: usize,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Questions {
    pub tests: Vec<Test>,
    pub bases: Vec<Base>,
    pub all: Vec<Question>,
    known: HashMap<String, usize>,
}

impl Questions {
    /// Adds a condition; its number is that of those before it. It sees the setup only if `setup`.
    pub fn add(&mut self, condition: &Condition, what: What, setup: bool) {
        let names = match what {
            What::Calls => Field::named("name").and_then(|name| condition.values_of(name)),
            What::Processes => None,
        };
        let base = Base { what, names, setup };
        let base = self.bases.iter().position(|known| *known == base).unwrap_or_else(|| {
            self.bases.push(base);
            self.bases.len() - 1
        });
        let asked = self.made(condition);
        self.all.push(Question { asked, base });
    }

    /// Names of the calls that they can be about; `None`: all.
    pub fn calls(&self) -> Option<BTreeSet<String>> {
        let about = self.bases.iter().filter(|base| base.what == What::Calls);
        about.map(|base| base.names.clone()).try_fold(BTreeSet::new(), |mut all, names| {
            all.extend(names?);
            Some(all)
        })
    }

    fn made(&mut self, condition: &Condition) -> Asked {
        match condition {
            Condition::Always(is) => Asked::Always(*is),
            Condition::Not(part) => Asked::Not(Box::new(self.made(part))),
            Condition::All(parts) => Asked::All(self.parts(parts)),
            Condition::Any(parts) => Asked::Any(self.parts(parts)),
            Condition::Test { field, op } => {
                let next = self.tests.len();
                let at = *self.known.entry(format!("{field:?} {op:?}")).or_insert(next);
                if at == next {
                    self.tests.push(Test { field: *field, op: op.clone(), root: Root::of(*field) });
                }
                Asked::Test(at)
            }
        }
    }

    /// Those first that cost little.
    fn parts(&mut self, parts: &[Condition]) -> Vec<Asked> {
        let mut made: Vec<Asked> = parts.iter().map(|part| self.made(part)).collect();
        made.sort_by_key(|part| self.cost(part));
        made
    }

    fn cost(&self, part: &Asked) -> usize {
        match part {
            Asked::Always(_) => 0,
            Asked::Test(at) => match self.tests[*at].root {
                Root::Trace(_) => 1,
                Root::Column(_) | Root::Process(_) => 2,
                Root::Number(_) => 4,
                Root::Made(_) => 8,
            },
            Asked::Not(part) => self.cost(part),
            Asked::All(parts) | Asked::Any(parts) => parts.iter().map(|part| self.cost(part)).sum::<usize>() + 1,
        }
    }
}

/// The value that a field makes of the text of its root.
pub fn of_text(field: Field, text: &str) -> super::value::Value {
    use super::value::Value;
    match field.row().source {
        Source::Of(base, of) => match Field::named(base).map(|base| of_text(base, text)) {
            Some(Value::Text(text)) => of(&text),
            _ => Value::None,
        },
        _ => text.into(),
    }
}

/// Where an argument lies that a field is, by the name of the call.
pub fn place(field: Field, call: &str) -> Option<Place> {
    let Source::Argument(places) = field.row().source else { return None };
    places.iter().find(|(name, _)| *name == call).map(|(_, place)| *place)
}
