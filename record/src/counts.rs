//! What the backend counted, beside what was recorded: the two sides of the completeness certificate.

use crate::rows::Rows;
use hashbrown::HashMap;
use schema::{Arch, manifest::Missing, wire::CountEntry};

/// A kind of call of a process: tgid, ABI, number.
pub type Kind = (u32, u8, i32);

/// Kinds named in the manifest at most.
const NAMED: usize = 1000;

/// Kinds remembered although their sides are equal, at most.
const REMEMBERED: usize = 1 << 20;

/// Both sides.
#[derive(Default)]
pub struct Counts {
    /// Counted, without `calls` and `total_ns`, and these two.
    counted: HashMap<CountEntry, (u64, u64)>,
    /// Calls counted and calls recorded.
    sides: HashMap<Kind, (u64, u64)>,
    /// Calls counted.
    pub total: u64,
}

impl Counts {
    /// Takes in what the backend counted.
    pub fn add(&mut self, entry: &CountEntry) {
        let key = CountEntry { calls: 0, total_ns: 0, ..*entry };
        let sums = self.counted.entry(key).or_default();
        sums.0 += entry.calls;
        sums.1 = sums.1.saturating_add(entry.total_ns);
        self.sides.entry((entry.tgid, entry.arch, entry.nr)).or_default().0 += entry.calls;
        self.total += entry.calls;
    }

    /// Takes in rows that are on their way to the file.
    pub fn recorded(&mut self, rows: &Rows) {
        self.seen(rows.kinds().zip(rows.totals()));
    }

    /// Takes in how many calls of a kind have come, whether they become rows or not.
    pub fn seen(&mut self, kinds: impl Iterator<Item = (Kind, u64)>) {
        for (kind, total) in kinds {
            self.sides.entry(kind).or_default().1 += total;
        }
        // Processes come and go without end; where nothing is missing, nothing need be remembered. What is counted or
        // recorded later differs by as much as it would have.
        if self.sides.len() > REMEMBERED {
            self.sides.retain(|_, (counted, recorded)| counted != recorded);
        }
    }

    /// Kinds of count that are held.
    pub fn len(&self) -> usize {
        self.counted.len()
    }

    /// The counts since the last time, in a certain order.
    pub fn take(&mut self) -> Vec<CountEntry> {
        let mut entries: Vec<CountEntry> =
            self.counted.drain().map(|(key, (calls, total_ns))| CountEntry { calls, total_ns, ..key }).collect();
        entries.sort_by_key(|e| (e.tgid, e.arch, e.nr, e.errno, e.log2, e.flags));
        entries
    }

    /// Where the sides differ, the largest difference first; and how many more there are than are named.
    pub fn missing(&self) -> (Vec<Missing>, u64) {
        let differing = self.sides.iter().filter(|(_, (counted, recorded))| counted != recorded);
        let mut all: Vec<Missing> = differing
            .map(|((tgid, arch, nr), (expected, recorded))| Missing {
                tgid: *tgid,
                syscall: Arch::from_code(*arch).map_or_else(|| nr.to_string(), |a| a.display_name(*nr).into_owned()),
                expected: *expected,
                recorded: *recorded,
            })
            .collect();
        all.sort_by(|a, b| {
            let gap = |m: &Missing| m.expected.abs_diff(m.recorded);
            gap(b).cmp(&gap(a)).then_with(|| (a.tgid, &a.syscall).cmp(&(b.tgid, &b.syscall)))
        });
        let more = all.len().saturating_sub(NAMED);
        all.truncate(NAMED);
        (all, more as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::wire::{self, SyscallEvent, Wire};

    #[test]
    fn what_has_no_row_is_missing() {
        let mut counts = Counts::default();
        let mut rows = Rows::default();
        for i in 0..5 {
            let event =
                SyscallEvent { kind: wire::KIND_SYSCALL, nr: 39, tgid: 7, dur: 1 << i, seq: i, ..Default::default() };
            counts.add(&CountEntry::of(&event));
            let mut record = Vec::new();
            event.write(&mut record);
            if i != 3 {
                rows.push(&record, crate::state::Names::default(), || None).unwrap();
            }
        }
        counts.recorded(&rows);
        let (missing, more) = counts.missing();
        assert_eq!((missing.len(), more, counts.total), (1, 0, 5));
        assert_eq!((missing[0].tgid, missing[0].expected, missing[0].recorded), (7, 5, 4));
        let entries = counts.take();
        assert_eq!(entries.iter().map(|e| e.log2).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(entries.iter().map(|e| e.total_ns).sum::<u64>(), 31);
    }
}
