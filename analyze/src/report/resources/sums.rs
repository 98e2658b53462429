//! Sums over pieces of time, added up.

use crate::{
    document::{Column, Unit, Value},
    keys::Pieces,
};
use std::collections::BTreeMap;

/// What one run of a program did in one piece of time.
pub(super) struct Part {
    pub(super) pid: u64,
    pub(super) run: u64,
    pub(super) piece: i64,
    pub(super) comm: String,
    pub(super) mapped: u64,
    pub(super) unmapped: u64,
    /// The lowest and the highest end of the heap.
    pub(super) heap: Option<(i64, i64)>,
    pub(super) opened: u64,
    pub(super) closed: u64,
    pub(super) highest: Option<u64>,
    pub(super) read: u64,
    pub(super) written: u64,
}

/// What a process did.
#[derive(Default)]
pub(super) struct Process {
    pub(super) comm: String,
    /// The largest heap of its programs.
    pub(super) heap: u64,
    pub(super) mapped: u64,
    pub(super) unmapped: u64,
    /// The most memory that one of its programs had, by its calls, at the end of a piece of time.
    pub(super) peak: u64,
    pub(super) opened: u64,
    pub(super) closed: u64,
    pub(super) highest: Option<u64>,
    pub(super) read: u64,
    pub(super) written: u64,
}

/// All of it.
pub(super) struct Sums {
    /// By process, run and piece.
    parts: Vec<Part>,
    processes: BTreeMap<u64, Process>,
}

impl Sums {
    /// Adds up parts, which are sorted by process, run and piece.
    pub(super) fn new(parts: Vec<Part>) -> Sums {
        let mut processes: BTreeMap<u64, Process> = BTreeMap::new();
        let mut start = 0;
        while let Some(first) = parts.get(start) {
            let run = parts[start..].iter().take_while(|part| (part.pid, part.run) == (first.pid, first.run));
            let process = processes.entry(first.pid).or_default();
            let (mut has, mut heap): (i64, Option<(i64, i64)>) = (0, None);
            for part in run {
                start += 1;
                process.comm.clone_from(&part.comm);
                process.mapped = process.mapped.saturating_add(part.mapped);
                process.unmapped = process.unmapped.saturating_add(part.unmapped);
                process.opened += part.opened;
                process.closed += part.closed;
                process.highest = process.highest.max(part.highest);
                process.read = process.read.saturating_add(part.read);
                process.written = process.written.saturating_add(part.written);
                has = has.saturating_add(signed(part.mapped)).saturating_sub(signed(part.unmapped));
                if let Some((from, to)) = part.heap {
                    heap = Some(heap.map_or((from, to), |(low, high)| (low.min(from), high.max(to))));
                }
                let heap = heap.map_or(0, |(low, high)| high.saturating_sub(low).max(0) as u64);
                process.heap = process.heap.max(heap);
                process.peak = process.peak.max((has.max(0) as u64).saturating_add(heap));
            }
        }
        Sums { parts, processes }
    }

    /// By process id.
    pub(super) fn processes(&self) -> &BTreeMap<u64, Process> {
        &self.processes
    }

    /// A row for each piece of time: what all processes had come to by then, and the bytes of the piece.
    pub(super) fn over_time(&self, pieces: Pieces) -> Vec<Vec<Value>> {
        let mut by_piece: BTreeMap<i64, [u64; 6]> = BTreeMap::new();
        for part in &self.parts {
            let sums = by_piece.entry(part.piece).or_default();
            let more = [part.mapped, part.unmapped, part.opened, part.closed, part.read, part.written];
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
        }
        let mut total = [0_u64; 4];
        let row = |(piece, sums): (i64, [u64; 6])| {
            total.iter_mut().zip(sums).for_each(|(total, more)| *total = total.saturating_add(more));
            let [mapped, unmapped, opened, closed] = total;
            vec![
                pieces.start(piece).into(),
                Value::Uint(mapped),
                Value::Uint(unmapped),
                Value::Uint(opened),
                Value::Uint(closed),
                Value::Uint(sums[4]),
                Value::Uint(sums[5]),
            ]
        };
        by_piece.into_iter().map(row).collect()
    }
}

/// The columns of [`Sums::over_time`].
pub(super) fn columns() -> Vec<Column> {
    let bytes = |name: &str| Column::integer(name, Some(Unit::Bytes));
    let count = |name: &str| Column::integer(name, None);
    vec![
        Column::text("time"),
        bytes("mapped"),
        bytes("unmapped"),
        count("opened"),
        count("closed"),
        bytes("read"),
        bytes("written"),
    ]
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_begins_with_no_memory_of_the_one_before() {
        let part = |run, piece, mapped, unmapped, heap| Part {
            pid: 1,
            run,
            piece,
            comm: String::new(),
            mapped,
            unmapped,
            heap,
            opened: 1,
            closed: 0,
            highest: Some(3 + run),
            read: 0,
            written: 5,
        };
        let parts = vec![
            part(1, 0, 100, 0, Some((1000, 1010))),
            part(1, 1, 0, 60, Some((1020, 1020))),
            part(2, 1, 70, 0, None),
        ];
        let sums = Sums::new(parts);
        let process = &sums.processes()[&1];
        assert_eq!((process.mapped, process.unmapped, process.heap, process.peak), (170, 60, 20, 110));
        assert_eq!((process.opened, process.highest, process.written), (3, Some(5), 15));
    }
}
