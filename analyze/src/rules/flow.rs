//! Where data go: from a file that was opened, through the memory of processes, pipes, files and sockets, to where they leave.
//!
//! What is followed is who could have the data: a process that has read them, its children, whatever it writes to after that, and who
//! reads from there. What is in a process's memory is gone when it executes another program, but for shells, which pass on what they have
//! read as arguments. What is written at one end of a connection is read at the other. Where the recording kept what was read and written, whoever
//! writes the very bytes that were read from the file has them, too, whichever way they took.

use super::{
    contents,
    ends::Links,
    evaluate::Evaluator,
    facts::Facts,
    fields::Field,
    findings::{Finding, finding, sees_setup},
    matches::Match,
    question::Questions,
    reduce::{Needs, reduce},
    rows::{FD_PATH, PEER, RowId, Rows},
    rule::{Flow, Rule, What},
};
use crate::{count::count, error::Error, trace::Trace};
use schema::roles::{self, Role};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Holders that are followed for one rule, at most.
const HOLDERS: usize = 20_000;
/// Findings of one rule, at most.
const FINDINGS: usize = 50;

/// A rule that follows data, and the rows that opened what it is about.
pub struct Source<'a> {
    pub rule: &'a Rule,
    pub flow: &'a Flow,
    pub opened: &'a [usize],
}

/// What the rules that follow data find.
///
/// # Errors
/// When the trace cannot be read.
pub fn find(trace: &Trace, sources: &[Source<'_>], evaluator: &Evaluator<'_>) -> Result<Vec<Finding>, Error> {
    let moved = |role| matches!(role, Role::Read | Role::Write | Role::Messages | Role::Move | Role::Fill);
    let calls = roles::calls(moved).into_iter().map(str::to_owned).collect();
    let file = Field::named("file");
    let name = |row: &usize| file.map(|file| evaluator.value(file, *row).show());
    let files = sources.iter().flat_map(|source| source.opened.iter().filter_map(name)).collect();
    let mut questions = Questions::default();
    let contents = contents::of(trace, &files)?;
    let mut needs = Needs { calls: Some(calls), all: true, contents, ..Needs::default() };
    for source in sources {
        questions.add(&source.flow.sink, What::Calls, sees_setup(source.rule));
        source.flow.sink.fields(&mut needs.fields);
    }
    let reduced = reduce(trace, &needs, &questions)?;
    let moves = Evaluator { rows: &reduced.rows, facts: &reduced.facts, manifest: &trace.manifest };
    let mut findings = Vec::new();
    for (source, sinks) in sources.iter().zip(&reduced.matched) {
        let mut follow = Follow::new(&moves, evaluator);
        let shells = |facts: &Facts, run: usize| {
            facts.runs.get(run).and_then(|run| run.exe_name()).is_some_and(|name| is_shell(&name))
        };
        for path in follow.run(source.opened, |row| sinks.binary_search(&row).is_ok(), shells) {
            findings.push(told(source.rule, &path, &follow, trace));
        }
    }
    Ok(findings)
}

/// Programs that pass on what they have read as arguments of others.
fn is_shell(name: &str) -> bool {
    super::load::words()
        .is_ok_and(|words| words.lists.get("shells").is_some_and(|shells| shells.iter().any(|s| s == name)))
}

/// Who may have the data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Holder {
    /// A run of a program.
    Run(u32),
    /// What descriptors stand for: a file, a pipe, a socket.
    Thing(String),
}

/// How a holder got the data.
#[derive(Debug, Clone)]
struct Hop {
    /// The one before; `None` for the file itself.
    from: Option<usize>,
    holder: Holder,
    /// Since when, ns of the boot clock.
    since: i64,
    /// The row of `moves` that brought them, and whether its first or its last call did.
    by: Option<(usize, i64)>,
    /// The row that opened the file.
    opened: Option<usize>,
}

struct Follow<'a> {
    moves: &'a Evaluator<'a>,
    opens: &'a Evaluator<'a>,
    /// Rows of `moves` by run, and by what their descriptor stands for.
    by_run: HashMap<u32, Vec<usize>>,
    by_thing: HashMap<&'a str, Vec<usize>>,
    /// Rows by what they read or wrote.
    by_content: HashMap<u64, Vec<usize>>,
    links: Links<'a>,
    /// What the descriptors of a process stand for.
    descriptors: HashMap<(u32, i64), &'a str>,
    hops: Vec<Hop>,
}

impl<'a> Follow<'a> {
    fn new(moves: &'a Evaluator<'a>, opens: &'a Evaluator<'a>) -> Follow<'a> {
        let mut follow = Follow {
            moves,
            opens,
            by_run: HashMap::new(),
            by_thing: HashMap::new(),
            by_content: HashMap::new(),
            links: Links::default(),
            descriptors: HashMap::new(),
            hops: Vec::new(),
        };
        let rows: &'a Rows = moves.rows;
        let fd = Field::named("fd");
        for row in (0..rows.len()).filter(|row| rows.is_call(*row) && rows.ret[*row].unwrap_or(0) > 0) {
            follow.by_run.entry(rows.run[row]).or_default().push(row);
            if rows.content[row] != 0 {
                follow.by_content.entry(rows.content[row]).or_default().push(row);
            }
            if let Some(thing) = rows.text(FD_PATH, row) {
                follow.by_thing.entry(thing).or_default().push(row);
                if let Some(super::value::Value::Number(fd)) = fd.map(|fd| moves.value(fd, row)) {
                    follow.descriptors.insert((rows.tgid[row], fd), thing);
                }
            }
        }
        follow.links = Links::of(follow.by_thing.keys().copied());
        follow
    }

    /// The names under which what was written to a thing is read.
    fn arrives(&self, name: &str) -> Vec<&'a str> {
        let Some(others) = self.links.other(name) else {
            return self.by_thing.get_key_value(name).map(|(name, _)| *name).into_iter().collect();
        };
        // Of several that cannot be told apart, any may be meant: those of one process are one.
        let mut runs: Vec<u32> = Vec::new();
        for other in others.iter().filter(|other| !other.sure) {
            runs.extend(self.by_thing.get(other.name).into_iter().flatten().map(|row| self.moves.rows.run[*row]));
        }
        runs.sort_unstable();
        runs.dedup();
        others.into_iter().filter(|other| other.sure || runs.len() == 1).map(|other| other.name).collect()
    }

    /// The ways from the opened files to sinks, each as numbers of hops.
    fn run(
        &mut self,
        opened: &[usize],
        is_sink: impl Fn(usize) -> bool,
        keeps: impl Fn(&Facts, usize) -> bool,
    ) -> Vec<Vec<usize>> {
        let mut known: HashMap<Holder, i64> = HashMap::new();
        let mut queue: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
        let mut ends = Vec::new();
        let file = Field::named("file");
        for row in opened {
            let name = file.map(|file| self.opens.value(file, *row).show()).unwrap_or_default();
            let hop = Hop {
                from: None,
                holder: Holder::Thing(name),
                since: self.opens.rows.ts[*row],
                by: None,
                opened: Some(*row),
            };
            self.add(hop, &mut known, &mut queue);
        }
        while let Some(Reverse((since, at))) = queue.pop() {
            if self.hops.len() > HOLDERS || ends.len() >= FINDINGS {
                break;
            }
            for next in self.after(at, since, &keeps) {
                let sink = next.by.is_some_and(|(row, _)| is_sink(row));
                let leaves = sink && matches!(next.holder, Holder::Thing(_));
                if let Some(place) = self.add(next, &mut known, &mut queue)
                    && leaves
                {
                    ends.push(place);
                }
            }
        }
        ends.into_iter().map(|end| self.path(end)).collect()
    }

    fn add(
        &mut self,
        hop: Hop,
        known: &mut HashMap<Holder, i64>,
        queue: &mut BinaryHeap<Reverse<(i64, usize)>>,
    ) -> Option<usize> {
        if known.get(&hop.holder).is_some_and(|since| *since <= hop.since) {
            return None;
        }
        known.insert(hop.holder.clone(), hop.since);
        let place = self.hops.len();
        queue.push(Reverse((hop.since, place)));
        self.hops.push(hop);
        Some(place)
    }

    fn path(&self, end: usize) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(Some(end), |at| self.hops[*at].from).take(HOLDERS).collect();
        path.reverse();
        path
    }

    /// Of equal calls, when one was made at that time or later.
    fn when(&self, row: usize, since: i64) -> Option<i64> {
        let rows = self.moves.rows;
        [rows.ts[row], rows.last[row]].into_iter().find(|ts| *ts >= since)
    }

    /// The same of a call that takes data in: it may have begun to wait for them before they were there.
    fn when_in(&self, row: usize, since: i64) -> Option<i64> {
        let rows = self.moves.rows;
        self.when(row, since).or_else(|| (rows.ended[row] >= since).then_some(rows.last[row]))
    }

    /// Who gets the data from a holder.
    fn after(&self, at: usize, since: i64, keeps: &impl Fn(&Facts, usize) -> bool) -> Vec<Hop> {
        let rows = self.moves.rows;
        let hop = |holder, row: usize, ts: i64| Hop {
            from: Some(at),
            holder,
            since: ts.max(since),
            by: Some((row, ts)),
            opened: None,
        };
        let thing = |thing: &str| Holder::Thing(thing.to_owned());
        let mut next = Vec::new();
        match &self.hops[at].holder {
            Holder::Thing(name) => {
                let read = self.arrives(name).into_iter().filter_map(|name| self.by_thing.get(name));
                for row in read.flatten() {
                    let Some(ts) = self.when_in(*row, since) else { continue };
                    match roles::of(rows.name(*row)) {
                        Some(Role::Read) => next.push(hop(Holder::Run(rows.run[*row]), *row, ts)),
                        Some(Role::Messages) if receives(rows.name(*row)) => {
                            next.push(hop(Holder::Run(rows.run[*row]), *row, ts))
                        }
                        Some(Role::Move) => next.extend(self.second(*row).map(|to| hop(thing(to), *row, ts))),
                        _ => {}
                    }
                }
                // What is read from one end of a pair was written to the other.
                next.extend(self.filled(name, since).map(|(row, to, ts)| hop(thing(to), row, ts)));
            }
            Holder::Run(run) => {
                for row in self.by_run.get(run).into_iter().flatten() {
                    let Some(ts) = self.when(*row, since) else { continue };
                    let writes = match roles::of(rows.name(*row)) {
                        Some(Role::Write) => true,
                        Some(Role::Messages) => !receives(rows.name(*row)),
                        _ => false,
                    };
                    // A datagram's socket has no peer of its own.
                    let to = rows.text(FD_PATH, *row).or_else(|| rows.text(PEER, *row));
                    if let (true, Some(to)) = (writes, to) {
                        next.push(hop(thing(to), *row, ts));
                    }
                }
                // The same bytes, written by somebody else.
                let read = self.hops[at].by.map_or(0, |(row, _)| rows.content[row]);
                for row in self.by_content.get(&read).into_iter().flatten().filter(|row| rows.run[**row] != *run) {
                    let writes = roles::of(rows.name(*row)) == Some(Role::Write);
                    let to = rows.text(FD_PATH, *row).or_else(|| rows.text(PEER, *row));
                    if let (true, Some(to), Some(ts)) = (writes, to, self.when(*row, since)) {
                        next.push(hop(thing(to), *row, ts));
                    }
                }
                next.extend(self.heirs(*run, since, keeps).map(|(run, ts)| Hop {
                    from: Some(at),
                    holder: Holder::Run(run),
                    since: ts,
                    by: None,
                    opened: None,
                }));
            }
        }
        next
    }

    /// What the second descriptor of a call stands for.
    fn second(&self, row: usize) -> Option<&'a str> {
        let fd = Field::named("fd2")?;
        match self.moves.value(fd, row) {
            super::value::Value::Number(fd) => {
                self.descriptors.get(&(self.moves.rows.tgid[row], i64::from(fd as i32))).copied()
            }
            _ => None,
        }
    }

    /// Calls that write what they read from `name`, which is their second descriptor: sendfile.
    fn filled(&self, name: &str, since: i64) -> impl Iterator<Item = (usize, &'a str, i64)> {
        let rows: &'a Rows = self.moves.rows;
        let (fd2, file, new_fd) = (Field::named("fd2"), Field::named("file"), Field::named("new_fd"));
        let number = |field: Option<Field>, evaluator: &Evaluator<'_>, row: usize| {
            field.map(|field| evaluator.value(field, row))
        };
        // The numbers under which the file was opened.
        let opened: Vec<(u32, super::value::Value)> = (0..self.opens.rows.len())
            .filter(|row| file.is_some_and(|file| self.opens.value(file, *row).show() == name))
            .filter_map(|row| Some((self.opens.rows.tgid[row], number(new_fd, self.opens, row)?)))
            .collect();
        let fills =
            (0..rows.len()).filter(move |row| roles::of(rows.name(*row)) == Some(Role::Fill) && rows.is_call(*row));
        let mut found = Vec::new();
        for row in fills {
            let from = (rows.tgid[row], number(fd2, self.moves, row).unwrap_or_default());
            let to = rows.text(FD_PATH, row);
            if let (true, Some(to), Some(ts)) = (opened.contains(&from), to, self.when(row, since)) {
                found.push((row, to, ts));
            }
        }
        found.into_iter()
    }

    /// Runs that begin with what this one has in memory.
    fn heirs(&self, run: u32, since: i64, keeps: &impl Fn(&Facts, usize) -> bool) -> impl Iterator<Item = (u32, i64)> {
        let facts = self.moves.facts;
        let run = run as usize;
        let kept = keeps(facts, run);
        let heir = move |(at, other): (usize, &super::facts::Run)| {
            let forked = other.parent == Some(run) && !other.executed && other.before.is_none();
            let executed = kept && other.before == Some(run);
            (other.since >= since && (forked || executed)).then_some((at as u32, other.since))
        };
        let found: Vec<_> = facts.runs.iter().enumerate().filter_map(heir).collect();
        found.into_iter()
    }
}

/// Whether a call for many messages takes them.
fn receives(name: &str) -> bool {
    name.starts_with("recv")
}

/// A way as a finding: a sentence with every hop, and its rows.
fn told(rule: &Rule, path: &[usize], follow: &Follow<'_>, trace: &Trace) -> Finding {
    let rows = follow.moves.rows;
    let facts = follow.moves.facts;
    let mut ids: Vec<RowId> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let name = |run: u32| {
        let run = facts.runs.get(run as usize);
        run.map_or("?".to_owned(), |run| format!("{}[{}]", run.comm.as_deref().unwrap_or("?"), run.tgid))
    };
    let mut calls = Vec::new();
    for at in path {
        let hop = &follow.hops[*at];
        if let Some(row) = hop.opened {
            ids.push(follow.opens.rows.id(row));
            continue;
        }
        if let Some((row, ts)) = hop.by {
            ids.push(RowId { tid: rows.tid[row], ts });
            calls.push(row);
        }
        words.push(match (&hop.holder, hop.by) {
            (Holder::Run(run), Some((row, _))) => {
                format!("{} read {}", name(*run), rows.text(FD_PATH, row).unwrap_or("?"))
            }
            (Holder::Run(run), None) => format!("{} inherited it", name(*run)),
            (Holder::Thing(thing), Some((row, _))) => {
                let bytes = count(rows.ret[row].unwrap_or(0).max(0) as u64, "byte");
                let from = hop.from.map(|from| &follow.hops[from].holder);
                let same = if from == Some(&Holder::Run(rows.run[row])) || !matches!(from, Some(Holder::Run(_))) {
                    ""
                } else {
                    " with the same content"
                };
                format!("{} wrote {bytes}{same} to {thing}", name(rows.run[row]))
            }
            (Holder::Thing(thing), None) => thing.clone(),
        });
    }
    let last = calls.last().copied();
    let found = Match {
        run: last.map_or(super::rows::NONE, |row| rows.run[row]),
        rows: last.into_iter().collect(),
        calls: ids.len() as u64,
    };
    let mut told = finding(rule, rule.output.clone() + ": " + &words.join(", then "), &found, follow.moves, trace);
    told.first = ids.first().map_or(0, |id| id.ts);
    told.time = crate::time::utc(&trace.manifest, told.first);
    told.rows = ids;
    told
}
