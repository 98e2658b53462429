//! What is compared: facts, each with a key and how often it was seen in a run; and measures, each with a value.

use polars::prelude::PlHashMap;
use std::cmp::Ordering;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// A program was executed.
    Program,
    /// A program was executed with these arguments.
    Argv,
    /// A program executed another.
    ProcessTree,
    /// A program ran as this user with these capabilities.
    Credentials,
    /// A call that changes what a process may do, or acts on others, on mounts, on the kernel.
    Privilege,
    /// A way of acting that calls alone do not show.
    Channel,
    /// Listening sockets and peers.
    Network,
    /// What was done to a file.
    File,
    /// Values of arguments.
    Argument,
    /// A signal was delivered.
    Signal,
    /// A process ended.
    Exit,
    /// A call was made.
    Syscall,
    /// A call failed.
    Error,
    /// Calls that followed each other.
    Sequence,
    /// Bytes, threads, processes.
    Resource,
    /// How long calls took.
    Latency,
}

impl Dimension {
    /// Whether it is about values, not about what was there.
    pub const fn is_measured(self) -> bool {
        matches!(self, Dimension::Resource | Dimension::Latency)
    }

    /// Name, as rows have it in `kind`.
    pub const fn name(self) -> &'static str {
        match self {
            Dimension::Program => "program",
            Dimension::Argv => "argv",
            Dimension::ProcessTree => "process-tree",
            Dimension::Credentials => "credentials",
            Dimension::Privilege => "privilege",
            Dimension::Channel => "channel",
            Dimension::Network => "network",
            Dimension::File => "file",
            Dimension::Argument => "argument",
            Dimension::Syscall => "syscall",
            Dimension::Error => "error",
            Dimension::Signal => "signal",
            Dimension::Exit => "exit",
            Dimension::Sequence => "sequence",
            Dimension::Resource => "resource",
            Dimension::Latency => "latency",
        }
    }
}

/// Which fact. All but the dimension are numbers of texts ([`crate::keys::Texts`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// What it is about.
    pub dimension: Dimension,
    /// The program that did it.
    pub program: u32,
    /// In which way: the call, what was done to the file, the protocol.
    pub aspect: u32,
    /// To what: the file, the address, the error, the values.
    pub item: u32,
}

impl Ord for Key {
    /// By the members in their order; as one number, for millions are sorted.
    fn cmp(&self, other: &Key) -> Ordering {
        let number = |key: &Key| {
            let Key { dimension, program, aspect, item } = *key;
            (dimension as u128) << 96 | u128::from(program) << 64 | u128::from(aspect) << 32 | u128::from(item)
        };
        number(self).cmp(&number(other))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How a fact was seen in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// When first, ns of the boot clock.
    pub first: i64,
    /// What the item was before it was normalised, if that changed it. Millions of facts have none.
    merged: Option<Box<Merged>>,
}

/// Texts that became one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Merged {
    /// At most [`Seen::MOST`], in order.
    raw: Vec<u32>,
    /// There were more.
    more: bool,
}

impl Seen {
    /// Texts kept of what was merged.
    pub const MOST: usize = 4;

    /// A fact that was merged of these texts.
    pub fn new(count: u64, first: i64, raw: &[u32], more: bool) -> Seen {
        let mut seen = Seen { count, first, merged: None };
        raw.iter().for_each(|raw| seen.add(0, first, Some(*raw)));
        if let Some(merged) = &mut seen.merged {
            merged.more |= more;
        }
        seen
    }

    /// The texts kept of what was merged, in order.
    pub fn raw(&self) -> &[u32] {
        self.merged.as_ref().map_or(&[], |merged| &merged.raw)
    }

    /// Whether more was merged than is kept.
    pub fn more(&self) -> bool {
        self.merged.as_ref().is_some_and(|merged| merged.more)
    }

    /// Other numbers for the texts that were merged.
    pub fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        if let Some(merged) = &mut self.merged {
            merged.raw.iter_mut().for_each(|raw| *raw = number(*raw));
            merged.raw.sort_unstable();
        }
    }

    /// The same fact once more.
    pub fn add(&mut self, count: u64, first: i64, raw: Option<u32>) {
        self.first = if self.count == 0 { first } else { self.first.min(first) };
        self.count = self.count.saturating_add(count);
        let Some(raw) = raw else { return };
        let merged = self.merged.get_or_insert_default();
        if let Err(at) = merged.raw.binary_search(&raw) {
            if merged.raw.len() < Seen::MOST { merged.raw.insert(at, raw) } else { merged.more = true }
        }
    }

    /// Takes in another fact that is now the same.
    pub fn join(&mut self, other: &Seen) {
        self.add(other.count, other.first, None);
        other.raw().iter().for_each(|raw| self.add(0, self.first, Some(*raw)));
        if let Some(merged) = &mut self.merged {
            merged.more |= other.more();
        }
    }
}

/// A measure of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Its value: ns of a latency, bytes or a number of a resource.
    pub value: f64,
    /// Of how many calls it is.
    pub calls: u64,
    /// The call that took longest, or moved most bytes: how much that was, and when it began. Not known of profiles and of other measures.
    pub most: Option<(i64, i64)>,
}

impl Measure {
    /// One that is of single calls no more.
    pub fn new(value: f64, calls: u64) -> Measure {
        Measure { value, calls, most: None }
    }
}

/// Facts of a run, each key once, in the order of the keys. Millions are kept so in half the memory that a table of hashes takes, and two
/// runs are compared by going along both.
#[derive(Debug, Default)]
pub struct Facts(Vec<(Key, Seen)>);

impl Facts {
    /// The facts of these keys; those of one key become one.
    pub fn new(mut all: Vec<(Key, Seen)>) -> Facts {
        // Of what was merged into one, the texts with the lowest numbers are kept: those that came first.
        all.sort_unstable_by(|(a, seen), (b, other)| a.cmp(b).then_with(|| seen.raw().cmp(other.raw())));
        all.dedup_by(|(key, seen), (before, joined)| {
            let same = key == before;
            if same {
                joined.join(seen);
            }
            same
        });
        Facts(all)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Every key with what was seen.
    pub fn iter(&self) -> std::slice::Iter<'_, (Key, Seen)> {
        self.0.iter()
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.0.iter().map(|(key, _)| key)
    }

    /// What was seen of a key.
    pub fn get(&self, key: &Key) -> Option<&Seen> {
        let at = self.0.binary_search_by(|(own, _)| own.cmp(key)).ok()?;
        self.0.get(at).map(|(_, seen)| seen)
    }

    /// All of them, to be made others.
    pub fn take(&mut self) -> Vec<(Key, Seen)> {
        std::mem::take(&mut self.0)
    }
}

/// Of each of some runs the facts between two keys.
pub type Part<'a> = Vec<&'a [(Key, Seen)]>;

/// The facts of these runs in so many parts, one behind the other.
pub fn parts<'a>(runs: &[&'a Run], number: usize) -> Vec<Part<'a>> {
    let longest = runs.iter().max_by_key(|run| run.facts.len());
    let mut rest: Part<'a> = runs.iter().map(|run| &run.facts.0[..]).collect();
    let mut parts = Vec::new();
    for part in 1..number {
        let cut = longest.and_then(|run| run.facts.0.get(run.facts.len() * part / number));
        let Some((cut, _)) = cut else { break };
        let split = rest.iter().map(|facts| facts.split_at(facts.partition_point(|(key, _)| key < cut)));
        let (before, behind) = split.unzip();
        parts.push(before);
        rest = behind;
    }
    parts.push(rest);
    parts
}

/// Calls `each` with every key of these runs in order, and with what each run has seen of it.
pub fn beside<'a>(runs: &[&'a Run], each: impl FnMut(&Key, &[Option<&'a Seen>])) {
    along(runs.iter().map(|run| &run.facts.0[..]).collect(), each);
}

/// The same of a part of them.
pub fn along<'a>(mut rest: Part<'a>, mut each: impl FnMut(&Key, &[Option<&'a Seen>])) {
    let mut cells = vec![None; rest.len()];
    while let Some(key) = rest.iter().filter_map(|facts| facts.first()).map(|(key, _)| key).min() {
        for (cell, facts) in cells.iter_mut().zip(&mut rest) {
            *cell = match facts.split_first() {
                Some(((own, seen), others)) if own == key => {
                    *facts = others;
                    Some(seen)
                }
                _ => None,
            };
        }
        each(key, &cells);
    }
}

/// What one run told.
#[derive(Debug, Default)]
pub struct Run {
    /// Where it comes from, as given on the command line.
    pub name: String,
    /// No call of it was lost.
    pub exact: bool,
    /// The facts.
    pub facts: Facts,
    /// The measures.
    pub measures: PlHashMap<Key, Measure>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_several_runs_are_gone_through_side_by_side() {
        let key = |item| Key { dimension: Dimension::File, program: 0, aspect: 0, item };
        let run = |items: &[u32]| {
            let facts = items.iter().map(|item| (key(*item), Seen::new(1, 0, &[], false)));
            Run { facts: Facts::new(facts.collect()), ..Run::default() }
        };
        let runs = [run(&[3, 1, 3]), run(&[]), run(&[2, 3])];
        let mut found = Vec::new();
        beside(&runs.each_ref(), |key, cells| {
            found.push((key.item, cells.iter().map(|seen| seen.map_or(0, |seen| seen.count)).collect::<Vec<_>>()));
        });
        assert_eq!(found, [(1, vec![1, 0, 0]), (2, vec![0, 0, 1]), (3, vec![2, 0, 1])]);
        let mut in_parts = Vec::new();
        for part in parts(&runs.each_ref(), 3) {
            along(part, |key, cells| in_parts.push((key.item, cells.iter().flatten().count())));
        }
        assert_eq!(in_parts, [(1, 1), (2, 1), (3, 2)]);
        assert_eq!((runs[0].facts.get(&key(3)).map(|seen| seen.count), runs[0].facts.get(&key(2))), (Some(2), None));
    }

    #[test]
    fn facts_add_up_and_keep_a_few_of_the_texts_merged() {
        let mut seen = Seen::default();
        for raw in [5, 3, 5, 9, 7, 1] {
            seen.add(2, 100 - i64::from(raw), Some(raw));
        }
        assert_eq!((seen.count, seen.first, seen.raw(), seen.more()), (12, 91, &[3, 5, 7, 9][..], true));
        let mut other = Seen::default();
        other.join(&seen);
        assert_eq!(other, seen);
    }
}
