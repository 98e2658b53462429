//! The ptrace source: works without privileges, on any kernel, and slowly.
//!
//! Every call of a tracee stops it twice. The stops are turned into the records that the kernel program would write, from
//! the same capture plan.

mod events;
mod memory;
mod proc;
mod request;
mod wait;

use super::{Poll, Source};
use anyhow::{Context, Result};
use nix::{
    sys::ptrace::{self, Options},
    unistd::Pid,
};
use schema::{
    Arch,
    manifest::Exit,
    wire::{self, PlanEntry, Stats, SyscallEvent, flags},
};
use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

/// A call that has begun.
struct Pending {
    event: SyscallEvent,
    data: Vec<u8>,
    plan: PlanEntry,
}

/// A task that is traced.
struct Tracee {
    tgid: u32,
    seq: u64,
    pending: Option<Pending>,
    /// Before the target's first exec.
    setup: bool,
    comm: Vec<u8>,
}

/// A capture through ptrace.
pub struct Ptrace {
    tracees: HashMap<Pid, Tracee>,
    /// New tasks that stopped before their parent told of them.
    early: HashSet<Pid>,
    root: Pid,
    root_exit: Option<Exit>,
    plans: Vec<(Arch, Vec<PlanEntry>)>,
    keep_setup: bool,
    rows: u64,
    waiter: wait::Waiter,
    /// Records made while the caller was not asking, in order.
    queued: Vec<Vec<u8>>,
}

/// Records handed over in one poll, at most about so many.
const ROUND: usize = 4096;

fn options() -> Options {
    Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACEEXIT
}

impl Ptrace {
    /// Traces every thread of process `pid`, which is held, and all that descends from it.
    ///
    /// # Errors
    /// When the system does not allow it (ptrace(2), "Ptrace access mode checking").
    pub fn seize(pid: Pid, plans: Vec<(Arch, Vec<PlanEntry>)>, keep_setup: bool) -> Result<Ptrace> {
        let mut source = Ptrace {
            tracees: HashMap::new(),
            early: HashSet::new(),
            root: pid,
            root_exit: None,
            plans,
            keep_setup,
            rows: 0,
            waiter: wait::Waiter::new()?,
            queued: Vec::new(),
        };
        // A thread may start another while we look: look until nothing is new.
        loop {
            let mut found = false;
            for tid in proc::threads(pid)? {
                if source.tracees.contains_key(&tid) {
                    continue;
                }
                found = true;
                match ptrace::seize(tid, options()) {
                    Ok(()) => {}
                    Err(nix::Error::ESRCH) => continue,
                    Err(error) => return Err(error).with_context(|| format!("PTRACE_SEIZE of process {tid}")),
                }
                let tracee = Tracee::new(tid, true);
                source.tracees.insert(tid, tracee);
                source.queued.push(proc::task_event(tid, wire::KIND_FIRST, 0, flags::SETUP));
                // Its calls stop it only once it has been stopped itself.
                let _ = ptrace::interrupt(tid);
            }
            if !found {
                break;
            }
        }
        anyhow::ensure!(!source.tracees.is_empty(), "process {pid} is not there");
        Ok(source)
    }

    fn plan(&self, arch: Arch, nr: i32) -> PlanEntry {
        let slot = usize::try_from(if arch == Arch::X32 { nr & !schema::arch::X32_BIT } else { nr });
        let plan = self.plans.iter().find(|(a, _)| *a == arch).map(|(_, plan)| plan);
        let entry = slot.ok().and_then(|slot| plan?.get(slot));
        // A number without a slot is recorded, as the kernel program does.
        entry.copied().unwrap_or(PlanEntry { flags: wire::PLAN_WANTED, ..PlanEntry::default() })
    }

    /// Hands over the row of the call that `tid` is in, if it is in one.
    fn end_call(&mut self, tid: Pid, emit: &mut dyn FnMut(&[u8])) {
        let Some(tracee) = self.tracees.get_mut(&tid) else { return };
        let Some(mut pending) = tracee.pending.take() else { return };
        if pending.plan.flags & wire::PLAN_WANTED == 0 || tracee.setup && !self.keep_setup {
            return;
        }
        if tracee.setup {
            pending.event.flags |= flags::SETUP;
        }
        pending.event.seq = tracee.seq;
        pending.event.data_len = pending.data.len() as u32;
        tracee.seq += 1;
        self.rows += 1;
        let mut record = Vec::with_capacity(<SyscallEvent as wire::Wire>::SIZE + pending.data.len());
        wire::Wire::write(&pending.event, &mut record);
        record.extend_from_slice(&pending.data);
        emit(&record);
    }

    /// The row of a call in which the task ended.
    fn abandon_call(&mut self, tid: Pid, emit: &mut dyn FnMut(&[u8])) {
        if let Some(pending) = self.tracees.get_mut(&tid).and_then(|t| t.pending.as_mut()) {
            pending.event.dur = wire::NO_DURATION;
            pending.event.ret = 0;
            pending.event.flags |= flags::UNFINISHED;
        }
        self.end_call(tid, emit);
    }
}

impl Tracee {
    fn new(tid: Pid, setup: bool) -> Tracee {
        Tracee { tgid: proc::tgid(tid), seq: 0, pending: None, setup, comm: proc::comm(tid) }
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
        let deadline = Instant::now() + wait;
        for _ in 0..ROUND {
            if self.tracees.is_empty() {
                break;
            }
            match self.waiter.next(|pid| self.tracees.contains_key(&pid))? {
                wait::Next::Stop(pid, status) => self.handle(pid, status, &mut emit)?,
                wait::Next::Foreign => break,
                wait::Next::Nothing => {
                    self.adopt_early(&mut emit);
                    if !self.waiter.sleep(deadline)? {
                        break;
                    }
                }
            }
        }
        Ok(if self.tracees.is_empty() { Poll::Ended(self.root_exit) } else { Poll::Records(records) })
    }

    fn finish(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        for tid in self.tracees.keys() {
            let _ = ptrace::interrupt(*tid);
        }
        // A tracee can be let go only while it is stopped. One that sleeps in the kernel and does not stop is let go
        // when this process ends.
        let deadline = Instant::now() + Duration::from_secs(1);
        while !self.tracees.is_empty() {
            match self.waiter.next(|pid| self.tracees.contains_key(&pid))? {
                wait::Next::Stop(pid, status) => self.let_go(pid, status, emit),
                wait::Next::Foreign => break,
                wait::Next::Nothing if !self.waiter.sleep(deadline)? => break,
                wait::Next::Nothing => {}
            }
        }
        Ok(())
    }

    fn stats(&mut self) -> Result<Vec<Stats>> {
        Ok(vec![Stats { calls: self.rows, ..Stats::default() }])
    }

    fn reaps(&self) -> bool {
        true
    }
}
