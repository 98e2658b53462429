//! From ring records to rows.
//!
//! Records of different processors come in no order, but an event of a task comes before the rows of the calls that
//! ended after it ([`crate::source::Source::poll`]). A row is given what was known of its task at the row's time.

use crate::{
    blind::Spots,
    columns::ProcessRow,
    counts::Kind as CallKind,
    keep::Keep,
    rows::{Call, Rows, TaskInfo},
    state::{Names, State},
    target::{Aim, Who},
};
use schema::{
    Arch,
    effects::Effect,
    kind::Kind,
    manifest::Exit,
    names, stands, syscalls, text,
    wire::{self, ExecBytes, SignalEvent, SyscallEvent, TaskEvent, Wire, flags},
};
use std::{collections::HashMap, io::Read, mem::offset_of, os::unix::ffi::OsStrExt, sync::Arc};

/// A task's descriptions in time order, each with the time from which it holds.
#[derive(Debug, Default)]
struct History {
    versions: Vec<(u64, Arc<TaskInfo>)>,
    /// If the task has ended: when, and after how many rounds it can be forgotten.
    ended: Option<(u64, u8)>,
}

/// Descriptions kept of one task. A program that renames itself in a loop must not fill the memory.
const VERSIONS: usize = 16;

impl History {
    fn at(&self, ts: u64) -> Option<&Arc<TaskInfo>> {
        self.versions.iter().rev().find(|(from, _)| *from <= ts).map(|(_, info)| info)
    }

    /// Adds a description; records come in no order, so it may not be the newest.
    fn add(&mut self, from: u64, info: TaskInfo) {
        let at = self.versions.partition_point(|(other, _)| *other <= from);
        if at == self.versions.len() && self.ended.is_some_and(|(end, _)| end < from) {
            self.ended = None;
        }
        self.versions.insert(at, (from, Arc::new(info)));
        if self.versions.len() > VERSIONS {
            // The first stays, for calls that began long ago.
            self.versions.drain(1..VERSIONS / 2);
        }
    }

    /// Marks the end, unless the id has already been given to another task. The rows of the last call may come in the
    /// next round.
    fn end(&mut self, ts: u64) {
        if self.versions.last().is_none_or(|(from, _)| *from <= ts) {
            self.ended = Some((ts, 2));
        }
    }
}

/// An exec whose strings are still coming.
#[derive(Debug, Default)]
struct Exec {
    row: ProcessRow,
    parts: [Option<Vec<u8>>; 3],
    /// Whether some of a part is missing.
    cut: [bool; 3],
}

/// Turns records into rows.
pub struct Decoder {
    /// Rows of calls.
    pub syscalls: Rows,
    /// Rows of processes.
    pub processes: Vec<ProcessRow>,
    /// What could happen unseen.
    pub spots: Spots,
    /// Calls that came and are not kept, by kind.
    pub filtered: HashMap<CallKind, u64>,
    /// Records that could not be understood: 0 unless kernel program and decoder differ.
    pub malformed: u64,
    keep_setup: bool,
    keep: Keep,
    tasks: HashMap<u32, History>,
    execs: HashMap<u32, Exec>,
    /// Tasks that have begun and not ended, each with the time of its beginning.
    live: HashMap<u32, u64>,
    /// What descriptors and paths stand for.
    state: State,
    /// Whether the target has executed its program.
    started: bool,
    /// The target's first process, 0 if it is not known (yet), and how it ended.
    root: u32,
    root_exit: Option<Exit>,
}

impl Decoder {
    /// A decoder that knows no task, for the target `aim`. With `keep_setup`, events before its first exec are kept. With
    /// `stops`, a task stands still while its records are pushed.
    pub fn new(aim: &Aim, keep: Keep, keep_setup: bool, stops: bool) -> Decoder {
        let mut state = State::new(stops);
        if let Who::Held(pid) = aim.who {
            state.first(pid, pid, 0, true);
        }
        Decoder {
            state,
            syscalls: Rows::default(),
            processes: Vec::new(),
            spots: Spots::default(),
            filtered: HashMap::new(),
            malformed: 0,
            keep_setup,
            keep,
            tasks: HashMap::new(),
            execs: HashMap::new(),
            live: HashMap::new(),
            started: aim.stays(),
            root: aim.pid(),
            root_exit: None,
        }
    }

    /// Whether the target has executed its program.
    pub fn started(&self) -> bool {
        self.started
    }

    /// The target's first process; 0 if there is none.
    pub fn root(&self) -> u32 {
        self.root
    }

    /// How the target's first process ended, if its end was recorded.
    pub fn root_exit(&self) -> Option<Exit> {
        self.root_exit
    }

    /// Thread ids that have begun and not ended, as far as the records tell.
    pub fn live(&self) -> impl Iterator<Item = u32> {
        self.live.keys().copied()
    }

    /// Takes one record.
    pub fn push(&mut self, record: &[u8]) {
        let known = match record.first() {
            Some(&wire::KIND_SYSCALL) if record.get(1).is_some_and(|arch| Arch::from_code(*arch).is_some()) => {
                self.syscall(record)
            }
            Some(&wire::KIND_EXEC_BYTES) => self.exec_bytes(record),
            Some(&wire::KIND_SIGNAL) => self.signal(record),
            Some(&wire::KIND_LOSS) => record.get(1).map(|on| self.state.doubt(*on != 0)),
            _ => self.task(record),
        };
        if known.is_none() {
            self.malformed += 1;
        }
    }

    #[inline]
    fn syscall(&mut self, record: &[u8]) -> Option<()> {
        let flags = record.get(offset_of!(SyscallEvent, flags)..).and_then(u32::read)?;
        // What it stands for says what its arguments are, and what it does.
        let meant = stands::rewritten(record);
        let meant = meant.as_deref().unwrap_or(record);
        self.spots.push(meant);
        if flags & wire::HIDDEN == 0 {
            let mut marked = Vec::new();
            let record = match self.swapped(record) {
                false => record,
                true => {
                    marked.extend_from_slice(record);
                    let place = offset_of!(SyscallEvent, flags);
                    marked[place..place + 4].copy_from_slice(&(flags | flags::CHANGED).to_ne_bytes());
                    &marked
                }
            };
            let names = self.state.names(meant);
            if self.keep.everything() || self.is_kept(record, meant, &names)? {
                let tasks = &self.tasks;
                self.syscalls.push(record, names, || {
                    let event = SyscallEvent::read(record)?;
                    tasks.get(&event.tid)?.at(event.ts).cloned()
                })?;
            }
        }
        self.state.apply(meant);
        Some(())
    }

    /// Whether a call becomes a row; counts it if not. `meant` is the call that it stands for. `None` if the bytes are no such record.
    fn is_kept(&mut self, record: &[u8], meant: &[u8], names: &Names) -> Option<bool> {
        let event = SyscallEvent::read(record)?;
        let history = self.tasks.get(&event.tid).or_else(|| self.tasks.get(&event.tgid));
        // The execve of a program counts as its own.
        let executes = || Some(names::of(Arch::from_code(event.arch)?, event.nr).effect == Some(Effect::Exec));
        let now = history.and_then(|history| history.versions.last()).filter(|_| executes() == Some(true));
        let then = history.and_then(|history| history.at(event.ts));
        let program =
            now.is_some_and(|(_, info)| info.kept) || then.map_or(self.keep.exes.is_empty(), |info| info.kept);
        let kept = program && (self.keep.paths.is_empty() || self.keep.touches(Call::of(meant, names)?.touched()));
        if !kept {
            *self.filtered.entry((event.tgid, event.arch, event.nr)).or_default() += 1;
        }
        Some(kept)
    }

    /// Whether the program that a task has just executed is kept; `path` as it was given, as far as it has come.
    fn keeps_program(&self, tid: u32, path: &[u8]) -> bool {
        if self.keep.exes.is_empty() {
            return true;
        }
        // What is behind a descriptor has its number for a name.
        let exe = || std::fs::read_link(format!("/proc/{tid}/exe")).ok().map(|exe| exe.as_os_str().as_bytes().to_vec());
        let path =
            if path.starts_with(b"/dev/fd/") || path.is_empty() { exe() } else { self.state.absolute(tid, path) };
        path.is_some_and(|path| self.keep.program(&text::escape(&path)))
    }

    /// Whether an execve was given another path or other arguments than those that were there when it began: the event that
    /// came before its row has what the kernel took.
    fn swapped(&self, record: &[u8]) -> bool {
        let arch = record.get(1).and_then(|code| Arch::from_code(*code));
        let nr = record.get(offset_of!(SyscallEvent, nr)..).and_then(i32::read);
        let (Some(arch), Some(nr)) = (arch, nr) else { return false };
        if names::of(arch, nr).effect != Some(Effect::Exec) {
            return false;
        }
        let Some(event) = SyscallEvent::read(record) else { return false };
        // A thread that executes takes its leader's id.
        let exec = self.execs.get(&event.tid).or_else(|| self.execs.get(&event.tgid));
        let (Some(Exec { parts: [exe, argv, _], cut, .. }), Some(row)) = (exec, syscalls::lookup(arch, nr)) else {
            return false;
        };
        if event.ret != 0 || cut[0] || cut[1] {
            return false;
        }
        let whole = |c: &wire::Capture<'_>| {
            c.head.part == 0 && c.head.when == wire::WHEN_ENTRY && c.head.status == wire::STATUS_OK
        };
        wire::captures(record.get(SyscallEvent::SIZE..).unwrap_or_default()).filter(whole).any(|capture| {
            match row.args.get(usize::from(capture.head.arg)).map(|arg| arg.kind) {
                // What is behind a descriptor has its number before it.
                Some(Kind::Path) => exe.as_ref().is_some_and(|exe| !exe.ends_with(capture.bytes)),
                // An interpreter has the first argument replaced by its own.
                Some(Kind::StrVec) => {
                    let rest =
                        capture.bytes.iter().position(|b| *b == 0).map_or(&[][..], |end| &capture.bytes[end + 1..]);
                    argv.as_ref().is_some_and(|argv| !argv.ends_with(rest))
                }
                _ => false,
            }
        })
    }

    fn task(&mut self, record: &[u8]) -> Option<()> {
        let event = TaskEvent::read(record)?;
        self.syscalls.forget_recent();
        self.finish_exec(event.tid);
        let comm = text::escape(until_nul(&event.comm)).into_owned();
        let from = if event.kind == wire::KIND_FORK { event.parent_tid } else { event.tid };
        let before = self.tasks.get(&from).and_then(|history| Some(history.at(event.ts)?.kept));
        let kept = match before {
            _ if self.keep.exes.is_empty() => true,
            // Of one that comes from outside only the system can tell.
            None => event.flags & flags::SETUP == 0 && self.keeps_program(event.tgid, b""),
            Some(kept) => kept,
        };
        let info = TaskInfo { ns_tgid: event.ns_tgid, ns_tid: event.ns_tid, cgroup: event.cgroup, comm, kept };
        let mut row = ProcessRow {
            ts: event.ts as i64,
            tgid: event.tgid,
            tid: event.tid,
            ppid: Some(event.ppid),
            ns_tgid: Some(event.ns_tgid),
            ns_tid: Some(event.ns_tid),
            comm: Some(info.comm.clone()),
            ids: Some([event.uid, event.gid, event.euid, event.egid]),
            cap_effective: Some(event.cap_effective),
            namespaces: [event.pid_ns, event.mnt_ns, event.net_ns].map(|inode| (inode != 0).then_some(inode)),
            cgroup: Some(event.cgroup),
            flags: event.flags,
            ..ProcessRow::default()
        };
        let history = self.tasks.entry(event.tid).or_default();
        match event.kind {
            wire::KIND_FIRST | wire::KIND_FORK => {
                row.event = if event.kind == wire::KIND_FORK { "fork" } else { "first" };
                row.parent_tid = (event.kind == wire::KIND_FORK).then_some(event.parent_tid);
                history.add(event.ts, info);
                if event.kind == wire::KIND_FIRST || !self.state.knows(event.parent_tid) {
                    self.state.first(event.tgid, event.tid, event.shares, false);
                    if event.flags & flags::SETUP == 0 && event.tid == event.tgid {
                        (row.exe, row.argv, row.env) = program(event.tgid);
                    }
                } else {
                    self.state.fork(event.parent_tid, event.tid, event.shares, event.ts);
                }
                // Its end may have been read already, in another processor's ring.
                if history.ended.is_none() {
                    self.live.insert(event.tid, event.ts);
                }
            }
            wire::KIND_EXEC => {
                row.event = "exec";
                row.parent_tid = (event.parent_tid != event.tid).then_some(event.parent_tid);
                history.add(event.ts, info);
                self.state.exec(event.parent_tid, event.tid);
                if event.parent_tid != event.tid
                    && let Some(former) = self.tasks.get_mut(&event.parent_tid)
                {
                    former.end(event.ts);
                }
                self.live.remove(&event.parent_tid);
                self.live.insert(event.tid, event.ts);
                // The first process of a container that was expected.
                if !std::mem::replace(&mut self.started, true) && self.root == 0 {
                    self.root = event.tid;
                }
                self.execs.insert(event.tid, Exec { row, ..Exec::default() });
                return Some(());
            }
            wire::KIND_RENAME => {
                row.event = "rename";
                row = ProcessRow {
                    event: "rename",
                    ts: row.ts,
                    tgid: row.tgid,
                    tid: row.tid,
                    comm: row.comm,
                    flags: row.flags,
                    ..ProcessRow::default()
                };
                history.add(event.ts, info);
            }
            wire::KIND_EXIT => {
                row.event = "exit";
                // wait(2): the low seven bits are the signal, the next but one byte the status.
                let signal = event.exit_code & 0x7f;
                row.exit_signal = (signal != 0).then_some(signal);
                row.exit_code = (signal == 0).then_some((event.exit_code >> 8) & 0xff);
                history.end(event.ts);
                self.state.exit(event.tid);
                if event.tid == self.root {
                    self.root_exit = Some(Exit { code: row.exit_code, signal: row.exit_signal });
                }
                // An exec by another thread gives this id on; its time tells the two lives apart.
                if self.live.get(&event.tid).is_some_and(|begun| *begun <= event.ts) {
                    self.live.remove(&event.tid);
                }
            }
            _ => return None,
        }
        if event.flags & flags::SETUP == 0 || self.keep_setup {
            self.processes.push(row);
        }
        Some(())
    }

    fn signal(&mut self, record: &[u8]) -> Option<()> {
        let event = SignalEvent::read(record)?;
        if event.flags & flags::SETUP == 0 || self.keep_setup {
            self.processes.push(ProcessRow {
                event: "signal",
                ts: event.ts as i64,
                tgid: event.tgid,
                tid: event.tid,
                comm: self.tasks.get(&event.tid).and_then(|task| task.at(event.ts)).map(|info| info.comm.clone()),
                flags: event.flags,
                signal: Some(event),
                ..ProcessRow::default()
            });
        }
        Some(())
    }

    fn exec_bytes(&mut self, record: &[u8]) -> Option<()> {
        let head = ExecBytes::read(record)?;
        let bytes = record.get(ExecBytes::SIZE..)?.get(..head.len as usize)?;
        // Without its exec, which was lost, a piece says nothing.
        let Some(exec) = self.execs.get_mut(&head.tid) else { return Some(()) };
        let part = exec.parts.get_mut(usize::from(head.part))?.get_or_insert_default();
        part.extend_from_slice(bytes);
        exec.row.flags |= head.flags;
        exec.cut[usize::from(head.part)] |= head.flags != 0;
        if head.part == wire::EXEC_FILENAME && !self.keep.exes.is_empty() {
            let path = part.clone();
            let kept = self.keeps_program(head.tid, &path);
            if let Some((_, info)) = self.tasks.get_mut(&head.tid).and_then(|history| history.versions.last_mut()) {
                Arc::make_mut(info).kept = kept;
            }
            self.syscalls.forget_recent();
        }
        Some(())
    }

    /// Writes the row of an exec of which all strings have come.
    fn finish_exec(&mut self, tid: u32) {
        let Some(Exec { mut row, parts: [exe, argv, env], .. }) = self.execs.remove(&tid) else { return };
        row.exe = exe.map(|bytes| text::escape(&bytes).into_owned());
        row.argv = argv.map(|bytes| strings(&bytes));
        row.env = env.map(|bytes| strings(&bytes));
        self.processes.push(row);
    }

    /// Forgets tasks that ended some time ago. To be called after every round.
    pub fn end_round(&mut self) {
        self.tasks.retain(|_, history| match &mut history.ended {
            Some((_, 0)) => false,
            Some((_, rounds)) => {
                *rounds -= 1;
                true
            }
            None => true,
        });
    }

    /// Ends the last execs. To be called when no more records come.
    pub fn finish(&mut self) {
        for tid in self.execs.keys().copied().collect::<Vec<_>>() {
            self.finish_exec(tid);
        }
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}

/// What a process runs: the file, the arguments and the environment, as /proc shows them. The last two are where the program
/// can change them.
fn program(pid: u32) -> (Option<String>, Option<Vec<String>>, Option<Vec<String>>) {
    let exe = std::fs::read_link(format!("/proc/{pid}/exe")).ok();
    let list = |file: &str| {
        let mut bytes = Vec::new();
        let opened = std::fs::File::open(format!("/proc/{pid}/{file}")).ok()?;
        opened.take(wire::EXEC_PART_MAX.into()).read_to_end(&mut bytes).ok()?;
        Some(strings(&bytes))
    };
    (exe.map(|path| text::escape(path.as_os_str().as_bytes()).into_owned()), list("cmdline"), list("environ"))
}

/// The strings of an argument vector, each of which ends with a NUL.
fn strings(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    if bytes.is_empty() {
        return Vec::new();
    }
    bytes.split(|b| *b == 0).map(|s| text::escape(s).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The kernel program is trusted, what it copies from its targets is not.
        #[test]
        fn any_records_are_taken_and_their_text_is_harmless(
            records in prop::collection::vec((0u8..9, 0u32..4, prop::collection::vec(any::<u8>(), 0..600)), 0..20),
        ) {
            let mut decoder = Decoder::new(&Aim::only(Who::Held(1)), Keep::default(), true, false);
            for (kind, tid, mut bytes) in records {
                if let Some(first) = bytes.first_mut() {
                    *first = kind;
                }
                // Few threads, so that records meet.
                if let (Some(mut event), wire::KIND_FIRST..=wire::KIND_EXIT) = (TaskEvent::read(&bytes), kind) {
                    event.tid = tid;
                    let rest = bytes.split_off(TaskEvent::SIZE);
                    bytes.clear();
                    event.write(&mut bytes);
                    bytes.extend(rest);
                } else if let (Some(mut head), wire::KIND_EXEC_BYTES) = (ExecBytes::read(&bytes), kind) {
                    (head.tid, head.part, head.len) = (tid, head.part % 4, head.len % 600);
                    let rest = bytes.split_off(ExecBytes::SIZE);
                    bytes.clear();
                    head.write(&mut bytes);
                    bytes.extend(rest);
                }
                decoder.push(&bytes);
                decoder.end_round();
            }
            decoder.finish();
            for row in &decoder.processes {
                let texts = row.comm.iter().chain(&row.exe).chain(row.argv.iter().flatten()).chain(row.env.iter().flatten());
                for text in texts {
                    prop_assert!(!text.chars().any(text::is_harmful), "{text:?}");
                }
            }
        }
    }
}
