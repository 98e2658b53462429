//! The capture plan: the system call table, put into the form that a capturing backend walks through.
//!
//! Slot `nr` of an ABI says whether call `nr` is wanted, to which lane its row belongs, and which pointer arguments to
//! follow, when, and how far. Both backends use the same plan, so a new row in the table needs no new code.

use crate::{
    Arch,
    effects::{self, Effect},
    kind::{Class, Kind, Len, Syscall, When},
    syscalls,
    wire::{self, PlanCapture, PlanEntry, Wire},
};

/// Slots per ABI: numbers from 0 to 511. A call with a higher number is always wanted and has no captures.
pub const SLOTS: usize = 512;

/// What the user chose.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes kept of each pointer argument that is not a path or a string vector.
    pub snaplen: u32,
    /// The calls wanted; `None`: all.
    pub wanted: Option<Selection>,
}

/// A parsed `--syscalls` set: terms from left to right, each adding or removing calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<(bool, Term)>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
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
                Term::Name(name) => write!(f, "{comma}{not}{name}")?,
                Term::Class(class) => write!(f, "{comma}{not}%{}", class.name())?,
                Term::Number(nr) => write!(f, "{comma}{not}{nr}")?,
            }
        }
        Ok(())
    }
}

impl Selection {
    /// Whether call `nr` of `arch` is in the set.
    pub fn contains(&self, arch: Arch, nr: i32) -> bool {
        let row = syscalls::lookup(arch, nr);
        let name = arch.syscall_name(nr);
        let first_excludes = self.0.first().is_some_and(|(include, _)| !include);
        self.0.iter().fold(first_excludes, |chosen, (include, term)| {
            let matches = match term {
                Term::Name(wanted) => name == Some(wanted),
                Term::Class(class) => row.is_some_and(|r| r.classes.contains(class)),
                Term::Number(wanted) => *wanted == nr,
            };
            if matches { *include } else { chosen }
        })
    }
}

/// The plan of one ABI: [`SLOTS`] entries.
pub fn build(arch: Arch, options: &Options) -> Vec<PlanEntry> {
    let x32 = if arch == Arch::X32 { crate::arch::X32_BIT } else { 0 };
    (0..SLOTS as i32)
        .map(|slot| {
            let nr = slot | x32;
            let wanted = options.wanted.as_ref().is_none_or(|w| w.contains(arch, nr));
            let unknown = || PlanEntry { args: 6, ..PlanEntry::default() };
            let mut entry = syscalls::lookup(arch, nr).map_or_else(unknown, |row| entry(row, options));
            entry.flags |= if wanted { wire::PLAN_WANTED } else { 0 };
            entry
        })
        .collect()
}

/// The bytes of a plan, for its checksum.
pub fn to_bytes(plan: &[PlanEntry]) -> Vec<u8> {
    let mut out = Vec::with_capacity(plan.len() * PlanEntry::SIZE);
    plan.iter().for_each(|entry| entry.write(&mut out));
    out
}

fn entry(row: &Syscall, options: &Options) -> PlanEntry {
    let mut captures: Vec<PlanCapture> =
        row.args.iter().enumerate().filter_map(|(i, arg)| capture(i as u8, arg.kind, options)).collect();
    captures.sort_by_key(|c| c.when);
    captures.truncate(6);
    let at_exit = captures.iter().any(|c| c.when == wire::WHEN_EXIT);
    let executes = row.name.starts_with("execve");
    let flag = |set: bool, bit: u32| if set { bit } else { 0 };
    let mut entry = PlanEntry {
        flags: flag(is_state(row), wire::PLAN_STATE)
            | flag(at_exit, wire::PLAN_EXIT_CAPTURES)
            | flag(executes, wire::PLAN_EXEC)
            | flag(row.name == "prctl", wire::PLAN_RENAME)
            | flag(effects::of(row.name).is_some_and(Effect::is_tracked), wire::PLAN_TRACKED),
        captures: captures.len() as u16,
        args: row.args.len() as u16,
        ..PlanEntry::default()
    };
    entry.capture[..captures.len()].copy_from_slice(&captures);
    entry
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

fn capture(arg: u8, kind: Kind, options: &Options) -> Option<PlanCapture> {
    let limit = options.snaplen.min(wire::CAPTURE_MAX);
    let memory = |when: When, len: Len| {
        let (op, len_arg, scale) = match len {
            Len::Fixed(bytes) => (wire::OP_FIXED, 0, bytes),
            Len::Arg(i, scale) => (wire::OP_ARG, i, scale),
            Len::Ret(scale) => (wire::OP_RET, 0, scale),
            Len::ArgPtr(i) => (wire::OP_ARG_PTR, i, 1),
        };
        let when = match when {
            When::Entry => wire::WHEN_ENTRY,
            When::Exit => wire::WHEN_EXIT,
        };
        // A structure is of no use in part; its size is known and small.
        let limit = if op == wire::OP_FIXED { wire::CAPTURE_MAX } else { limit };
        PlanCapture { op, when, arg, len_arg, scale, limit: limit as u16, ..PlanCapture::default() }
    };
    let string = |op| {
        let limit = wire::CAPTURE_MAX as u16;
        PlanCapture { op, when: wire::WHEN_ENTRY, arg, scale: 1, limit, ..PlanCapture::default() }
    };
    match kind {
        Kind::Path => Some(PlanCapture { check: 1, ..string(wire::OP_STR) }),
        Kind::Str => Some(PlanCapture { limit: limit as u16, ..string(wire::OP_STR) }),
        Kind::StrVec => Some(string(wire::OP_STRVEC)),
        Kind::Struct(_, when, len) => Some(memory(when, len)),
        Kind::Sockaddr(when, len) => Some(PlanCapture { check: u8::from(when == When::Entry), ..memory(when, len) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(wanted: &str) -> Options {
        Options { snaplen: 256, wanted: (!wanted.is_empty()).then(|| wanted.parse().unwrap()) }
    }

    fn wanted(set: &str, name: &str) -> bool {
        let nr = Arch::X86_64.syscall_nr(name).unwrap();
        build(Arch::X86_64, &options(set))[nr as usize].flags & wire::PLAN_WANTED != 0
    }

    #[test]
    fn openat_follows_its_path_at_entry() {
        let plan = build(Arch::X86_64, &options(""));
        let openat = plan[Arch::X86_64.syscall_nr("openat").unwrap() as usize];
        assert_eq!(openat.captures, 1);
        assert_eq!((openat.capture[0].op, openat.capture[0].arg), (wire::OP_STR, 1));
        assert_eq!(plan[Arch::X86_64.syscall_nr("getppid").unwrap() as usize].captures, 0);
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
