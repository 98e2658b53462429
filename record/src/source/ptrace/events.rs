//! What to do at each stop.

use super::{Pending, Ptrace, Tracee, memory, proc, request};
use anyhow::Result;
use nix::{libc, sys::ptrace, unistd::Pid};
use schema::{
    Arch, errno,
    manifest::Exit,
    wire::{self, SyscallEvent, flags},
};

/// `AUDIT_ARCH_*` of `include/uapi/linux/audit.h`.
fn arch(audit: u32, nr: u64) -> Option<Arch> {
    match audit {
        0xc000_003e if nr as i32 & schema::arch::X32_BIT != 0 && nr as i32 >= 0 => Some(Arch::X32),
        0xc000_003e => Some(Arch::X86_64),
        0x4000_0003 => Some(Arch::I386),
        0xc000_00b7 => Some(Arch::Aarch64),
        _ => None,
    }
}

impl Ptrace {
    /// Handles a status of wait(2) and lets the tracee go on.
    pub(super) fn handle(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
            self.ended(pid, status, emit);
            return Ok(());
        }
        if !self.tracees.contains_key(&pid) {
            // A new task; it goes on when its parent has told of it.
            self.early.insert(pid);
            return Ok(());
        }
        let signal = libc::WSTOPSIG(status);
        match status >> 16 {
            0 if signal == libc::SIGTRAP | 0x80 => {
                self.syscall(pid, emit);
                request::resume(pid, 0);
            }
            // The delivery of a signal.
            0 => request::resume(pid, signal),
            libc::PTRACE_EVENT_STOP
                if matches!(signal, libc::SIGSTOP | libc::SIGTSTP | libc::SIGTTIN | libc::SIGTTOU) =>
            {
                request::listen(pid);
            }
            event => {
                self.event(pid, event, emit);
                request::resume(pid, 0);
            }
        }
        Ok(())
    }

    fn syscall(&mut self, pid: Pid, emit: &mut dyn FnMut(&[u8])) {
        // Read first: what follows is not the call's time.
        let now = proc::now();
        match request::syscall_info(pid) {
            Some(request::Stop::Entry(audit, nr, args)) => {
                let Some(arch) = arch(audit, nr) else { return };
                self.entry(pid, arch, nr as i32, args);
            }
            Some(request::Stop::Exit(ret)) => self.exit(pid, ret, now, emit),
            _ => {}
        }
    }

    fn entry(&mut self, pid: Pid, arch: Arch, nr: i32, args: [u64; 6]) {
        let plan = self.plan(arch, nr);
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        if plan.flags & wire::PLAN_WANTED == 0 && plan.flags & (wire::PLAN_EXEC | wire::PLAN_RENAME) == 0 {
            tracee.pending = None;
            return;
        }
        let event = SyscallEvent {
            kind: wire::KIND_SYSCALL,
            arch: arch.code(),
            tid: pid.as_raw() as u32,
            tgid: tracee.tgid,
            nr,
            args,
            ..SyscallEvent::default()
        };
        let mut pending = Pending { event, data: Vec::new(), plan };
        memory::capture_all(pid, arch, &mut pending, wire::WHEN_ENTRY);
        pending.event.ts = proc::now();
        tracee.pending = Some(pending);
    }

    fn exit(&mut self, pid: Pid, ret: i64, now: u64, emit: &mut dyn FnMut(&[u8])) {
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        // A call in which the task already was when it was seized has no entry, and is no row.
        let Some(pending) = tracee.pending.as_mut() else { return };
        pending.event.ret = ret;
        pending.event.dur = now.saturating_sub(pending.event.ts);
        let failed = errno::of_return(ret).is_some();
        if !failed && let Some(arch) = Arch::from_code(pending.event.arch) {
            memory::capture_all(pid, arch, pending, wire::WHEN_EXIT);
        }
        let renames = !failed && pending.plan.flags & wire::PLAN_RENAME != 0;
        self.end_call(pid, emit);
        if renames {
            self.renamed(pid, emit);
        }
    }

    /// Tells of a new name, if the task has one.
    fn renamed(&mut self, pid: Pid, emit: &mut dyn FnMut(&[u8])) {
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        let comm = proc::comm(pid);
        if comm != tracee.comm {
            tracee.comm = comm;
            emit(&proc::task_event(pid, wire::KIND_RENAME, 0, setup_flag(tracee)));
        }
    }

    fn event(&mut self, pid: Pid, event: i32, emit: &mut dyn FnMut(&[u8])) {
        let Ok(message) = ptrace::getevent(pid) else { return };
        match event {
            libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK | libc::PTRACE_EVENT_CLONE => {
                self.forked(pid, Pid::from_raw(message as i32), emit);
            }
            libc::PTRACE_EVENT_EXEC => self.executed(pid, Pid::from_raw(message as i32), emit),
            libc::PTRACE_EVENT_EXIT => {
                self.abandon_call(pid, emit);
                let flags = self.tracees.get(&pid).map_or(0, setup_flag);
                emit(&proc::exit_event(pid, wire::KIND_EXIT, 0, flags, message as i32));
            }
            _ => {}
        }
    }

    fn forked(&mut self, parent: Pid, child: Pid, emit: &mut dyn FnMut(&[u8])) {
        let Some((setup, tgid)) = self.tracees.get(&parent).map(|t| (t.setup, t.tgid)) else { return };
        let tracee = Tracee::new(child, setup);
        let thread = if tracee.tgid == tgid { flags::THREAD } else { 0 };
        let record = proc::task_event(child, wire::KIND_FORK, parent.as_raw() as u32, setup_flag(&tracee) | thread);
        self.tracees.insert(child, tracee);
        emit(&record);
        if self.early.remove(&child) {
            request::resume(child, 0);
        }
    }

    /// Takes up new tasks whose parent died before it could tell of them.
    pub(super) fn adopt_early(&mut self, emit: &mut dyn FnMut(&[u8])) {
        for child in std::mem::take(&mut self.early) {
            let parent = Pid::from_raw(proc::parent(child) as i32);
            if self.tracees.contains_key(&parent) {
                // It is alive, and will tell.
                self.early.insert(child);
                continue;
            }
            let tracee = Tracee::new(child, false);
            self.tracees.insert(child, tracee);
            emit(&proc::task_event(child, wire::KIND_FORK, parent.as_raw() as u32, 0));
            request::resume(child, 0);
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
        let Some(tracee) = self.tracees.get_mut(&pid) else { return };
        tracee.setup = false;
        tracee.comm = proc::comm(pid);
        let path = tracee.pending.as_ref().and_then(|pending| {
            let path = pending.plan.capture.iter().find(|c| c.op == wire::OP_STR)?.arg;
            let capture =
                wire::captures(&pending.data).find(|c| c.head.arg == path && c.head.status == wire::STATUS_OK)?;
            Some(capture.bytes.to_vec())
        });
        emit(&proc::task_event(pid, wire::KIND_EXEC, former.as_raw() as u32, 0));
        proc::exec_strings(pid, &path.unwrap_or_default()).iter().for_each(|record| emit(record));
    }

    /// Forgets a task that is gone.
    fn ended(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        // If it told of its end before, there is no call any more.
        self.abandon_call(pid, emit);
        self.tracees.remove(&pid);
        self.early.remove(&pid);
        if pid == self.root {
            let exited = libc::WIFEXITED(status);
            self.root_exit = Some(Exit {
                code: exited.then(|| libc::WEXITSTATUS(status)),
                signal: (!exited).then(|| libc::WTERMSIG(status)),
            });
        }
    }

    /// Lets a stopped tracee go for good.
    pub(super) fn let_go(&mut self, pid: Pid, status: i32, emit: &mut dyn FnMut(&[u8])) {
        if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
            self.ended(pid, status, emit);
            return;
        }
        let signal = libc::WSTOPSIG(status);
        // Only the delivery of a signal has a signal to hand on.
        let delivery = status >> 16 == 0 && signal != libc::SIGTRAP | 0x80;
        request::detach(pid, if delivery { signal } else { 0 });
        self.tracees.remove(&pid);
    }
}

fn setup_flag(tracee: &Tracee) -> u32 {
    if tracee.setup { flags::SETUP } else { 0 }
}
