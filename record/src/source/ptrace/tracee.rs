//! What is known of a tracee, and the call it is in.

use nix::libc;
use schema::wire::{self, PlanEntry, SyscallEvent, TaskEvent, Wire, flags};

/// A call that has begun.
pub(super) struct Pending {
    /// Its row, as far as it is known.
    pub(super) event: SyscallEvent,
    /// Its captures.
    pub(super) data: Vec<u8>,
    /// What the plan says of it.
    pub(super) plan: PlanEntry,
    /// Arguments that could not be read at entry, one bit each.
    pub(super) faulted: u32,
}

/// A task that is traced.
pub(super) struct Tracee {
    /// The last description of it.
    pub(super) last: TaskEvent,
    /// Number of its next row.
    pub(super) seq: u64,
    /// The call it is in.
    pub(super) pending: Option<Pending>,
    /// Before the target's first exec.
    pub(super) setup: bool,
    /// It is in an exec that gave it its leader's id: its numbers begin again after it.
    pub(super) new_id: bool,
    /// It has told that it ends.
    pub(super) ending: bool,
    /// It was taken up while it slept in this call.
    pub(super) begun_before: Option<i32>,
    /// It has a filter of its own, which may refuse calls before ours tells of them.
    pub(super) confined: bool,
}

impl Tracee {
    /// A task that has made no call yet.
    pub(super) fn new(last: TaskEvent, setup: bool) -> Tracee {
        Tracee { last, seq: 0, pending: None, setup, new_id: false, ending: false, begun_before: None, confined: false }
    }

    /// Whether it has to stop at its next call although a filter stops it at those that matter: at the end of one, before
    /// the filter is there, and where another filter comes first.
    pub(super) fn stops_at_calls(&self) -> bool {
        self.pending.is_some() || self.setup || self.confined
    }

    /// The flags of its events.
    pub(super) fn flags(&self) -> u32 {
        if self.setup { flags::SETUP } else { 0 }
    }

    /// The record of the call it is in, which is over. `None` if there is none, or nobody needs it.
    pub(super) fn end_call(&mut self, keep_setup: bool) -> Option<Vec<u8>> {
        let mut pending = self.pending.take()?;
        pending.event.flags |= self.flags();
        let shown = pending.plan.flags & wire::PLAN_WANTED != 0 && (!self.setup || keep_setup);
        if !shown {
            let finished = pending.event.flags & flags::UNFINISHED == 0;
            if pending.plan.flags & wire::PLAN_TRACKED == 0 || !finished {
                return None;
            }
            pending.event.flags |= wire::HIDDEN;
        }
        pending.event.seq = self.seq;
        pending.event.data_len = pending.data.len() as u32;
        self.seq += u64::from(shown);
        if std::mem::take(&mut self.new_id) {
            self.seq = 0;
        }
        let mut row = Vec::with_capacity(SyscallEvent::SIZE + pending.data.len());
        pending.event.write(&mut row);
        row.extend_from_slice(&pending.data);
        Some(row)
    }

    /// Marks the call it is in as one in which it ended.
    pub(super) fn abandon_call(&mut self) {
        if let Some(pending) = &mut self.pending {
            pending.event.dur = wire::NO_DURATION;
            pending.event.ret = 0;
            pending.event.flags |= flags::UNFINISHED;
        }
    }
}

/// Whether a status of wait(2) is that of an end.
pub(super) fn is_end(status: i32) -> bool {
    libc::WIFEXITED(status) || libc::WIFSIGNALED(status)
}

/// Whether it is a call that our filter tells of.
pub(super) fn is_filtered(status: i32) -> bool {
    status >> 16 == libc::PTRACE_EVENT_SECCOMP
}

/// Whether it is one of the two stops of a call (PTRACE_O_TRACESYSGOOD).
pub(super) fn is_syscall(status: i32) -> bool {
    status >> 16 == 0 && libc::WSTOPSIG(status) == libc::SIGTRAP | 0x80
}

/// The signal that a stopped tracee is about to get; 0 if it stopped for another reason.
pub(super) fn signal_to_deliver(status: i32) -> i32 {
    // Any other stop has an event in its upper half, or is that of a call.
    if status >> 16 == 0 && !is_syscall(status) { libc::WSTOPSIG(status) } else { 0 }
}

/// Whether it is stopped as a job is (ptrace(2), "Group-stop"), and is to stay so.
pub(super) fn is_group_stop(status: i32) -> bool {
    let signal = libc::WSTOPSIG(status);
    status >> 16 == libc::PTRACE_EVENT_STOP
        && matches!(signal, libc::SIGSTOP | libc::SIGTSTP | libc::SIGTTIN | libc::SIGTTOU)
}
