//! The rows that a rule is about: calls of which a condition was true, one row for all that are equal in what rules can see.

use super::{
    rows::{NAME, Rows},
    shape::{Shape, shape},
};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::{collections::HashMap, hash::BuildHasher};

/// In what equal calls are equal.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    texts: [u32; super::rows::TEXTS.len()],
    args: [u64; 6],
    ids: [u32; 5],
    /// When it began, if each such call is a row of its own.
    single: i64,
    ret: Option<i64>,
    content: u64,
    /// The conditions that are true of it.
    set: u32,
}

/// The rows, as they come in.
#[derive(Default)]
pub struct Kept {
    rows: Rows,
    groups: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// What the calls of a row returned, added up.
    sums: Vec<i64>,
    /// Of each row, the conditions that are true of it: a place in `sets`.
    set: Vec<u32>,
    sets: Vec<Vec<u32>>,
    numbers: HashMap<Vec<u32>, u32>,
    /// By the number of a name.
    shapes: HashMap<u32, Shape>,
}

/// Rows in the order of time, and of each condition those of which it is true.
pub struct Sorted {
    pub rows: Rows,
    pub matched: Vec<Vec<usize>>,
}

impl Kept {
    /// Takes rows of a piece, each with the conditions that are true of it. `known` has the numbers here of texts there.
    pub fn take<'a>(&mut self, piece: &Rows, known: &mut Vec<u32>, picked: impl Iterator<Item = (usize, &'a [u32])>) {
        known.resize(piece.dictionary.len() + 1, 0);
        for (row, conditions) in picked {
            self.one(piece, known, row, conditions);
        }
    }

    fn one(&mut self, piece: &Rows, known: &mut [u32], row: usize, conditions: &[u32]) {
        let texts = piece.texts.each_ref().map(|column| {
            let there = column[row];
            let here = &mut known[there as usize];
            if *here == 0 && there != 0 {
                *here = piece.dictionary.get(there).map_or(0, |text| self.rows.dictionary.number(text));
            }
            *here
        });
        let event = !piece.is_call(row);
        let shape = match event {
            // What an event says is in all of its words.
            true => Shape { single: true, args: u8::MAX, ..Shape::default() },
            false => *self.shapes.entry(texts[NAME]).or_insert_with(|| shape(piece.name(row))),
        };
        let ret = piece.ret[row];
        let mut args = piece.args.each_ref().map(|column| column[row]);
        args.iter_mut().enumerate().filter(|(at, _)| shape.args >> at & 1 == 0).for_each(|(_, arg)| *arg = 0);
        let key = Key {
            texts,
            args,
            ids: [piece.tid[row], piece.tgid[row], piece.ns_tgid[row], piece.bits[row], piece.run[row]],
            single: if shape.single { piece.ts[row] } else { 0 },
            // Descriptors are few; addresses and sizes are not.
            ret: ret.map(|ret| if shape.makes || shape.single || ret <= 0 { ret } else { 1 }),
            content: piece.content[row],
            set: self.set_of(conditions),
        };
        let sum = if shape.adds { ret.unwrap_or(0).max(0) } else { 0 };
        let hash = self.hasher.hash_one(&key);
        // Two events of a kind may share a time.
        let same = if event { None } else { self.groups.find(hash, |at| self.key(*at as usize) == key).copied() };
        match same {
            Some(at) => {
                let (at, rows) = (at as usize, &mut self.rows);
                rows.count[at] += piece.count[row];
                rows.ts[at] = rows.ts[at].min(piece.ts[row]);
                rows.last[at] = rows.last[at].max(piece.last[row]);
                rows.ended[at] = rows.ended[at].max(piece.ended[row]);
                self.sums[at] = self.sums[at].saturating_add(sum);
            }
            None => self.add(piece, row, key, (!event).then_some(hash), sum),
        }
    }

    fn add(&mut self, piece: &Rows, row: usize, key: Key, hash: Option<u64>, sum: i64) {
        let rows = &mut self.rows;
        let at = rows.len() as u32;
        rows.texts.iter_mut().zip(key.texts).for_each(|(column, text)| column.push(text));
        rows.args.iter_mut().zip(key.args).for_each(|(column, arg)| column.push(arg));
        let [tid, tgid, ns_tgid, bits, run] = key.ids;
        rows.tid.push(tid);
        rows.tgid.push(tgid);
        rows.ns_tgid.push(ns_tgid);
        rows.bits.push(bits);
        rows.run.push(run);
        rows.ret.push(key.ret);
        rows.content.push(key.content);
        rows.ts.push(piece.ts[row]);
        rows.last.push(piece.last[row]);
        rows.ended.push(piece.ended[row]);
        rows.count.push(piece.count[row]);
        self.sums.push(sum);
        self.set.push(key.set);
        if let Some(hash) = hash {
            // Borrowed apart: the table asks for hashes of the rows that it moves.
            let mut groups = std::mem::take(&mut self.groups);
            groups.insert_unique(hash, at, |at| self.hasher.hash_one(self.key(*at as usize)));
            self.groups = groups;
        }
    }

    fn key(&self, at: usize) -> Key {
        let rows = &self.rows;
        let texts = rows.texts.each_ref().map(|column| column[at]);
        let single = self.shapes.get(&texts[NAME]).is_some_and(|shape| shape.single);
        Key {
            texts,
            args: rows.args.each_ref().map(|column| column[at]),
            ids: [rows.tid[at], rows.tgid[at], rows.ns_tgid[at], rows.bits[at], rows.run[at]],
            single: if single { rows.ts[at] } else { 0 },
            ret: rows.ret[at],
            content: rows.content[at],
            set: self.set[at],
        }
    }

    fn set_of(&mut self, conditions: &[u32]) -> u32 {
        if let Some(number) = self.numbers.get(conditions) {
            return *number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(conditions.to_vec());
        self.numbers.insert(conditions.to_vec(), number);
        number
    }

    /// The rows in order of time, and for each of `conditions` conditions those of which it is true.
    pub fn sorted(mut self, conditions: usize) -> Sorted {
        self.groups = HashTable::new();
        let rows = &mut self.rows;
        for (ret, sum) in rows.ret.iter_mut().zip(&self.sums) {
            *ret = ret.map(|ret| if *sum > 0 { *sum } else { ret });
        }
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        let key = |row: usize| (rows.ts[row], rows.tid[row]);
        order.sort_by(|a, b| {
            let (a, b) = (*a as usize, *b as usize);
            let rest = || (rows.name(a), rows.args[0][a]).cmp(&(rows.name(b), rows.args[0][b]));
            key(a).cmp(&key(b)).then_with(rest)
        });
        fn sorted<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            *column = order.iter().map(|row| column[*row as usize]).collect();
        }
        rows.texts.iter_mut().for_each(|column| sorted(column, &order));
        rows.args.iter_mut().for_each(|column| sorted(column, &order));
        for column in [&mut rows.tid, &mut rows.tgid, &mut rows.ns_tgid, &mut rows.bits, &mut rows.run, &mut self.set] {
            sorted(column, &order);
        }
        for column in [&mut rows.ts, &mut rows.last, &mut rows.ended] {
            sorted(column, &order);
        }
        sorted(&mut rows.count, &order);
        sorted(&mut rows.content, &order);
        sorted(&mut rows.ret, &order);
        let mut matched = vec![Vec::new(); conditions];
        for (row, set) in self.set.iter().enumerate() {
            for condition in &self.sets[*set as usize] {
                matched[*condition as usize].push(row);
            }
        }
        Sorted { rows: self.rows, matched }
    }
}
