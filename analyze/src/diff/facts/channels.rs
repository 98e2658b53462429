//! Ways of acting that calls alone do not show, where one was opened.

use super::{Collector, Found};
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Counter, Row, Scan},
    },
    scan::{Numbers, Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::channels;

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 4] = ["name", "errno", "a2", "a3"];

/// No more bits of a number matter than these.
const LOW: u64 = 0xff;

/// Program, call and channel.
#[derive(Default)]
pub(super) struct Counts(Counter<(u32, u32, u32)>);

/// The calls of a piece.
pub(super) struct Taker<'a> {
    counts: &'a mut Counts,
    scan: &'a Scan<'a>,
    /// Of each name whether it can open one.
    opens: Vec<bool>,
    name: Words<'a>,
    errno: Words<'a>,
    third: Numbers<'a>,
    fourth: Numbers<'a>,
    /// Numbers of call and channel by name and arguments.
    known: HashMap<(u32, u64, u64), Option<(u32, u32)>>,
}

impl Counts {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let name = piece.words("name")?;
        Ok(Taker {
            counts: self,
            scan,
            opens: name.each(|name| channels::CHANNELS.iter().any(|(call, ..)| Some(*call) == name)),
            name,
            errno: piece.words("errno")?,
            third: piece.numbers("a2")?,
            fourth: piece.numbers("a3")?,
            known: HashMap::new(),
        })
    }

    pub fn tell(self, into: &mut Collector<'_>) {
        for ((program, aspect, item), count) in self.0.into_counts() {
            let found =
                Found { dimension: Dimension::Channel, program, aspect, form: Form::Plain, item, count: 0, first: 0 };
            into.add(found.times(count));
        }
    }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let code = self.name.codes[row.at];
        if !self.opens[code as usize] || self.errno.codes[row.at] > 0 {
            return;
        }
        let low = |column: Numbers<'_>| column.get(row.at).unwrap_or(0) as u64 & LOW;
        let (third, fourth) = (low(self.third), low(self.fourth));
        let (name, texts) = (self.name, &self.scan.texts);
        let opened = *self.known.entry((code, third, fourth)).or_insert_with(|| {
            let name = name.get(code)?;
            channels::of(name, third, fourth).map(|channel| (texts.number(name), texts.number(channel)))
        });
        if let Some((call, channel)) = opened {
            self.counts.0.add((row.program, call, channel), row.ts);
        }
    }
}
