//! What is compared: facts, each with a key and how often it was seen in a run; and measures, each with a value.

use polars::prelude::PlHashMap;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// What one run told.
#[derive(Debug, Default)]
pub struct Run {
    /// Where it comes from, as given on the command line.
    pub name: String,
    /// No call of it was lost.
    pub exact: bool,
    /// The facts.
    pub facts: PlHashMap<Key, Seen>,
    /// The measures.
    pub measures: PlHashMap<Key, Measure>,
}

impl Run {
    /// Counts a fact.
    pub fn add(&mut self, key: Key, count: u64, first: i64, raw: Option<u32>) {
        self.facts.entry(key).or_default().add(count, first, raw);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
