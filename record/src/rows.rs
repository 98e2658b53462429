//! Rows of system calls in memory.
//!
//! Most calls of a program repeat: they differ from an earlier one in their time, duration and number only. What repeats
//! is kept once, as a form, and a row is the number of its form and what is its own. Whoever writes the rows then looks
//! at each form once, and not at each row.

use crate::state::{Named, Names, absolute};
use hashbrown::{DefaultHashBuilder, HashTable};
use schema::{
    Arch,
    kind::Kind,
    names::Base,
    sockaddr,
    stands::{self, Standing},
    syscalls, text,
    wire::{self, Capture, SyscallEvent, Wire, flags},
};
use std::{borrow::Cow, hash::BuildHasher, mem::offset_of, sync::Arc};

/// Bytes of a record that its form consists of, up to those that are its own; the captures belong to it too.
const HEAD: usize = offset_of!(SyscallEvent, ts);

/// Rows handed over together at most.
pub const BATCH_ROWS: usize = 1 << 18;
/// Bytes of forms handed over together at most.
pub const BATCH_BYTES: usize = 16 << 20;

/// Calls with more bytes of captures are taken for a form of their own: what they hold hardly ever comes again, and
/// looking for it costs more than it saves.
const LONG: usize = 128;

/// What is known of the task that made a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskInfo {
    /// Process id in its own pid namespace.
    pub ns_tgid: u32,
    /// Thread id in its own pid namespace.
    pub ns_tid: u32,
    /// Id of its cgroup.
    pub cgroup: u64,
    /// Its name, escaped.
    pub comm: String,
    /// Whether it runs a program whose calls are kept.
    pub kept: bool,
}

/// What rows have in common.
struct Form {
    /// Where its bytes begin.
    start: usize,
    /// How many they are.
    len: usize,
    /// Who made the call, if that is known.
    task: Option<Arc<TaskInfo>>,
    /// What its arguments stand for.
    names: Names,
}

/// Some rows, in the order in which they were read.
#[derive(Default)]
pub struct Rows {
    /// Number of each row's form.
    pub form: Vec<u32>,
    /// `seq` of each row; the bits of a u64.
    pub seq: Vec<i64>,
    /// `ts` of each row.
    pub ts: Vec<i64>,
    /// `dur` of each row; -1 if it has none.
    pub dur: Vec<i64>,
    forms: Vec<Form>,
    /// Their bytes.
    bytes: Vec<u8>,
    found: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Each processor's last row.
    recent: Vec<Option<u32>>,
}

impl Rows {
    /// Rows so far.
    pub fn len(&self) -> usize {
        self.form.len()
    }

    /// Whether it is time to hand the rows over.
    pub fn is_full(&self) -> bool {
        self.form.len() >= BATCH_ROWS || self.bytes.len() >= BATCH_BYTES
    }

    /// The rows, leaving none.
    pub fn take(&mut self) -> Rows {
        let room = self.form.len().min(BATCH_ROWS);
        let new = || Vec::with_capacity(room);
        let next = Rows { form: Vec::with_capacity(room), seq: new(), ts: new(), dur: new(), ..Rows::default() };
        std::mem::replace(self, next)
    }

    /// To be called when what is known of tasks has changed.
    pub fn forget_recent(&mut self) {
        self.recent.clear();
    }

    /// Adds the row of a record, whose arguments stand for `names`. `task` tells who made the call; it is asked only if the
    /// row is not like the one before on its processor. `None` if the bytes are no such record.
    #[inline]
    pub fn push(&mut self, record: &[u8], names: Names, task: impl FnOnce() -> Option<Arc<TaskInfo>>) -> Option<()> {
        let own = record.get(HEAD..SyscallEvent::SIZE)?;
        let cpu = usize::from(u16::read(&record[offset_of!(SyscallEvent, cpu)..])?);
        let recent = self.recent.get(cpu).copied().flatten();
        let form = match recent {
            Some(form) if self.is_form(form, record, &names) => form,
            _ => {
                let form = self.form(record, task(), names);
                if self.recent.len() <= cpu {
                    self.recent.resize(cpu + 1, None);
                }
                self.recent[cpu] = Some(form);
                form
            }
        };
        self.form.push(form);
        self.ts.push(i64::read(own)?);
        // wire::NO_DURATION has every bit set.
        self.dur.push(i64::read(&own[8..])?);
        self.seq.push(i64::read(&own[16..])?);
        Some(())
    }

    fn form_bytes(&self, form: u32) -> &[u8] {
        let Form { start, len, .. } = self.forms[form as usize];
        &self.bytes[start..start + len]
    }

    fn is_form(&self, form: u32, record: &[u8], names: &Names) -> bool {
        let bytes = self.form_bytes(form);
        bytes.len() + SyscallEvent::SIZE - HEAD == record.len()
            && bytes[..HEAD] == record[..HEAD]
            && bytes[HEAD..] == record[SyscallEvent::SIZE..]
            && self.forms[form as usize].names.same(names)
    }

    fn form(&mut self, record: &[u8], task: Option<Arc<TaskInfo>>, names: Names) -> u32 {
        let number = self.forms.len() as u32;
        if record.len() - SyscallEvent::SIZE > LONG {
            self.add_form(record, task, names);
            return number;
        }
        let key = self.hasher.hash_one((&record[..HEAD], &record[SyscallEvent::SIZE..], names.places()));
        let same = |form: &u32| {
            let known = &self.forms[*form as usize].task;
            let task = match (known, &task) {
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                (None, None) => true,
                _ => false,
            };
            task && self.is_form(*form, record, &names)
        };
        if let Some(form) = self.found.find(key, same) {
            return *form;
        }
        self.add_form(record, task, names);
        let (forms, bytes, hasher) = (&self.forms, &self.bytes, &self.hasher);
        self.found.insert_unique(key, number, |form| {
            let Form { start, len, names, .. } = &forms[*form as usize];
            let (head, data) = bytes[*start..start + len].split_at(HEAD);
            hasher.hash_one((head, data, names.places()))
        });
        number
    }

    fn add_form(&mut self, record: &[u8], task: Option<Arc<TaskInfo>>, names: Names) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&record[..HEAD]);
        self.bytes.extend_from_slice(&record[SyscallEvent::SIZE..]);
        self.forms.push(Form { start, len: self.bytes.len() - start, task, names });
    }

    /// The calls that the forms stand for, in the order of their numbers.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        (0..self.forms.len()).map(|form| {
            let Form { task, names, .. } = &self.forms[form];
            let (head, data) = self.form_bytes(form as u32).split_at(HEAD);
            Call::new(head, data, task.as_deref(), names)
        })
    }

    /// The process, ABI and number of the calls that the forms stand for.
    pub fn kinds(&self) -> impl Iterator<Item = (u32, u8, i32)> {
        (0..self.forms.len()).map(|form| {
            let bytes = self.form_bytes(form as u32);
            let number = |offset: usize| u32::read(&bytes[offset..]).unwrap_or_default();
            let nr = number(offset_of!(SyscallEvent, nr)) as i32;
            (number(offset_of!(SyscallEvent, tgid)), bytes[offset_of!(SyscallEvent, arch)], nr)
        })
    }

    /// How many rows each form has.
    pub fn totals(&self) -> Vec<u64> {
        let mut totals = vec![0; self.forms.len()];
        self.form.iter().for_each(|form| totals[*form as usize] += 1);
        totals
    }
}

/// A call, without what is a row's own.
pub struct Call<'a> {
    /// The record; its `ts`, `dur` and `seq` say nothing.
    pub event: SyscallEvent,
    arch: Arch,
    /// The call that it stands for.
    standing: Option<Standing>,
    task: Option<&'a TaskInfo>,
    /// The captures.
    pub data: Vec<Capture<'a>>,
    /// The first and the second path, as given and made absolute.
    paths: [Option<Cow<'a, str>>; 2],
    absolute: [Option<String>; 2],
    fd: Option<&'a str>,
    peer: Option<Cow<'a, str>>,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cell<'a> {
    /// None.
    Null,
    /// A number; of a U64, its bits.
    Number(i64),
    /// A text.
    Text(Cow<'a, str>),
}

impl<'a> Call<'a> {
    fn new(head: &'a [u8], data: &'a [u8], task: Option<&'a TaskInfo>, names: &'a Names) -> Call<'a> {
        let mut whole = [0; SyscallEvent::SIZE];
        whole[..HEAD].copy_from_slice(head);
        let mut event = SyscallEvent::read(&whole).unwrap_or_default();
        if task.is_none() {
            event.flags |= flags::UNKNOWN_TASK;
        }
        if names.tainted {
            event.flags |= flags::TAINTED;
        }
        // The decoder lets no other through.
        let arch = Arch::from_code(event.arch).unwrap_or(Arch::X86_64);
        let fd = names.fd.as_deref();
        let data: Vec<_> = wire::captures(data).collect();
        let words = |arg: u8| {
            let is = |c: &&Capture<'_>| (c.head.arg, c.head.part) == (arg, 0) && c.head.status == wire::STATUS_OK;
            data.iter().find(is).map(|c| c.bytes)
        };
        let standing = stands::of(arch, event.nr, &event.args, words);
        let mut call = Call {
            event,
            arch,
            standing,
            task,
            data,
            paths: [None, None],
            absolute: [None, None],
            fd: fd.map(|fd| fd.text.as_str()),
            peer: fd.and_then(|fd| fd.peer.as_deref()).map(Cow::Borrowed),
        };
        if !call.data.is_empty() {
            call.find_names(names);
        }
        call
    }

    /// The call of a record, whose arguments stand for `names`. `None` if the bytes are no such record.
    pub fn of(record: &'a [u8], names: &'a Names) -> Option<Call<'a>> {
        Some(Call::new(record.get(..HEAD)?, record.get(SyscallEvent::SIZE..)?, None, names))
    }

    /// The paths that it touches, escaped: absolute as far as they are known to be.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        let given = self.paths.iter().zip(&self.absolute).filter(|(_, absolute)| absolute.is_none());
        let given = given.filter_map(|(path, _)| path.as_deref());
        let socket = self.peer.as_deref().and_then(|peer| peer.strip_prefix("unix:"));
        self.absolute.iter().flatten().map(String::as_str).chain(given).chain(self.fd).chain(socket)
    }

    /// Finds what the captures name.
    fn find_names(&mut self, names: &Names) {
        let nr = self.standing.map_or(self.event.nr, |standing| standing.nr);
        let Some(row) = syscalls::lookup(self.arch, nr) else { return };
        let arguments = schema::names::of(self.arch, nr);
        let position = |c: &Capture<'_>| match self.standing {
            Some(standing) => standing.argument(c.head.arg).map(usize::from),
            None => Some(usize::from(c.head.arg)),
        };
        let mut paths = 0;
        for (i, argument) in row.args.iter().enumerate() {
            // The first copy that could be read; a second one tells that the program changed it in flight.
            let capture = self
                .data
                .iter()
                .find(|c| position(c) == Some(i) && c.head.part == 0 && c.head.status != wire::STATUS_FAULT);
            match (argument.kind, capture) {
                (Kind::Path, Some(capture)) if paths < 2 => {
                    self.paths[paths] = Some(text::escape(capture.bytes));
                    if arguments.bases[paths] != Base::None && capture.head.status == wire::STATUS_OK {
                        let bytes = |name: &'_ Option<Arc<Named>>| name.as_ref().and_then(|n| n.path.clone());
                        let root = bytes(&names.root).unwrap_or_default();
                        let base = bytes(&names.bases[paths]);
                        self.absolute[paths] = absolute(&root, base.as_deref(), capture.bytes)
                            .map(|path| text::escape(&path).into_owned());
                    }
                }
                (Kind::Sockaddr(..), Some(capture)) => {
                    self.peer = sockaddr::display(capture.bytes).map(Cow::Owned);
                }
                _ => {}
            }
            paths += usize::from(matches!(argument.kind, Kind::Path));
        }
    }

    /// Whether it returned.
    fn finished(&self) -> bool {
        self.event.flags & flags::UNFINISHED == 0
    }
}

/// How the value of a column is found.
pub type Find = for<'c> fn(&'c Call<'c>) -> Cell<'c>;

/// The columns of `syscalls` that a form decides, without `data`.
pub const CELLS: [(&str, Find); 26] = [
    ("cpu", |c| number(c.event.cpu)),
    ("tgid", |c| number(c.event.tgid)),
    ("tid", |c| number(c.event.tid)),
    ("ns_tgid", |c| c.task.map_or(Cell::Null, |t| number(t.ns_tgid))),
    ("ns_tid", |c| c.task.map_or(Cell::Null, |t| number(t.ns_tid))),
    ("cgroup", |c| c.task.map_or(Cell::Null, |t| Cell::Number(t.cgroup as i64))),
    ("comm", |c| text_or_null(c.task.map(|t| t.comm.as_str()))),
    ("phase", |c| text_or_null(Some(phase(c.event.flags)))),
    ("arch", |c| text_or_null(Some(c.arch.name()))),
    ("nr", |c| number(c.event.nr)),
    ("name", |c| {
        Cell::Text(c.standing.map_or_else(|| c.arch.display_name(c.event.nr), |standing| standing.name.into()))
    }),
    ("a0", |c| Cell::Number(c.event.args[0] as i64)),
    ("a1", |c| Cell::Number(c.event.args[1] as i64)),
    ("a2", |c| Cell::Number(c.event.args[2] as i64)),
    ("a3", |c| Cell::Number(c.event.args[3] as i64)),
    ("a4", |c| Cell::Number(c.event.args[4] as i64)),
    ("a5", |c| Cell::Number(c.event.args[5] as i64)),
    ("ret", |c| if c.finished() { Cell::Number(c.event.ret) } else { Cell::Null }),
    ("errno", |c| match schema::errno::of_return(c.event.ret).filter(|_| c.finished()) {
        Some(errno) => Cell::Text(schema::errno::display(errno)),
        None => Cell::Null,
    }),
    ("path", |c| text_or_null(c.paths[0].as_deref())),
    ("path2", |c| text_or_null(c.paths[1].as_deref())),
    ("path_abs", |c| text_or_null(c.absolute[0].as_deref())),
    ("path2_abs", |c| text_or_null(c.absolute[1].as_deref())),
    ("fd_path", |c| text_or_null(c.fd)),
    ("peer", |c| text_or_null(c.peer.as_deref())),
    ("flags", |c| number(c.event.flags)),
];

/// `phase` of a row or a count with these flags.
pub fn phase(bits: u32) -> &'static str {
    if bits & flags::SETUP == 0 { "payload" } else { "setup" }
}

fn number<'a>(value: impl Into<i64>) -> Cell<'a> {
    Cell::Number(value.into())
}

fn text_or_null(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Null, |text| Cell::Text(Cow::Borrowed(text)))
}

/// The texts of a capture's `when` and `status`.
pub fn capture_texts(capture: &Capture<'_>) -> (&'static str, &'static str) {
    let when = if capture.head.when == wire::WHEN_ENTRY { "entry" } else { "exit" };
    let status = match capture.head.status {
        wire::STATUS_OK => "ok",
        wire::STATUS_TRUNCATED => "truncated",
        _ => "fault",
    };
    (when, status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(nr: i32, ts: u64, seq: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let event = SyscallEvent { kind: wire::KIND_SYSCALL, nr, ts, dur: 5, seq, tid: 7, ..Default::default() };
        event.write(&mut out);
        out
    }

    #[test]
    fn every_column_is_found_somewhere() {
        let own = ["seq", "ts", "dur", "data"];
        for column in schema::columns::syscalls::TABLE.columns.iter().filter(|c| !own.contains(&c.name)) {
            assert!(CELLS.iter().any(|(name, _)| *name == column.name), "{}", column.name);
        }
    }

    #[test]
    fn calls_alike_share_a_form_and_keep_what_is_their_own() {
        let task = Arc::new(TaskInfo { ns_tgid: 1, ns_tid: 1, cgroup: 0, comm: "a".into(), kept: true });
        let mut rows = Rows::default();
        for (i, nr) in [39, 39, 40, 39].into_iter().enumerate() {
            rows.push(&record(nr, 100 + i as u64, i as u64), Names::default(), || Some(Arc::clone(&task))).unwrap();
        }
        // The same call of a task that has another name by now.
        rows.forget_recent();
        let renamed = Arc::new(TaskInfo { comm: "b".into(), ..(*task).clone() });
        rows.push(&record(39, 104, 4), Names::default(), || Some(renamed)).unwrap();
        assert_eq!(rows.form, [0, 0, 1, 0, 2]);
        assert_eq!(rows.ts, [100, 101, 102, 103, 104]);
        assert_eq!(rows.totals(), [3, 1, 1]);
        assert_eq!(rows.calls().map(|c| c.event.nr).collect::<Vec<_>>(), [39, 40, 39]);
    }
}
