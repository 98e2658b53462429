//! The ptrace source: works without privileges, on any kernel, and slowly.
//!
//! Every call of a tracee stops it twice. The stops are turned into the records that the kernel program would write, from
//! the same capture plan. Where a command is recorded and not all calls are wanted, a seccomp filter lets the others pass
//! without a stop.

mod events;
mod filter;
mod memory;
mod proc;
mod request;
mod spin;
mod tracee;
mod wait;

use super::{Poll, Source};
use crate::target::Aim;
use anyhow::{Context, Result};
use nix::{
    sys::{
        ptrace::{self, Options},
        signal::{Signal, kill},
    },
    unistd::Pid,
};
use request::Found;
use schema::{
    Arch,
    manifest::Exit,
    plan::Plan,
    wire::{self, CountEntry, PlanEntry, Stats, SyscallEvent, Wire, flags},
};
use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};
use tracee::{Pending, Tracee};

/// A task whose first status came before its parent told of it.
struct Early {
    /// The status, which has been taken.
    status: i32,
    since: Instant,
}

/// A capture through ptrace. It belongs to the thread that made it: to the kernel, that thread is the tracer.
pub struct Ptrace {
    tracees: HashMap<Pid, Tracee, hashbrown::DefaultHashBuilder>,
    early: HashMap<Pid, Early>,
    root: Pid,
    root_exit: Option<Exit>,
    plans: Vec<Plan>,
    /// The tables of all plans.
    choices: memory::Choices,
    /// The program of the filter that stops the tracees at the calls that matter, if there is one. Without a tracer these
    /// calls fail, so the tracees end with the recording.
    filter: Option<Vec<u8>>,
    keep_setup: bool,
    rows: u64,
    /// Calls since they were last asked for.
    counted: Vec<CountEntry>,
    alarm: wait::Alarm,
    spin: spin::Spin,
    /// Records made while the caller was not asking, in order.
    queued: Vec<Vec<u8>>,
    /// Statuses since every tracee was asked.
    unswept: usize,
    /// The tracees are being let go.
    finishing: bool,
    /// Processes that could not be traced, a sentence each.
    not_attached: Vec<String>,
}

/// Statuses dealt with in one poll, at most.
const ROUND: usize = 4096;
/// Statuses after which every tracee is asked, at least.
const SWEEP: usize = 256;
/// How long a parent may take to tell of its child. It tells at once, unless it was killed in the middle of its call.
const EARLY: Duration = Duration::from_millis(200);
/// How long tracees may take to stop for the last time.
const FINISH: Duration = Duration::from_secs(1);

fn options(filtered: bool) -> Options {
    // Whoever is left with a filter and without a tracer can do nothing.
    let filter = Options::PTRACE_O_TRACESECCOMP | Options::PTRACE_O_EXITKILL;
    let more = if filtered { filter } else { Options::empty() };
    more | Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACEEXIT
}

impl Ptrace {
    /// Traces every thread of those who are meant, and all that descends from them. Who runs has its descendants traced too.
    /// If `filtered`, the one that is held is to be given [`Source::filter`].
    ///
    /// # Errors
    /// When the system does not allow it (ptrace(2), "Ptrace access mode checking").
    pub fn seize(aim: &Aim, plans: Vec<Plan>, filtered: bool, keep_setup: bool) -> Result<Ptrace> {
        let root = Pid::from_raw(aim.pid() as i32);
        let mut source = Ptrace {
            tracees: HashMap::default(),
            early: HashMap::new(),
            root,
            root_exit: None,
            choices: plans.iter().flat_map(|plan| &plan.choices).copied().collect(),
            filter: filtered.then(|| filter::program(&plans)),
            plans,
            keep_setup,
            rows: 0,
            counted: Vec::new(),
            alarm: wait::Alarm::new()?,
            spin: spin::Spin::new(),
            queued: Vec::new(),
            unswept: 0,
            finishing: false,
            not_attached: Vec::new(),
        };
        let held = !aim.stays();
        source.seize_process(root, held)?;
        anyhow::ensure!(!source.tracees.is_empty(), "process {root} is not there");
        if held {
            return Ok(source);
        }
        // The children that they make from now on come by themselves, but those of others may be overlooked once.
        let mut seen = HashSet::from([root]);
        loop {
            let new: Vec<Pid> = proc::members(&seen, aim.pid_ns).into_iter().filter(|pid| seen.insert(*pid)).collect();
            if new.is_empty() {
                return Ok(source);
            }
            for pid in new {
                // One that may not be traced does not keep us from the others.
                if let Err(error) = source.seize_process(pid, false) {
                    source.not_attached.push(format!("process {pid} is not recorded: {error:#}"));
                }
            }
        }
    }

    /// Traces every thread of a process.
    fn seize_process(&mut self, pid: Pid, held: bool) -> Result<()> {
        // A thread may start another while we look: look until nothing is new.
        let mut seen = HashSet::new();
        loop {
            let threads = match proc::threads(pid) {
                Ok(threads) => threads,
                Err(_) if !seen.is_empty() || !held => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let new: Vec<Pid> = threads.into_iter().filter(|tid| seen.insert(*tid)).collect();
            if new.is_empty() {
                return Ok(());
            }
            for tid in new {
                self.seize_thread(tid, held)?;
            }
        }
    }

    fn seize_thread(&mut self, tid: Pid, held: bool) -> Result<()> {
        if self.tracees.contains_key(&tid) {
            return Ok(());
        }
        match ptrace::seize(tid, options(self.filter.is_some())) {
            Ok(()) => {}
            Err(nix::Error::ESRCH) => return Ok(()),
            // The child of a thread that was seized before comes with it.
            Err(nix::Error::EPERM) if proc::is_ours(tid) => {}
            // The first thread, which has ended while others go on.
            Err(nix::Error::EPERM) if proc::is_dead(tid) => return Ok(()),
            Err(error) => return Err(error).with_context(|| format!("PTRACE_SEIZE of process {tid}")),
        }
        let mut first = wire::TaskEvent { kind: wire::KIND_FIRST, ..proc::describe(tid) };
        let leader = Pid::from_raw(first.tgid as i32);
        if tid != leader {
            first.flags |= flags::THREAD;
            first.shares = request::shares(leader, tid, true);
        }
        let mut tracee = Tracee::new(first, held);
        first.flags |= tracee.flags();
        if !held {
            tracee.begun_before = proc::current_call(tid);
        }
        self.queued.push(proc::record(first));
        self.tracees.insert(tid, tracee);
        // Its calls stop it only once it has been stopped itself.
        let _ = ptrace::interrupt(tid);
        Ok(())
    }

    fn plan(&self, arch: Arch, nr: i32) -> PlanEntry {
        let slot = usize::try_from(if arch == Arch::X32 { nr & !schema::arch::X32_BIT } else { nr });
        let plan = self.plans.iter().find(|plan| plan.arch == arch);
        let entry = slot.ok().and_then(|slot| plan?.entries.get(slot));
        // A number without a slot is recorded, as the kernel program does.
        entry.copied().unwrap_or(PlanEntry { flags: wire::PLAN_WANTED, args: 6, ..PlanEntry::default() })
    }

    /// Hands over the record of the call that `tid` is in, if it is in one.
    fn end_call(&mut self, tid: Pid, emit: &mut dyn FnMut(&[u8])) {
        let row = self.take_row(tid);
        self.hand_over(row, emit);
    }

    /// The record of the call that `tid` is in.
    fn take_row(&mut self, tid: Pid) -> Option<Vec<u8>> {
        self.tracees.get_mut(&tid)?.end_call(self.keep_setup)
    }

    fn hand_over(&mut self, row: Option<Vec<u8>>, emit: &mut dyn FnMut(&[u8])) {
        if let Some(row) = row {
            if let Some(event) = SyscallEvent::read(&row).filter(|event| event.flags & wire::HIDDEN == 0) {
                self.counted.push(CountEntry::of(&event));
                self.rows += 1;
            }
            emit(&row);
        }
    }

    /// Deals with statuses until there are none for some time, or enough.
    fn round(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        for _ in 0..ROUND {
            if self.is_over() {
                break;
            }
            match self.spin.next(self.tracees.len())? {
                Found::Stop(pid, status) => self.stopped(pid, status, emit),
                Found::End(pid) if self.is_mine(pid) => self.take_end(pid, emit),
                // Not a tracee, and whoever started it has not looked: it comes first in every wait.
                Found::End(_) => {
                    if !self.sweep(emit)? {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    break;
                }
                Found::Childless => {
                    self.give_up(emit);
                    break;
                }
                Found::Nothing | Found::Interrupted => break,
            }
            // The kernel looks at the newest tracee first: those of a program that forks without end would keep the
            // others waiting for ever.
            self.unswept += 1;
            if self.unswept >= SWEEP.max(4 * self.tracees.len()) {
                self.sweep(emit)?;
            }
        }
        Ok(())
    }

    /// Asks each tracee by itself, once. Whether one had a status.
    fn sweep(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<bool> {
        self.unswept = 0;
        let mut found = false;
        for pid in self.tracees.keys().copied().collect::<Vec<_>>() {
            match request::peek(Some(pid), false)? {
                Found::Stop(pid, status) => self.stopped(pid, status, emit),
                Found::End(pid) => self.take_end(pid, emit),
                _ => continue,
            }
            found = true;
        }
        Ok(found)
    }

    /// Whether an end is that of a tracee, perhaps of one of which its parent has not told yet.
    fn is_mine(&self, pid: Pid) -> bool {
        self.tracees.contains_key(&pid) || proc::is_ours(pid)
    }

    fn is_over(&self) -> bool {
        self.tracees.is_empty() && self.early.is_empty()
    }
}

impl Source for Ptrace {
    fn poll(&mut self, wait: Duration, emit: &mut dyn FnMut(&[u8])) -> Result<Poll> {
        let mut records = 0;
        let mut emit = |record: &[u8]| {
            records += 1;
            emit(record);
        };
        for record in std::mem::take(&mut self.queued) {
            emit(&record);
        }
        self.alarm.set(wait)?;
        let done = self.round(&mut emit);
        self.alarm.clear()?;
        done?;
        self.adopt_early(&mut emit);
        Ok(if self.is_over() { Poll::Ended(self.root_exit) } else { Poll::Records(records) })
    }

    fn finish(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        for record in std::mem::take(&mut self.queued) {
            emit(&record);
        }
        self.finishing = true;
        // They stay in the list: their parents may tell of them yet.
        for (tid, early) in &self.early {
            request::detach(*tid, tracee::signal_to_deliver(early.status));
        }
        for tid in self.tracees.keys() {
            if self.filter.is_some() {
                let _ = kill(*tid, Signal::SIGKILL);
            } else {
                let _ = ptrace::interrupt(*tid);
            }
        }
        // A tracee can be let go only while it is stopped. One that sleeps in the kernel and does not stop is let go
        // when this process ends.
        let deadline = Instant::now() + FINISH;
        self.alarm.set(FINISH)?;
        while !self.tracees.is_empty() && Instant::now() < deadline {
            match request::peek(None, true)? {
                Found::Stop(pid, status) => self.let_go(pid, status, emit),
                Found::End(pid) if self.is_mine(pid) => self.take_end(pid, emit),
                Found::End(_) => {
                    for pid in self.tracees.keys().copied().collect::<Vec<_>>() {
                        match request::peek(Some(pid), false)? {
                            Found::Stop(pid, status) => self.let_go(pid, status, emit),
                            Found::End(pid) => self.take_end(pid, emit),
                            _ => {}
                        }
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                Found::Childless => break,
                Found::Nothing | Found::Interrupted => {}
            }
        }
        self.early.clear();
        self.alarm.clear()
    }

    fn stats(&mut self) -> Result<Vec<Stats>> {
        Ok(vec![Stats { calls: self.rows, ..Stats::default() }])
    }

    fn counts(&mut self, add: &mut dyn FnMut(&CountEntry)) {
        self.counted.drain(..).for_each(|entry| add(&entry));
    }

    fn reaps(&self) -> bool {
        true
    }

    fn stops(&self) -> bool {
        true
    }

    fn filter(&self) -> Option<&[u8]> {
        self.filter.as_deref()
    }

    fn not_attached(&self) -> &[String] {
        &self.not_attached
    }
}
