//! What to do at each stop.

use super::{
    EARLY, Early, Ptrace, filter,
    memory::{self, Task},
    proc, request,
    tracee::{self, Pending, Tracee},
};
use nix::{
    libc,
    sys::ptrace,
    unistd::{Pid, gettid},
};
use schema::{
    Arch,
    effects::Effect,
    errno,
    manifest::Exit,
    names, syscalls,
    wire::{self, SignalEvent, SyscallEvent, TaskEvent, flags},
};
use std::time::Instant;

/// `AUDIT_ARCH_*` of `include/uapi/linux/audit.h`.
fn arch(audit: u32, nr: u64) -> Option<Arch> {
    match [Arch::X86_64, Arch::I386, Arch::Aarch64].into_iter().find(|arch| self::audit(*arch) == audit)? {
        Arch::X86_64 if nr as i32 & schema::arch::X32_BIT != 0 && nr as i32 >= 0 => Some(Arch::X32),
        arch => Some(arch),
    }
}

/// What the kernel calls an ABI.
pub(super) const fn audit(arch: Arch) -> u32 {
    match arch {
        Arch::I386 => 0x4000_0003,
        Arch::Aarch64 => 0xc000_00b7,
        _ => 0xc000_003e,
    }
}

/// What the end of a call means for its task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// It can go on at once.
    Plain,
    /// It stands still while its row is taken in: the system may be asked about it.
    Asks,
    /// It may have another name.
    Renamed,
}

impl Ptrace {
    /// Deals with a tracee's stop and lets it go on.
    pub(super) fn stopped(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        if !self.tracees.contains_key(&pid) {
            // A new task; it goes on when its parent has told of it. As it stays stopped, its status must be taken, if
            // that has not been done.
            request::take_stop(pid);
            self.early.insert(pid, Early { status, since: Instant::now() });
        } else if tracee::is_syscall(status) || tracee::is_filtered(status) {
            match self.syscall(pid) {
                // It need not wait until its row is made.
                Some(Done::Plain) => {
                    let row = self.take_row(pid);
                    self.resume(pid, 0);
                    self.hand_over(row, emit);
                }
                Some(done) => {
                    self.returned(pid, done, emit);
                    self.resume(pid, 0);
                }
                None => self.resume(pid, 0),
            }
        } else if tracee::is_group_stop(status) {
            request::listen(pid);
        } else {
            self.signal(pid, tracee::signal_to_deliver(status), emit);
            self.event(pid, status >> 16, emit);
            self.resume(pid, tracee::signal_to_deliver(status));
        }
    }

    /// Lets a tracee go on to its next stop, delivering `signal` if it is not 0.
    fn resume(&self, pid: Pid, signal: i32) {
        let calls = self.filter.is_none() || self.tracees.get(&pid).is_none_or(Tracee::stops_at_calls);
        request::resume(pid, signal, calls);
    }

    /// Takes in a call's stop. If it is the end of one that is told of, what that means for its task.
    fn syscall(&mut self, pid: Pid) -> Option<Done> {
        // Read first: what follows is not the call's time.
        let now = proc::now();
        match request::syscall_info(pid)? {
            request::Stop::Entry(audit, nr, args) => self.entry(pid, arch(audit, nr)?, nr as i32, args),
            // It may have stopped at its beginning before the filter was asked.
            request::Stop::Filtered(audit, nr, args) => {
                if self.tracees.get(&pid)?.pending.is_none() {
                    self.entry(pid, arch(audit, nr)?, nr as i32, args);
                }
            }
            request::Stop::Exit(ret) => return self.exit(pid, ret, now),
            request::Stop::Other => {}
        }
        None
    }

    /// Tells of a call that has ended.
    fn returned(&mut self, pid: Pid, done: Done, emit: &mut dyn FnMut(&[u8])) {
        self.end_call(pid, emit);
        if done == Done::Renamed {
            self.renamed(pid, emit);
        }
    }

    /// From now on a task stops at every call, with its threads if they `all` get a filter: the filter may refuse calls of
    /// which ours then does not tell.
    fn confine(&mut self, pid: Pid, all: bool) {
        let Some(tgid) = self.tracees.get(&pid).map(|tracee| tracee.last.tgid) else { return };
        for (tid, tracee) in &mut self.tracees {
            if *tid == pid {
                tracee.confined = true;
            } else if all && tracee.last.tgid == tgid && !std::mem::replace(&mut tracee.confined, true) {
                // It runs on without stops until something stops it.
                let _ = ptrace::interrupt(*tid);
            }
        }
    }

    fn entry(&mut self, pid: Pid, arch: Arch, nr: i32, args: [u64; 6]) {
        let plan = self.plan(arch, nr);
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        // We interrupted the call in which it was, and the kernel begins it again, or goes on with it.
        let before = tracee.begun_before.take();
        let again = before == Some(nr) || before.is_some() && syscalls::is_restart(arch, nr);
        if plan.flags & filter::NEEDED == 0 {
            tracee.pending = None;
            return;
        }
        let confines = syscalls::confines(arch, nr, &args).filter(|_| self.filter.is_some() && !tracee.setup);
        let mut args = args;
        args.iter_mut().skip(plan.args.into()).for_each(|arg| *arg = 0);
        let event = SyscallEvent {
            kind: wire::KIND_SYSCALL,
            arch: arch.code(),
            tid: pid.as_raw() as u32,
            tgid: tracee.last.tgid,
            nr,
            args,
            flags: if again { flags::BEGUN_BEFORE } else { 0 },
            ..SyscallEvent::default()
        };
        let mut pending = Pending { event, data: Vec::new(), plan, faulted: 0 };
        memory::capture_entry(&Task::new(pid, arch, &self.choices), &mut pending);
        // Last, so that reading the strings does not count as the call's time.
        pending.event.ts = proc::now();
        tracee.pending = Some(pending);
        if let Some(all) = confines {
            self.confine(pid, all);
        }
    }

    /// Takes in the end of a call; `None` if nothing is to be told of it.
    fn exit(&mut self, pid: Pid, ret: i64, now: u64) -> Option<Done> {
        // A call in which the task already was when it was seized has no entry, and is no row.
        let pending = self.tracees.get_mut(&pid)?.pending.as_mut()?;
        let arch = Arch::from_code(pending.event.arch)?;
        // Broken off for our sake; the kernel takes it up again when the tracee has been let go.
        if self.finishing && errno::is_restart(ret) {
            return None;
        }
        // A 32-bit program has 32 bits of it.
        let ret = if arch == Arch::I386 { i64::from(ret as i32) } else { ret };
        pending.event.ret = ret;
        pending.event.dur = now.saturating_sub(pending.event.ts);
        let failed = errno::of_return(ret).is_some();
        memory::capture_exit(&mut Task::new(pid, arch, &self.choices), pending, failed);
        Some(match names::of(arch, pending.event.nr).effect {
            _ if failed => Done::Plain,
            _ if pending.plan.flags & wire::PLAN_RENAME != 0 => Done::Renamed,
            // What has come may have to be asked for.
            Some(Effect::Receive | Effect::ReceiveMany) => Done::Asks,
            _ => Done::Plain,
        })
    }

    /// Tells of a signal that is about to be delivered, unless nothing will come of it: the kernel would not even have kept
    /// it for a task that is not traced.
    fn signal(&mut self, pid: Pid, signal: i32, emit: &mut dyn FnMut(&[u8])) {
        let Some(tracee) = self.tracees.get(&pid).filter(|_| signal != 0) else { return };
        let action = proc::action(pid, signal);
        if action == wire::ACTION_IGNORED {
            return;
        }
        let event = SignalEvent {
            kind: wire::KIND_SIGNAL,
            action,
            tid: pid.as_raw() as u32,
            ts: proc::now(),
            tgid: tracee.last.tgid,
            signal,
            flags: tracee.flags(),
            info: request::signal_info(pid),
            ..SignalEvent::default()
        };
        emit(&proc::record(event));
    }

    /// Tells of a new name, if the task has one.
    fn renamed(&mut self, pid: Pid, emit: &mut dyn FnMut(&[u8])) {
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        let comm = proc::comm(pid);
        if comm != tracee.last.comm {
            tracee.last.comm = comm;
            let event = TaskEvent { kind: wire::KIND_RENAME, ts: proc::now(), flags: tracee.flags(), ..tracee.last };
            emit(&proc::record(event));
        }
    }

    fn event(&mut self, pid: Pid, event: i32, emit: &mut dyn FnMut(&[u8])) {
        // Without one it is the delivery of a signal.
        if event == 0 || event == libc::PTRACE_EVENT_STOP {
            return;
        }
        let Ok(message) = ptrace::getevent(pid) else { return };
        match event {
            libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK | libc::PTRACE_EVENT_CLONE => {
                self.forked(pid, Pid::from_raw(message as i32), emit);
            }
            libc::PTRACE_EVENT_EXEC => self.executed(pid, Pid::from_raw(message as i32), emit),
            libc::PTRACE_EVENT_EXIT => self.ending(pid, message as i32, self.describe(pid), emit),
            _ => {}
        }
    }

    /// A tracee as it is now, or as it last was if it has been killed.
    fn describe(&self, pid: Pid) -> TaskEvent {
        let event = proc::describe(pid);
        let last = self.tracees.get(&pid).map(|tracee| tracee.last).filter(|_| event.tgid == 0);
        last.map_or(event, |last| TaskEvent { ts: event.ts, ..last })
    }

    fn forked(&mut self, parent: Pid, child: Pid, emit: &mut dyn FnMut(&[u8])) {
        let early = self.early.remove(&child);
        // It may have been adopted already.
        if !self.tracees.contains_key(&child)
            && let Some(from) = self.tracees.get(&parent)
        {
            let mut event = proc::describe(child);
            if event.tgid == 0 {
                // It has been killed and is gone. It was like its parent.
                event = TaskEvent { tid: event.tid, tgid: event.tid, ppid: from.last.tgid, ts: event.ts, ..from.last };
            }
            let thread = if event.tgid == from.last.tgid { flags::THREAD } else { 0 };
            let setup = from.setup;
            self.begin(event, parent.as_raw() as u32, thread, setup, emit);
        }
        if let Some(early) = early {
            self.catch_up(child, early.status, emit);
        }
    }

    fn begin(&mut self, event: TaskEvent, parent_tid: u32, thread: u32, setup: bool, emit: &mut dyn FnMut(&[u8])) {
        let mut tracee = Tracee::new(event, setup);
        // Of an unknown parent it is not known whether it had a filter.
        tracee.confined = self.tracees.get(&Pid::from_raw(parent_tid as i32)).is_none_or(|parent| parent.confined);
        emit(&proc::record(TaskEvent {
            kind: wire::KIND_FORK,
            parent_tid,
            flags: tracee.flags() | thread,
            shares: request::shares(Pid::from_raw(parent_tid as i32), Pid::from_raw(event.tid as i32), thread != 0),
            exit_code: 0,
            ..event
        }));
        self.tracees.insert(Pid::from_raw(event.tid as i32), tracee);
    }

    /// Deals with a status that was kept.
    fn catch_up(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        if tracee::is_end(status) {
            self.ended(pid, status, emit);
        } else {
            self.stopped(pid, status, emit);
        }
    }

    /// Takes up new tasks whose parent died before it could tell of them.
    pub(super) fn adopt_early(&mut self, emit: &mut dyn FnMut(&[u8])) {
        if self.early.is_empty() {
            return;
        }
        let late: Vec<Pid> = self.early.iter().filter(|(_, e)| e.since.elapsed() >= EARLY).map(|(p, _)| *p).collect();
        for child in late {
            let Some(early) = self.early.remove(&child) else { continue };
            if tracee::is_end(early.status) {
                // Nothing can be said of it but that it was.
                continue;
            }
            let event = proc::describe(child);
            let of = |tgid: u32| self.tracees.values().find(|t| t.last.tgid == tgid).map(|t| t.setup);
            let (thread, setup) = match (of(event.tgid), of(event.ppid)) {
                (Some(setup), _) => (flags::THREAD, setup),
                (None, setup) => (0, setup.unwrap_or(false)),
            };
            let parent = if thread != 0 { event.tgid } else { event.ppid };
            self.begin(event, parent, thread, setup, emit);
            self.catch_up(child, early.status, emit);
        }
    }

    fn executed(&mut self, pid: Pid, former: Pid, emit: &mut dyn FnMut(&[u8])) {
        if former != pid {
            // ptrace(2), "execve(2) under ptrace": the thread takes the leader's id, and the leader ends without a word.
            self.abandon_call(pid, emit);
            if let Some(tracee) = self.tracees.remove(&former) {
                self.tracees.insert(pid, tracee);
            }
        }
        let event = self.describe(pid);
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        if std::mem::replace(&mut tracee.setup, false) && proc::filters(pid) <= proc::filters(gettid()) {
            // It was refused: everything has to stop at every call.
            self.filter = None;
        }
        tracee.new_id = former != pid;
        tracee.last = event;
        let path = tracee.pending.as_ref().and_then(|pending| {
            let path = pending.plan.capture.iter().find(|c| c.op == wire::OP_STR)?.arg;
            let capture =
                wire::captures(&pending.data).find(|c| c.head.arg == path && c.head.status == wire::STATUS_OK)?;
            Some(capture.bytes.to_vec())
        });
        emit(&proc::record(TaskEvent { kind: wire::KIND_EXEC, parent_tid: former.as_raw() as u32, ..event }));
        proc::exec_strings(pid, path.unwrap_or_default()).iter().for_each(|record| emit(record));
    }

    /// The row of a call in which the task ended.
    fn abandon_call(&mut self, tid: Pid, emit: &mut dyn FnMut(&[u8])) {
        if let Some(tracee) = self.tracees.get_mut(&tid) {
            tracee.abandon_call();
        }
        self.end_call(tid, emit);
    }

    /// Tells of a task's end, once.
    fn ending(&mut self, pid: Pid, exit_code: i32, now: TaskEvent, emit: &mut dyn FnMut(&[u8])) {
        self.abandon_call(pid, emit);
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        if !std::mem::replace(&mut tracee.ending, true) {
            emit(&proc::record(TaskEvent { kind: wire::KIND_EXIT, exit_code, flags: tracee.flags(), ..now }));
        }
    }

    /// Forgets a task that is gone.
    fn ended(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        if let Some(tracee) = self.tracees.get(&pid) {
            // It need not have stopped before its end: SIGKILL does not wait. The status has the form of an exit code.
            let last = TaskEvent { ts: proc::now(), ..tracee.last };
            self.ending(pid, status, last, emit);
            self.tracees.remove(&pid);
        }
        if pid == self.root {
            let exited = libc::WIFEXITED(status);
            self.root_exit = Some(Exit {
                code: exited.then(|| libc::WEXITSTATUS(status)),
                signal: (!exited).then(|| libc::WTERMSIG(status)),
            });
        }
    }

    /// Takes the status of a task that has ended.
    pub(super) fn take_end(&mut self, pid: Pid, emit: &mut dyn FnMut(&[u8])) {
        let Some(status) = request::take_end(pid) else { return };
        if self.tracees.contains_key(&pid) {
            self.ended(pid, status, emit);
        } else {
            // Killed before its parent told of it. Keeps the time of its stop, if it came to that.
            let since = self.early.get(&pid).map_or_else(Instant::now, |early| early.since);
            self.early.insert(pid, Early { status, since });
        }
    }

    /// Ends all that is left, when the kernel knows of no tracee any more.
    pub(super) fn give_up(&mut self, emit: &mut dyn FnMut(&[u8])) {
        self.early.clear();
        for pid in self.tracees.keys().copied().collect::<Vec<_>>() {
            self.abandon_call(pid, emit);
        }
        self.tracees.clear();
    }

    /// Lets a stopped tracee go for good.
    pub(super) fn let_go(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        match status >> 16 {
            // A call that ends here is whole.
            0 if tracee::is_syscall(status) => {
                if let Some(done) = self.syscall(pid) {
                    self.returned(pid, done, emit);
                }
            }
            libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK | libc::PTRACE_EVENT_CLONE => {
                // Its child is traced too, and must be let go when it stops, if it has not been yet.
                let child = ptrace::getevent(pid).map(|message| Pid::from_raw(message as i32));
                if let Ok(child) = child
                    && self.early.remove(&child).is_none()
                {
                    self.tracees.insert(child, Tracee::new(TaskEvent::default(), false));
                }
            }
            event => self.event(pid, event, emit),
        }
        if let Some(pending) = self.tracees.get_mut(&pid).and_then(|tracee| tracee.pending.as_mut()) {
            pending.event.flags |= flags::IN_PROGRESS;
            self.abandon_call(pid, emit);
        }
        request::detach(pid, tracee::signal_to_deliver(status));
        if self.tracees.remove(&pid).is_none() {
            self.early.insert(pid, Early { status, since: Instant::now() });
        }
    }
}
