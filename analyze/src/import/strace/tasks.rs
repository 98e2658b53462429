//! The tasks that strace saw: whose calls they are, who made whom, what each executed.

use super::{
    args,
    line::{Exit, Result as Outcome},
};
use crate::import::rows::{Call, Capture, Event, Rows};
use schema::{
    Arch,
    effects::{self, Effect},
    errno,
    kind::{Class, Kind, Syscall, When},
    syscalls,
    text::escape,
    wire::flags,
};
use std::collections::BTreeMap;

/// One task.
#[derive(Clone, Default)]
struct Task {
    tgid: u32,
    comm: Option<String>,
    arch: Option<Arch>,
    seq: u64,
}

/// All of them.
pub struct Tasks {
    arch: Arch,
    tasks: BTreeMap<u32, Task>,
    events: Vec<Event>,
    command: Option<Vec<String>>,
}

impl Tasks {
    /// None yet; calls are of `arch` unless strace says otherwise.
    pub fn new(arch: Arch) -> Tasks {
        Tasks { arch, tasks: BTreeMap::new(), events: Vec::new(), command: None }
    }

    /// Writes the events; what was executed first.
    pub fn finish(self, rows: &mut Rows) -> rusqlite::Result<Vec<String>> {
        for event in &self.events {
            rows.event(event)?;
        }
        Ok(self.command.unwrap_or_default())
    }

    /// What strace says of a task beside its calls: `[ Process PID=12 runs in 32 bit mode. ]`.
    pub fn notice(&mut self, tid: u32, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        let arch = match text.split(" runs in ").nth(1) {
            Some(mode) if mode.starts_with("32 bit") => Some(Arch::I386),
            Some(mode) if mode.starts_with("x32") => Some(Arch::X32),
            Some(_) => None,
            None => return,
        };
        self.tasks.entry(tid).or_default().arch = arch;
    }

    fn seen(&mut self, tid: u32, ts: i64) -> &mut Task {
        let task = self.tasks.entry(tid).or_default();
        if task.tgid == 0 {
            task.tgid = tid;
            self.events.push(Event { ts, event: "first", tgid: tid, tid, ..Event::default() });
        }
        task
    }

    /// A thread ended.
    pub fn exited(&mut self, tid: u32, ts: i64, exit: Exit) {
        let task = self.seen(tid, ts).clone();
        let event = Event { ts, event: "exit", tgid: task.tgid, tid, comm: task.comm, ..Event::default() };
        self.events.push(match exit {
            Exit::Status(code) => Event { exit_code: Some(code), ..event },
            Exit::Signal(name) => Event { exit_signal: signal(&name), ..event },
            Exit::Superseded => event,
        });
        self.tasks.remove(&tid);
    }

    /// Adds a call; `false` if its text is not understood. Without an outcome it never ended.
    pub fn call(
        &mut self,
        tid: u32,
        ts: i64,
        head: &[u8],
        outcome: Option<Outcome<'_>>,
        rows: &mut Rows,
    ) -> rusqlite::Result<bool> {
        let Some(at) = head.iter().position(|b| *b == b'(') else { return Ok(false) };
        let name = String::from_utf8_lossy(&head[..at]).into_owned();
        // Of a call without an end the arguments may be cut anywhere.
        let Some(texts) = args::split(&head[at + 1..]).or_else(|| outcome.is_none().then(Vec::new)) else {
            return Ok(false);
        };
        let default_arch = self.arch;
        let task = self.seen(tid, ts);
        let arch = task.arch.unwrap_or(default_arch);
        let nr = arch.syscall_nr(&name).or_else(|| i32::from_str_radix(name.strip_prefix("syscall_0x")?, 16).ok());
        let mut call = Call {
            seq: task.seq,
            ts,
            tgid: task.tgid,
            tid,
            comm: task.comm.clone(),
            arch: arch.name().to_owned(),
            nr: nr.unwrap_or(-1),
            name,
            ..Call::default()
        };
        task.seq += 1;
        end(&mut call, outcome.as_ref());
        let row = nr.and_then(|nr| syscalls::lookup(arch, nr));
        let texts = row.map_or_else(Vec::new, |row| in_order(row, &texts));
        if let Some(row) = row {
            arguments(&mut call, row, &texts);
        }
        rows.call(&call)?;
        if let Some(row) = row {
            self.effects(&call, row, &texts, rows);
        }
        Ok(true)
    }

    /// What a call that succeeded did to tasks.
    fn effects(&mut self, call: &Call, row: &Syscall, texts: &[(u16, &[u8])], rows: &mut Rows) {
        let Some(ret) = call.ret.filter(|ret| *ret >= 0) else { return };
        let ts = call.ts.saturating_add(call.dur.unwrap_or_default());
        if effects::of(row.name) == Some(Effect::Exec) {
            let vector = |(arg, _): &&(u16, &[u8])| matches!(kind(row, *arg), Kind::StrVec);
            let argv = texts.iter().find(vector).and_then(|(_, text)| args::list(text));
            let exe = call.names[0].clone();
            let base = exe.as_deref().and_then(|exe| exe.rsplit('/').next()).unwrap_or_default();
            // TASK_COMM_LEN is 16 with its NUL (include/linux/sched.h).
            let comm: String = base.chars().take(15).collect();
            let task = self.tasks.entry(call.tid).or_default();
            task.comm = Some(comm.clone());
            self.command.get_or_insert_with(|| argv.clone().unwrap_or_default());
            let event = Event {
                ts,
                event: "exec",
                tgid: call.tgid,
                tid: call.tid,
                comm: Some(comm),
                exe,
                argv,
                ..Event::default()
            };
            self.events.push(event);
            return;
        }
        let waits = row.args.iter().any(|arg| matches!(arg.kind, Kind::WaitStatus));
        let Ok(child) = u32::try_from(ret) else { return };
        if !row.classes.contains(&Class::Process) || waits || child == 0 {
            return;
        }
        let thread = texts.iter().any(|(_, text)| text.windows(12).any(|w| w == b"CLONE_THREAD"));
        let parent = self.tasks.get(&call.tid).cloned().unwrap_or_default();
        let tgid = if thread { parent.tgid } else { child };
        let fork = Event {
            ts,
            event: "fork",
            tgid,
            tid: child,
            ppid: Some(parent.tgid),
            parent_tid: Some(call.tid),
            comm: parent.comm.clone(),
            flags: if thread { flags::THREAD } else { 0 },
            ..Event::default()
        };
        // Its first lines, or all, may come before the line on which its maker's call ends.
        let began = self.events.iter().rposition(|e| e.event == "first" && e.tid == child && e.ts >= call.ts);
        match began {
            None => {
                let (comm, arch) = (parent.comm, parent.arch);
                self.tasks.insert(child, Task { tgid, comm, arch, seq: 0 });
                self.events.push(fork);
            }
            Some(at) => {
                self.events[at] = Event { ts: self.events[at].ts, ..fork };
                if tgid != child {
                    rows.belongs(child, tgid);
                    self.events.iter_mut().filter(|e| e.tid == child && e.ts >= call.ts).for_each(|e| e.tgid = tgid);
                }
                if let Some(task) = self.tasks.get_mut(&child) {
                    task.tgid = tgid;
                    task.comm = task.comm.take().or(parent.comm);
                    task.arch = task.arch.or(parent.arch);
                }
            }
        }
    }
}

/// The arguments' texts, each with its place among the registers.
fn in_order<'a>(row: &Syscall, texts: &[&'a [u8]]) -> Vec<(u16, &'a [u8])> {
    let place = |(i, text): (usize, &&'a [u8])| match row.shown.get(i) {
        None => (i as u16, *text),
        Some(_) => {
            // The usual notation names them: `flags=CLONE_VM`.
            let named = row.shown.iter().find_map(|(name, arg)| {
                let text = text.strip_prefix(name.as_bytes())?.strip_prefix(b"=")?;
                Some((u16::from(*arg), text))
            });
            named.unwrap_or_else(|| (u16::from(row.shown[i].1), *text))
        }
    };
    texts.iter().enumerate().map(place).filter(|(arg, _)| usize::from(*arg) < row.args.len()).collect()
}

fn kind(row: &Syscall, arg: u16) -> Kind {
    row.args.get(usize::from(arg)).map_or(Kind::Unused, |arg| arg.kind)
}

/// Result, error and duration.
fn end(call: &mut Call, outcome: Option<&Outcome<'_>>) {
    let Some(outcome) = outcome else {
        call.flags |= flags::UNFINISHED;
        return;
    };
    call.dur = outcome.dur;
    call.errno = outcome.errno.map(str::to_owned);
    call.ret = match outcome.errno {
        Some(name) => errno::number(name).map(|n| i64::from(-n)).or(outcome.value),
        None => outcome.value,
    };
    if call.ret.is_none() {
        call.flags |= flags::UNFINISHED;
        call.dur = None;
    }
}

/// Registers, names and strings.
fn arguments(call: &mut Call, row: &Syscall, texts: &[(u16, &[u8])]) {
    let (mut paths, mut base) = (0, None);
    for (arg, text) in texts {
        let kind = kind(row, *arg);
        if let Some(register) = call.args.get_mut(usize::from(*arg)) {
            *register = args::value(kind, text);
        }
        let mut exit = false;
        match kind {
            Kind::Fd | Kind::DirFd => {
                let stands_for = args::descriptor(text);
                if call.names[3].is_none() && !text.starts_with(b"AT_FDCWD") {
                    call.names[3] = stands_for.as_ref().map(|path| escape(path).into_owned());
                }
                base = stands_for;
            }
            Kind::Path => {
                if let Some((path, cut)) = args::string(text) {
                    if paths < 2 {
                        call.names[paths] = Some(escape(&path).into_owned());
                    }
                    if paths == 0 && !cut {
                        call.names[2] = absolute(base.as_deref(), &path).map(|path| escape(&path).into_owned());
                    }
                }
                paths += 1;
            }
            Kind::Sockaddr(..) => call.names[4] = args::address(text),
            Kind::Payload(When::Exit, _) => exit = true,
            _ => {}
        }
        if let Some((bytes, truncated)) = args::string(text) {
            if truncated {
                call.flags |= flags::TRUNCATED;
            }
            call.captures.push(Capture { arg: *arg, exit, truncated, bytes });
        }
    }
}

/// A path from the root on, `.` and `..` resolved by name; `None` if that is not known.
fn absolute(base: Option<&[u8]>, path: &[u8]) -> Option<Vec<u8>> {
    let base = if path.starts_with(b"/") { b"" } else { base.filter(|base| base.starts_with(b"/"))? };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in base.split(|b| *b == b'/').chain(path.split(|b| *b == b'/')) {
        match part {
            b"" | b"." => {}
            b".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some([b"/", parts.join(&b'/').as_slice()].concat())
}

/// Number of a signal.
fn signal(name: &str) -> Option<i32> {
    (1..=64).find(|number| crate::decode::signal(*number) == name)
}
