//! One order for the records of all rings.
//!
//! Each processor writes its rings in the order of time, and stamps a record before it becomes visible. What a task did
//! before it told another task anything was visible before the other's next call began; so if the rings are read up to a
//! moment, and no record stamped later is handed over, then a record comes after all that it can be a consequence of.

use super::shared::Bulk;
use schema::wire::{self, SignalEvent, SyscallEvent, TaskEvent, Wire};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    mem::offset_of,
};

/// Records of a state ring that have been read and not handed over.
#[derive(Default)]
pub struct Waiting {
    records: VecDeque<Vec<u8>>,
}

impl Waiting {
    /// Adds a record.
    pub fn push(&mut self, record: &[u8]) {
        self.records.push_back(record.to_vec());
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// A ring that is being read.
pub enum Lane<'a> {
    /// Calls.
    Bulk(Bulk<'a>),
    /// Events of tasks, and calls that change them.
    State(&'a mut Waiting),
}

impl Lane<'_> {
    #[inline]
    fn first(&self) -> Option<&[u8]> {
        match self {
            Lane::Bulk(bulk) => bulk.first(),
            Lane::State(waiting) => waiting.records.front().map(Vec::as_slice),
        }
    }

    #[inline]
    fn pass(&mut self, len: usize) {
        match self {
            Lane::Bulk(bulk) => bulk.pass(len),
            Lane::State(waiting) => drop(waiting.records.pop_front()),
        }
    }
}

/// When a record was written, as far as it says: when its call ended, or when the event was. One that does not say was
/// written right after the one before it.
#[inline]
fn time(record: &[u8]) -> u64 {
    let number = |offset: usize| record.get(offset..).and_then(u64::read).unwrap_or_default();
    match record.first() {
        Some(&wire::KIND_SYSCALL) => {
            let (ts, dur) = (number(offset_of!(SyscallEvent, ts)), number(offset_of!(SyscallEvent, dur)));
            if dur == wire::NO_DURATION { ts } else { ts.saturating_add(dur) }
        }
        Some(&wire::KIND_EXEC_BYTES) | None => 0,
        Some(&wire::KIND_SIGNAL) => number(offset_of!(SignalEvent, ts)),
        Some(_) => number(offset_of!(TaskEvent, ts)),
    }
}

/// Hands over the records written until `until`, in their order; how many.
pub fn in_order(lanes: &mut [Lane<'_>], until: u64, emit: &mut dyn FnMut(&[u8])) -> usize {
    let mut waiting: BinaryHeap<Reverse<(u64, usize)>> = lanes
        .iter()
        .enumerate()
        .filter_map(|(i, lane)| Some(Reverse((time(lane.first()?), i))))
        .filter(|Reverse((time, _))| *time <= until)
        .collect();
    let mut records = 0;
    while let Some(Reverse((mut now, i))) = waiting.pop() {
        let next = waiting.peek().map_or(until, |Reverse((time, _))| *time);
        let lane = &mut lanes[i];
        while let Some(record) = lane.first() {
            now = now.max(time(record));
            if now > next {
                break;
            }
            emit(record);
            records += 1;
            let len = record.len();
            lane.pass(len);
        }
        if now > next && now <= until && lane.first().is_some() {
            waiting.push(Reverse((now, i)));
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(ts: u64, dur: u64) -> Vec<u8> {
        let mut out = Vec::new();
        SyscallEvent { kind: wire::KIND_SYSCALL, ts, dur, ..Default::default() }.write(&mut out);
        out
    }

    #[test]
    fn records_come_in_the_order_of_their_ends_and_none_too_early() {
        let mut one = Waiting::default();
        let mut other = Waiting::default();
        // A call without end stays behind the one before it.
        [call(1, 9), call(2, wire::NO_DURATION), call(11, 1), call(40, 1)].iter().for_each(|r| one.push(r));
        [call(5, 6), call(6, 24), call(7, 1)].iter().for_each(|r| other.push(r));
        let mut order = |until: u64| {
            let mut seen = Vec::new();
            let mut lanes = [Lane::State(&mut one), Lane::State(&mut other)];
            in_order(&mut lanes, until, &mut |r| seen.push(u64::read(&r[offset_of!(SyscallEvent, ts)..]).unwrap()));
            seen
        };
        assert_eq!(order(20), [1, 2, 5, 11]);
        assert_eq!(order(30), [6, 7]);
        assert!(order(39).is_empty());
        assert_eq!(order(u64::MAX), [40]);
    }
}
