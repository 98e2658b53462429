//! Ways of acting that calls alone do not show, where one was opened.

use super::Collector;
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Counter, Row, Scan},
    },
    scan::{Numbers, Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::channels::{self, Channel};

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 6] = ["name", "errno", "a0", "a1", "a2", "a3"];

/// Arguments that matter.
type Arguments = [u64; channels::ARGUMENTS];

/// Program, call and channel.
#[derive(Default)]
pub(super) struct Counts(Counter<(u32, u32, u32)>);

/// The calls of a piece.
pub(super) struct Taker<'a> {
    counts: &'a mut Counts,
    scan: &'a Scan<'a>,
    /// Of each name the bits of arguments that decide; nothing if it opens none.
    bits: Vec<Option<Arguments>>,
    name: Words<'a>,
    errno: Words<'a>,
    arguments: [Numbers<'a>; channels::ARGUMENTS],
    /// Numbers of the call and of channels by name and arguments.
    known: HashMap<(u32, Arguments), Vec<(u32, u32)>>,
}

impl Counts {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let name = piece.words("name")?;
        Ok(Taker {
            counts: self,
            scan,
            bits: name.each(|name| name.and_then(channels::bits)),
            name,
            errno: piece.words("errno")?,
            arguments: [piece.numbers("a0")?, piece.numbers("a1")?, piece.numbers("a2")?, piece.numbers("a3")?],
            known: HashMap::new(),
        })
    }

    pub fn tell(self, into: &mut Collector<'_>) {
        into.counted(Dimension::Channel, Form::Plain, self.0.into_counts());
    }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let code = self.name.codes[row.at];
        let Some(bits) = self.bits[code as usize].filter(|_| self.errno.codes[row.at] == 0) else { return };
        let arguments: Arguments = std::array::from_fn(|i| self.arguments[i].get(row.at).unwrap_or(0) as u64 & bits[i]);
        let (name, texts) = (self.name, &self.scan.texts);
        let opened = self.known.entry((code, arguments)).or_insert_with(|| {
            let name = name.get(code).unwrap_or_default();
            let numbers = |channel: &Channel| (texts.number(name), texts.number(channel.name));
            channels::of(name, arguments).map(numbers).collect()
        });
        for (call, channel) in opened {
            self.counts.0.add((row.program, *call, *channel), row.ts);
        }
    }
}
