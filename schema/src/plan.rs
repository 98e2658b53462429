//! The capture plan: the system call table, put into the form that a capturing backend walks through.
//!
//! Slot `nr` of an ABI says whether call `nr` is wanted, to which lane its row belongs, and which pointer arguments to
//! follow, when, and how far. Where another argument decides what a pointer leads to, the slot names a table, whose rows
//! hold the captures. Both backends use the same plan, so a new row in the system call table needs no new code.
//!
//! What an argument points to is part 0 of its captures. Pointers inside it lead to parts 1, 2, ..., in the order of the
//! members; of an I/O vector the first is the vector and the next what it leads to. In an array of structures the numbers
//! go on from one to the next.

use crate::{
    Arch,
    choices::Choices,
    effects::{self, Effect},
    kind::{Arg, Class, Kind, Len, Syscall, When},
    layouts::{self, Pointee},
    stands::{self, Stand},
    syscalls,
    wire::{self, ChoiceKey, PlanCapture, PlanChoice, PlanEntry, Wire},
};

/// Slots per ABI: numbers from 0 to 511. A call with a higher number is always wanted and has no captures.
pub const SLOTS: usize = 512;

/// Elements of an array that are kept, whatever the limit: as many as are shown.
const ELEMENTS: u32 = 33;

/// What the user chose.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes kept of each pointer argument that is not a path or a string vector.
    pub snaplen: u32,
    /// The calls wanted; `None`: all.
    pub wanted: Option<Selection>,
    /// The calls of which the program's own data are kept; `None`: of none.
    pub payload: Option<Selection>,
}

/// The plan of one ABI.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The ABI.
    pub arch: Arch,
    /// [`SLOTS`] entries.
    pub entries: Vec<PlanEntry>,
    /// Rows of the tables that entries refer to.
    pub choices: Vec<(ChoiceKey, PlanChoice)>,
}

/// A parsed `--syscalls` set: terms from left to right, each adding or removing calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<(bool, Term)>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    All,
    Name(String),
    Class(Class),
    Number(i32),
}

/// Why a `--syscalls` set was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// No ABI has a call of that name.
    #[error("no system call is named {0:?}; names are as in strace, classes begin with %")]
    Name(String),
    /// There is no such class.
    #[error("no class is named %{0}; classes are {list}", list = Class::ALL.map(|c| format!("%{}", c.name())).join(", "))]
    Class(String),
    /// Nothing between two commas.
    #[error("an empty name in the list")]
    Empty,
}

impl std::str::FromStr for Selection {
    type Err = SelectionError;

    /// Reads `openat,%network,!futex,39`. If the first term excludes, everything else is included.
    fn from_str(text: &str) -> Result<Self, SelectionError> {
        let term = |word: &str| -> Result<(bool, Term), SelectionError> {
            let (include, word) = word.trim().strip_prefix('!').map_or((true, word.trim()), |rest| (false, rest));
            let term = if word.is_empty() {
                return Err(SelectionError::Empty);
            } else if word == "all" {
                Term::All
            } else if let Some(class) = word.strip_prefix('%') {
                Term::Class(Class::from_name(class).ok_or_else(|| SelectionError::Class(class.to_owned()))?)
            } else if let Ok(nr) = word.parse() {
                Term::Number(nr)
            } else if Arch::ALL.iter().any(|a| a.syscall_nr(word).is_some()) {
                Term::Name(word.to_owned())
            } else {
                return Err(SelectionError::Name(word.to_owned()));
            };
            Ok((include, term))
        };
        Ok(Selection(text.split(',').map(term).collect::<Result<_, _>>()?))
    }
}

impl std::fmt::Display for Selection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, (include, term)) in self.0.iter().enumerate() {
            let (comma, not) = (if i > 0 { "," } else { "" }, if *include { "" } else { "!" });
            match term {
                Term::All => write!(f, "{comma}{not}all")?,
                Term::Name(name) => write!(f, "{comma}{not}{name}")?,
                Term::Class(class) => write!(f, "{comma}{not}%{}", class.name())?,
                Term::Number(nr) => write!(f, "{comma}{not}{nr}")?,
            }
        }
        Ok(())
    }
}

impl Selection {
    /// This set, and then what the terms of another one add or take away.
    pub fn then(mut self, other: &Selection) -> Selection {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Whether call `nr` of `arch` is in the set.
    pub fn contains(&self, arch: Arch, nr: i32) -> bool {
        let row = syscalls::lookup(arch, nr);
        let name = arch.syscall_name(nr);
        let first_excludes = self.0.first().is_some_and(|(include, _)| !include);
        self.0.iter().fold(first_excludes, |chosen, (include, term)| {
            let matches = match term {
                Term::All => true,
                // What a call stands for is known too late to choose by it.
                Term::Name(wanted) => name == Some(wanted) || stands::names(arch, nr).any(|name| name == wanted),
                Term::Class(class) => row.is_some_and(|r| r.classes.contains(class)),
                Term::Number(wanted) => *wanted == nr,
            };
            if matches { *include } else { chosen }
        })
    }
}

/// The plan of an ABI.
pub fn build(arch: Arch, options: &Options) -> Plan {
    let x32 = if arch == Arch::X32 { crate::arch::X32_BIT } else { 0 };
    let mut builder = Builder { arch, args: &[], options, tables: Vec::new(), choices: Vec::new() };
    let entries = (0..SLOTS as i32)
        .map(|slot| {
            let nr = slot | x32;
            let chosen = |set: &Option<Selection>| set.as_ref().map(|set| set.contains(arch, nr));
            let unknown = || PlanEntry { args: 6, ..PlanEntry::default() };
            let payload = chosen(&options.payload).unwrap_or(false);
            let mut entry = syscalls::lookup(arch, nr).map_or_else(unknown, |row| builder.entry(row, payload));
            entry.flags |= if chosen(&options.wanted).unwrap_or(true) { wire::PLAN_WANTED } else { 0 };
            entry
        })
        .collect();
    Plan { arch, entries, choices: builder.choices }
}

impl Plan {
    /// Its bytes, for the checksum.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.entries.len() * PlanEntry::SIZE);
        self.entries.iter().for_each(|entry| entry.write(&mut out));
        for (key, choice) in &self.choices {
            key.write(&mut out);
            choice.write(&mut out);
        }
        out
    }
}

/// A table as far as one argument of a call needs it.
struct Table {
    /// `None` of a table of what a call stands for.
    choices: Option<&'static Choices>,
    arg: u8,
    place: u8,
    payload: bool,
    number: u32,
}

struct Builder<'o> {
    arch: Arch,
    /// The arguments of the call whose entry is being made.
    args: &'static [Arg],
    options: &'o Options,
    tables: Vec<Table>,
    choices: Vec<(ChoiceKey, PlanChoice)>,
}

impl Builder<'_> {
    fn entry(&mut self, row: &Syscall, payload: bool) -> PlanEntry {
        self.args = row.args;
        let args = row.args.iter().enumerate();
        let mut captures: Vec<PlanCapture> =
            args.flat_map(|(i, arg)| self.argument(i as u8, arg.kind, payload)).collect();
        captures.iter_mut().for_each(|capture| narrow(capture, |i| row.args.get(i).map(|arg| arg.kind)));
        captures.sort_by_key(|c| c.when == wire::WHEN_EXIT || c.when == wire::WHEN_FAILED);
        let registers = row.args.iter().filter(|arg| !matches!(arg.kind, Kind::Frame(..))).count();
        let mut entry = PlanEntry { args: registers as u16, ..PlanEntry::default() };
        captures.truncate(entry.capture.len());
        let at_exit = captures.iter().any(|c| c.when != wire::WHEN_ENTRY);
        let executes = row.name.starts_with("execve");
        let flag = |set: bool, bit: u32| if set { bit } else { 0 };
        entry.flags = flag(is_state(row), wire::PLAN_STATE)
            | flag(at_exit, wire::PLAN_EXIT_CAPTURES)
            | flag(executes, wire::PLAN_EXEC)
            | flag(row.name == "prctl", wire::PLAN_RENAME)
            | flag(is_tracked(row), wire::PLAN_TRACKED);
        entry.captures = captures.len() as u16;
        entry.capture[..captures.len()].copy_from_slice(&captures);
        entry
    }

    /// The captures of an argument.
    fn argument(&mut self, arg: u8, kind: Kind, payload: bool) -> Vec<PlanCapture> {
        let base = PlanCapture { arg, at: wire::AT_ARG, ..PlanCapture::default() };
        match kind {
            Kind::By(selector, choices, place) => {
                let Some(number) = self.table(choices, arg, place, payload) else { return Vec::new() };
                let (mask, check) = (choices.mask, u8::from(choices.encoded));
                let limit = self.limit();
                vec![PlanCapture { op: wire::OP_BY, len_arg: selector, scale: number, mask, check, limit, ..base }]
            }
            Kind::Stands(rows) => self.standing(arg, rows, payload),
            Kind::If(guard, bits, kind) => {
                self.memory(PlanCapture { guard, mask: bits as u32, ..base }, *kind, None, payload)
            }
            kind => self.memory(base, kind, None, payload),
        }
    }

    /// The number of a table; `None` if none of its rows has a capture.
    fn table(&mut self, choices: &'static Choices, arg: u8, place: u8, payload: bool) -> Option<u32> {
        let same = |t: &&Table| {
            t.choices.is_some_and(|own| std::ptr::eq(own, choices))
                && (t.arg, t.place, t.payload) == (arg, place, payload)
        };
        if let Some(table) = self.tables.iter().find(same) {
            return Some(table.number);
        }
        let number = self.next_table();
        let known = self.choices.len();
        for row in choices.rows() {
            let kind = row.kinds.get(usize::from(place)).copied().unwrap_or(Kind::Unused);
            let mut captures = match kind {
                Kind::By(..) => Vec::new(),
                kind => {
                    let base = PlanCapture { arg, at: wire::AT_ARG, ..PlanCapture::default() };
                    self.memory(base, kind, None, payload)
                }
            };
            let mut choice = PlanChoice::default();
            captures.truncate(choice.capture.len());
            captures.iter_mut().for_each(|capture| {
                narrow(capture, |i| match self.args.get(i)?.kind {
                    Kind::By(_, other, place) if std::ptr::eq(other, choices) => {
                        row.kinds.get(usize::from(place)).copied()
                    }
                    kind => Some(kind),
                });
            });
            // A row without captures says so where the value would otherwise tell for itself.
            if captures.is_empty() && !choices.encoded {
                continue;
            }
            choice.captures = captures.len() as u32;
            choice.at_exit = u32::from(captures.iter().any(|c| c.when != wire::WHEN_ENTRY));
            choice.capture[..captures.len()].copy_from_slice(&captures);
            self.choices.push((ChoiceKey { table: number, value: row.value as u32 }, choice));
        }
        if self.choices.len() == known && !choices.encoded {
            return None;
        }
        self.tables.push(Table { choices: Some(choices), arg, place, payload, number });
        Some(number)
    }

    fn next_table(&self) -> u32 {
        1 + self.tables.len() as u32 + (u32::from(self.arch.code()) << 16)
    }

    /// The captures of what a call stands for, whose words are behind argument `arg`.
    fn standing(&mut self, arg: u8, rows: &'static [Stand], payload: bool) -> Vec<PlanCapture> {
        if let [only] = rows {
            return self.stood_for(arg, only, payload);
        }
        let number = self.next_table();
        self.tables.push(Table { choices: None, arg, place: 0, payload, number });
        for row in rows {
            let mut captures = self.stood_for(arg, row, payload);
            let mut choice = PlanChoice::default();
            captures.truncate(choice.capture.len());
            choice.captures = captures.len() as u32;
            choice.at_exit = u32::from(captures.iter().any(|c| c.when != wire::WHEN_ENTRY));
            choice.capture[..captures.len()].copy_from_slice(&captures);
            self.choices.push((ChoiceKey { table: number, value: row.value as u32 }, choice));
        }
        let limit = self.limit();
        vec![PlanCapture { op: wire::OP_BY, arg, scale: number, mask: u32::MAX, limit, ..PlanCapture::default() }]
    }

    /// The words, and what the arguments lead to.
    fn stood_for(&mut self, arg: u8, stand: &'static Stand, payload: bool) -> Vec<PlanCapture> {
        let mut captures = Vec::new();
        let scale = 4 * u32::from(stand.words());
        if scale > 0 {
            let (op, limit, at) = (wire::OP_WORDS, wire::CAPTURE_MAX as u16, wire::AT_ARG);
            captures.push(PlanCapture { op, arg, scale, limit, at, ..PlanCapture::default() });
        }
        let Some(row) = stand.row() else { return captures };
        for (i, of) in row.args.iter().enumerate().filter(|(_, of)| !matches!(of.kind, Kind::By(..))) {
            for capture in self.argument(i as u8, of.kind, payload) {
                let moved = |arg: u8| stand.captured(arg);
                let by_argument = matches!(capture.len_from, wire::LEN_ARG | wire::LEN_ARG_PTR | wire::LEN_BITS);
                captures.push(PlanCapture {
                    arg: moved(capture.arg),
                    len_arg: if by_argument { moved(capture.len_arg) } else { 0 },
                    count: if capture.stride > 0 && capture.count != wire::COUNT_RET {
                        moved(capture.count)
                    } else {
                        capture.count
                    },
                    guard: if capture.mask != 0 { moved(capture.guard) } else { 0 },
                    ..capture
                });
            }
        }
        captures
    }

    fn limit(&self) -> u16 {
        self.options.snaplen.min(wire::CAPTURE_MAX) as u16
    }

    /// The captures of what a pointer leads to. `base` says where the pointer is; `inner` is set if that is in a structure.
    fn memory(&self, base: PlanCapture, kind: Kind, inner: Option<&Pointee>, payload: bool) -> Vec<PlanCapture> {
        let whole = wire::CAPTURE_MAX as u16;
        let string = |op, limit| PlanCapture { op, when: inner.map_or(wire::WHEN_ENTRY, |_| base.when), limit, ..base };
        match kind {
            Kind::Path => vec![PlanCapture { check: u8::from(inner.is_none()), ..string(wire::OP_STR, whole) }],
            Kind::Str => vec![string(wire::OP_STR, self.limit())],
            Kind::StrVec | Kind::EnvVec => vec![string(wire::OP_STRVEC, whole)],
            Kind::Payload(when, len) if payload => {
                vec![PlanCapture { limit: self.limit(), ..self.bytes(base, when, len, inner) }]
            }
            Kind::Sockaddr(when, len) => {
                let check = u8::from(when == When::Entry && inner.is_none());
                vec![PlanCapture { check, ..self.bytes(base, when, len, inner) }]
            }
            Kind::Control(len) => vec![self.bytes(base, When::Entry, len, inner)],
            Kind::SockVal(_, _, when, len) => vec![self.bytes(base, when, len, inner)],
            Kind::FdSet(count) => {
                let (op, len_from, limit) = (wire::OP_MEMORY, wire::LEN_BITS, whole);
                let (len_width, width) = (self.word() as u8, 4);
                let when = wire::WHEN_BOTH;
                vec![PlanCapture { op, when, len_from, len_arg: count, len_width, width, scale: 1, limit, ..base }]
            }
            Kind::NodeMask(when, bits) => {
                let (op, len_from, scale, limit) = (wire::OP_MEMORY, wire::LEN_BITS, 1, self.limit());
                let (when, len_at, len_width) = (moment(when), 1, self.word() as u8);
                vec![PlanCapture { op, when, len_from, len_arg: bits, len_at, len_width, scale, limit, ..base }]
            }
            Kind::Polls(count) => {
                self.memory(base, Kind::Struct("pollfd", When::Both, Len::Arg(count, 8)), inner, payload)
            }
            Kind::Timeout(name) => self.memory(base, Kind::Struct(name, When::Both, Len::Whole), inner, payload),
            Kind::Frame(name, offsets) => {
                let which = match self.arch {
                    Arch::I386 => 1,
                    Arch::Aarch64 => 2,
                    _ => 0,
                };
                let capture = self.bytes(base, When::Entry, Len::Whole, None);
                let Some(bytes) = layouts::bytes(name, self.arch) else { return Vec::new() };
                vec![PlanCapture { arg: wire::ARG_STACK, len_at: offsets[which], scale: bytes as u32, ..capture }]
            }
            Kind::Message(when, len) => {
                let capture = self.bytes(base, when, if payload { len } else { Len::Fixed(self.word()) }, inner);
                vec![PlanCapture { len_at: if payload { self.word() as u16 } else { 0 }, ..capture }]
            }
            Kind::WaitStatus => vec![self.bytes(base, When::Exit, Len::Fixed(4), inner)],
            Kind::Iovec(when, len) => {
                let element = |len: Len| match len {
                    Len::Arg(arg, _) => Len::Arg(arg, 2 * self.word()),
                    Len::Member(name, _) => Len::Member(name, 2 * self.word()),
                    len => len,
                };
                let vector = self.bytes(base, When::Entry, element(len), inner);
                if !payload {
                    return vec![vector];
                }
                let when = if inner.is_some() { base.when } else { moment(when) };
                let (op, part, limit) = (wire::OP_IOVEC, base.part + 1, self.limit());
                vec![vector, PlanCapture { op, part, when, scale: base.scale.max(1), limit, ..vector }]
            }
            Kind::Struct(name, when, len) => {
                let mut capture = self.bytes(base, when, len, inner);
                if len == Len::Whole {
                    let Some(bytes) = layouts::bytes(name, self.arch) else { return Vec::new() };
                    capture.scale = bytes as u32;
                }
                if let Len::Own(member, least) = len {
                    let layout = layouts::nested(name, self.arch);
                    let Some((at, width)) = layout.and_then(|l| l.place(member, self.arch)) else { return Vec::new() };
                    (capture.len_at, capture.len_width) = (at as u16, width as u8);
                    capture.width = (least / 8) as u8;
                    capture.limit = layouts::bytes(name, self.arch).unwrap_or_default() as u16;
                }
                let mut captures = vec![capture];
                if inner.is_none()
                    && let Some((layout, several)) = layouts::of_pointer(name, len, self.arch)
                {
                    captures.extend(self.pointers(base, layout, several, when, len, payload));
                }
                captures
            }
            _ => Vec::new(),
        }
    }

    /// The captures of what the pointers inside a structure lead to.
    fn pointers(
        &self,
        base: PlanCapture,
        layout: &layouts::Layout,
        several: bool,
        when: When,
        len: Len,
        payload: bool,
    ) -> Vec<PlanCapture> {
        let pointees = layouts::pointees(layout, self.arch);
        let step: u8 = pointees.iter().map(|p| Pointee::parts(p.kind)).sum();
        let when = if when == When::Both { When::Exit } else { when };
        let mut base = PlanCapture { when: moment(when), part: 1, ..base };
        if several {
            base.stride = layout.size(self.arch) as u16;
            base.step = step;
            base.count = match len {
                Len::Arg(arg, _) => arg,
                _ => wire::COUNT_RET,
            };
        }
        // In an array of messages each has its own length.
        base.scale = layout.place("msg_len", self.arch).map_or(0, |(at, _)| at as u32);
        let mut captures = Vec::new();
        for pointee in &pointees {
            let place = PlanCapture { at: pointee.at as u16, width: pointee.width, ..base };
            captures.extend(self.memory(place, pointee.kind, Some(pointee), payload));
            base.part += Pointee::parts(pointee.kind);
        }
        captures
    }

    fn word(&self) -> u32 {
        // x32 shares the calls, and so the layouts, of x86_64.
        if self.arch == Arch::I386 { 4 } else { 8 }
    }

    /// A capture of memory whose length is known beforehand.
    fn bytes(&self, base: PlanCapture, when: When, len: Len, inner: Option<&Pointee>) -> PlanCapture {
        let (len_from, len_arg, scale) = match len {
            Len::Fixed(bytes) => (wire::LEN_FIXED, 0, bytes),
            Len::Whole => (wire::LEN_FIXED, 0, 0),
            Len::Arg(i, scale) => (wire::LEN_ARG, i, scale),
            Len::Ret(scale) => (wire::LEN_RET, 0, scale),
            Len::ArgPtr(i) => (wire::LEN_ARG_PTR, i, 1),
            Len::Member(_, scale) => (wire::LEN_MEMBER, 0, scale),
            Len::Own(..) => (wire::LEN_MEMBER, 0, 1),
            Len::Pages(i) => (wire::LEN_PAGES, i, 1),
        };
        let (len_at, len_width) = inner.map_or((0, 0), |p| (p.len.0 as u16, p.len.1));
        // What is inside a structure is there when the structure is, unless the kernel fills it in.
        let when = if inner.is_some() && when != When::Exit { base.when } else { moment(when) };
        // A structure is of no use in part; its size is known and small.
        let limit = if len_from == wire::LEN_FIXED { wire::CAPTURE_MAX } else { self.options.snaplen };
        let limit = limit.max(if scale > 1 { ELEMENTS * scale } else { 0 }).min(wire::CAPTURE_MAX) as u16;
        PlanCapture { op: wire::OP_MEMORY, when, len_from, len_arg, scale, limit, len_at, len_width, ..base }
    }
}

fn moment(when: When) -> u8 {
    match when {
        When::Entry => wire::WHEN_ENTRY,
        When::Exit => wire::WHEN_EXIT,
        When::Both => wire::WHEN_BOTH,
        When::Failed => wire::WHEN_FAILED,
    }
}

/// Of a count that the kernel takes as 32 bits, the upper half of the register is not meant. `kind` tells what an argument is.
fn narrow(capture: &mut PlanCapture, kind: impl Fn(usize) -> Option<Kind>) {
    if capture.len_from == wire::LEN_ARG && matches!(kind(capture.len_arg.into()), Some(Kind::Int | Kind::Uint)) {
        capture.len_from = wire::LEN_ARG32;
    }
}

/// Whether the call, or one that it may stand for, changes what descriptors and paths stand for.
fn is_tracked(row: &Syscall) -> bool {
    let stands = row.args.iter().filter_map(|arg| if let Kind::Stands(rows) = arg.kind { Some(rows) } else { None });
    let mut names = stands.flatten().map(|stand| stand.name).chain([row.name]);
    names.any(|name| effects::of(name).is_some_and(Effect::is_tracked))
}

/// Calls from which later readers rebuild state; their rows must not compete with bulk reads and writes.
fn is_state(row: &Syscall) -> bool {
    let process = row.classes.contains(&Class::Process) && !row.name.starts_with("wait");
    process || row.classes.contains(&Class::Creds) || STATE_CALLS.contains(&row.name)
}

/// State calls that no class covers.
const STATE_CALLS: &[&str] = &[
    "mount",
    "umount",
    "umount2",
    "fsopen",
    "fsconfig",
    "fspick",
    "open_tree_attr",
    "move_mount",
    "open_tree",
    "fsmount",
    "mount_setattr",
    "pivot_root",
    "chroot",
    "chdir",
    "fchdir",
    "unshare",
    "setns",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "socket",
    "io_uring_setup",
    "ptrace",
    "bpf",
    "init_module",
    "finit_module",
    "delete_module",
    "seccomp",
    "socketcall",
    "kill",
    "tkill",
    "tgkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_send_signal",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn options(wanted: &str) -> Options {
        Options { snaplen: 256, wanted: (!wanted.is_empty()).then(|| wanted.parse().unwrap()), payload: None }
    }

    fn wanted(set: &str, name: &str) -> bool {
        let nr = Arch::X86_64.syscall_nr(name).unwrap();
        build(Arch::X86_64, &options(set)).entries[nr as usize].flags & wire::PLAN_WANTED != 0
    }

    #[test]
    fn openat_follows_its_path_at_entry() {
        let plan = build(Arch::X86_64, &options("")).entries;
        let openat = plan[Arch::X86_64.syscall_nr("openat").unwrap() as usize];
        assert_eq!(openat.captures, 1);
        assert_eq!((openat.capture[0].op, openat.capture[0].arg), (wire::OP_STR, 1));
        assert_eq!(plan[Arch::X86_64.syscall_nr("getppid").unwrap() as usize].captures, 0);
    }

    #[test]
    fn pointers_inside_a_structure_are_followed() {
        let names = |payload: Option<&str>| {
            let options = Options { payload: payload.map(|set| set.parse().unwrap()), ..options("") };
            let plan = build(Arch::X86_64, &options).entries;
            let sendmsg = plan[Arch::X86_64.syscall_nr("sendmsg").unwrap() as usize];
            let captures = sendmsg.capture[..usize::from(sendmsg.captures)].iter();
            captures.map(|c| (c.op, c.part, c.at, c.len_at)).collect::<Vec<_>>()
        };
        let (memory, iovec) = (wire::OP_MEMORY, wire::OP_IOVEC);
        let header = vec![(memory, 0, wire::AT_ARG, 0), (memory, 1, 0, 8), (memory, 2, 16, 24), (memory, 4, 32, 40)];
        assert_eq!(names(None), header);
        assert_eq!(names(Some("sendmsg"))[3], (iovec, 3, 16, 24));
    }

    #[test]
    fn what_an_argument_decides_is_in_the_tables() {
        let plan = build(Arch::X86_64, &options(""));
        let ioctl = plan.entries[Arch::X86_64.syscall_nr("ioctl").unwrap() as usize].capture[0];
        assert_eq!((ioctl.op, ioctl.len_arg, ioctl.check), (wire::OP_BY, 1, 1));
        let window = plan.choices.iter().find(|(key, _)| *key == ChoiceKey { table: ioctl.scale, value: 0x5413 });
        let window = window.unwrap().1.capture[0];
        assert_eq!((window.when, window.scale), (wire::WHEN_EXIT, 8));
        let fcntl = plan.entries[Arch::X86_64.syscall_nr("fcntl").unwrap() as usize];
        assert_eq!(fcntl.flags & wire::PLAN_EXIT_CAPTURES, 0, "an F_GETFL has nothing to capture");
    }

    #[test]
    fn selection_adds_and_removes_from_left_to_right() {
        assert!(wanted("openat,%network", "connect") && !wanted("openat,%network", "futex"));
        assert!(wanted("!futex", "openat") && !wanted("!futex", "futex"));
        assert!(!wanted("%network,!connect", "connect") && wanted("%network,!connect", "bind"));
        assert!(wanted("39", "getpid"));
        assert_eq!("opennat".parse::<Selection>(), Err(SelectionError::Name("opennat".into())));
        assert_eq!("%net".parse::<Selection>(), Err(SelectionError::Class("net".into())));
        assert_eq!("openat,!%network,39".parse::<Selection>().unwrap().to_string(), "openat,!%network,39");
        assert_eq!("read,,write".parse::<Selection>(), Err(SelectionError::Empty));
    }
}
