//! Which calls were made, how they failed, how long they took, and how many bytes went through them.

use super::{Collector, Found};
use crate::{
    diff::{
        fact::{Dimension, Measure},
        normal::Form,
        scan::{Row, Scan},
    },
    keys,
    scan::{Numbers, Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::roles::{self, Role};
use std::collections::BTreeMap;

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 4] = ["name", "errno", "ret", "dur"];

/// Calls in classes of duration: the class, and how many.
type Durations = Vec<(u32, u64)>;

/// Calls of one name and one error by one program.
struct Same {
    count: u64,
    first: i64,
    /// What they returned, if more than nothing.
    bytes: i64,
    /// How many in each class of durations.
    classes: Vec<u32>,
    /// The call that returned most, and the one that took longest: how much, and when it began.
    largest: Option<(i64, i64)>,
    longest: Option<(i64, i64)>,
}

/// By program, name and error; the error is [`NONE`] for calls that succeeded.
#[derive(Default)]
pub(super) struct Counts {
    places: HashMap<(u32, u32, u32), u32>,
    all: Vec<((u32, u32, u32), Same)>,
}

/// The number of no error.
const NONE: u32 = u32::MAX;

/// The calls of a piece.
pub(super) struct Taker<'a> {
    counts: &'a mut Counts,
    scan: &'a Scan<'a>,
    name: Words<'a>,
    errno: Words<'a>,
    ret: Numbers<'a>,
    dur: Numbers<'a>,
    /// Places in the counts by program, and by name and error as the piece numbers them.
    known: HashMap<(u32, u32, u32), Option<u32>>,
}

impl Counts {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        Ok(Taker {
            counts: self,
            scan,
            name: piece.words("name")?,
            errno: piece.words("errno")?,
            ret: piece.numbers("ret")?,
            dur: piece.numbers("dur")?,
            known: HashMap::new(),
        })
    }

    fn place(&mut self, key: (u32, u32, u32), ts: i64) -> u32 {
        *self.places.entry(key).or_insert_with(|| {
            let (classes, largest, longest) = (Vec::new(), None, None);
            self.all.push((key, Same { count: 0, first: ts, bytes: 0, classes, largest, longest }));
            self.all.len() as u32 - 1
        })
    }

    pub fn tell(self, into: &mut Collector<'_>) {
        let texts = std::sync::Arc::clone(&into.texts);
        let nothing = texts.number("");
        let ways = ["bytes read", "bytes written"].map(|way| texts.number(way));
        let mut durations: BTreeMap<(u32, u32), (Durations, Option<(i64, i64)>)> = BTreeMap::new();
        for ((program, name, errno), same) in self.all {
            let (form, count, first) = (Form::Plain, same.count, same.first);
            let found =
                Found { dimension: Dimension::Syscall, program, aspect: name, form, item: nothing, count, first };
            into.add(found);
            if errno != NONE {
                into.add(Found { dimension: Dimension::Error, item: errno, ..found });
                continue;
            }
            let classes = (0..).zip(same.classes).filter(|(_, calls)| *calls > 0);
            // Programs that become one have the durations of both.
            let (own, longest) = durations.entry((into.program(program), name)).or_default();
            own.extend(classes.map(|(class, calls)| (class, u64::from(calls))));
            *longest = same.longest.max(*longest);
            let way = match roles::of(&texts.text(name)) {
                Some(Role::Read | Role::Move) => ways[0],
                Some(Role::Write | Role::Fill) => ways[1],
                _ => continue,
            };
            let measure = Measure { value: same.bytes as f64, calls: count, most: same.largest };
            into.measure(Dimension::Resource, program, way, measure);
        }
        for ((program, name), (mut found, most)) in durations {
            found.sort_unstable();
            let calls = found.iter().map(|(_, calls)| calls).sum();
            let value = keys::least(middle(&found, calls)) as f64;
            if calls > 0 {
                into.measure(Dimension::Latency, program, name, Measure { value, calls, most });
            }
        }
    }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let (name, errno) = (self.name.codes[row.at], self.errno.codes[row.at]);
        let (names, errors, texts) = (self.name, self.errno, &self.scan.texts);
        let place = *self.known.entry((row.program, name, errno)).or_insert_with(|| {
            let name = texts.number(names.get(name)?);
            let errno = errors.get(errno).map_or(NONE, |errno| texts.number(errno));
            Some(self.counts.place((row.program, name, errno), row.ts))
        });
        let Some((_, same)) = place.and_then(|place| self.counts.all.get_mut(place as usize)) else { return };
        same.count += 1;
        same.first = same.first.min(row.ts);
        if errno > 0 {
            return;
        }
        let bytes = self.ret.get(row.at).unwrap_or(0).max(0);
        same.bytes = same.bytes.saturating_add(bytes);
        same.largest = same.largest.max(Some((bytes, row.ts)));
        if let Some(ns) = self.dur.get(row.at) {
            same.longest = same.longest.max(Some((ns, row.ts)));
            let class = keys::class(ns.max(0) as u64) as usize;
            if same.classes.len() <= class {
                same.classes.resize(class + 1, 0);
            }
            same.classes[class] = same.classes[class].saturating_add(1);
        }
    }
}

/// The class of the middle call of so many.
fn middle(durations: &Durations, calls: u64) -> u32 {
    let mut before = 0;
    let middle = durations.iter().find(|(_, calls_of)| {
        before += calls_of;
        before * 2 >= calls
    });
    middle.map_or(0, |(class, _)| *class)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_call_has_as_many_before_it_as_behind() {
        assert_eq!(middle(&vec![(1, 1), (5, 1), (9, 1)], 3), 5);
        assert_eq!(middle(&vec![(1, 10), (5, 1)], 11), 1);
        assert_eq!(middle(&vec![], 0), 0);
    }
}
