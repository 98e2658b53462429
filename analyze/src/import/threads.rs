//! Calls told by tools that name the arguments and tell of a process only what each line says: who made them, and their rows.

use super::rows::{Call, Capture, Event, Rows};
use schema::{
    Arch,
    effects::AT_FDCWD,
    errno,
    kind::{Kind, When},
    syscalls,
    text::escape,
    wire::flags,
};
use std::collections::BTreeMap;

/// A call as a tool tells it.
#[derive(Default)]
pub struct Told<'a> {
    /// Thread, and process if that is told.
    pub tid: u32,
    /// See `tid`.
    pub tgid: Option<u32>,
    /// Parent, if that is told.
    pub ppid: Option<u32>,
    /// When it began, ns since 1970.
    pub ts: i64,
    /// ns that it took.
    pub dur: Option<i64>,
    /// Name of the task.
    pub comm: Option<&'a str>,
    /// The program.
    pub exe: Option<String>,
    /// Name of the call.
    pub name: &'a str,
    /// Registers, as far as they are told as numbers, by their place.
    pub registers: [u64; 6],
    /// Arguments by the names that the tool has for them.
    pub args: Vec<(&'a str, Value)>,
    /// What it returned.
    pub ret: Option<i64>,
    /// Paths beside those in `args`, in their order: as given, and absolute.
    pub paths: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// Address of a socket, as in column `peer`.
    pub peer: Option<String>,
    /// What was executed.
    pub argv: Option<Vec<String>>,
}

/// The value of an argument.
pub enum Value {
    /// A number, and of a descriptor what it stands for.
    Number(u64, Option<Vec<u8>>),
    /// A text, and whether it was cut.
    Text(Vec<u8>, bool),
    /// Names of flags or of a choice, perhaps without what they all begin with: `RDONLY|CLOEXEC`.
    Words(String),
}

/// Names that tools have for paths.
const PATHS: [&str; 12] = [
    "filename", "name", "path", "pathname", "oldpath", "newpath", "oldname", "newname", "dir_name", "linkpath",
    "target", "source",
];
/// Names that tools have for descriptors.
const DESCRIPTORS: [&str; 7] = ["fd", "dfd", "dirfd", "olddfd", "olddirfd", "epfd", "in_fd"];

/// Names of arguments that tools have, and the manual pages' (man 2).
const ALIASES: [(&str, &str); 9] = [
    ("len", "length"),
    ("len", "count"),
    ("size", "count"),
    ("size", "len"),
    ("flag", "flags"),
    ("off", "offset"),
    ("pos", "offset"),
    ("start", "addr"),
    ("error_code", "status"),
];

/// The value of names of flags, with or without what they all begin with.
fn flags_of(kind: Kind, words: &str) -> Option<u64> {
    let (Kind::Enum(set) | Kind::Flags(set) | Kind::FlagsSignal(set)) = kind else { return None };
    words.split('|').try_fold(0, |sum, word| {
        let is = |name: &str| name == word || name.split_once('_').is_some_and(|(_, rest)| rest == word);
        set.names.iter().find(|(_, name)| is(name)).map(|(value, _)| sum | *value)
    })
}

/// The threads seen so far.
pub struct Threads {
    arch: Arch,
    seq: BTreeMap<u32, u64>,
    command: Vec<String>,
}

impl Threads {
    /// None yet.
    pub fn new(arch: Arch) -> Threads {
        Threads { arch, seq: BTreeMap::new(), command: Vec::new() }
    }

    /// What was executed first.
    pub fn command(self) -> Vec<String> {
        self.command
    }

    /// Whether it is a call of the ABI.
    pub fn is_call(&self, name: &str) -> bool {
        self.arch.syscall_nr(name).is_some()
    }

    /// A call of this ABI, and events that it tells of.
    pub fn call(&mut self, arch: Option<Arch>, told: Told<'_>, rows: &mut Rows) -> rusqlite::Result<()> {
        let arch = arch.unwrap_or(self.arch);
        let tgid = told.tgid.unwrap_or(told.tid);
        let nr =
            arch.syscall_nr(told.name).or_else(|| i32::from_str_radix(told.name.strip_prefix("syscall_0x")?, 16).ok());
        let comm = told.comm.map(|comm| escape(comm.as_bytes()).into_owned());
        if !self.seq.contains_key(&told.tid) {
            let (exe, ppid) = (told.exe.clone(), told.ppid);
            rows.event(&Event {
                ts: told.ts,
                event: "first",
                tgid,
                tid: told.tid,
                ppid,
                comm: comm.clone(),
                exe,
                ..Event::default()
            })?;
        }
        let seq = self.seq.entry(told.tid).or_default();
        let mut call = Call {
            seq: *seq,
            ts: told.ts,
            dur: told.dur,
            tgid,
            tid: told.tid,
            comm: comm.clone(),
            arch: arch.name().to_owned(),
            nr: nr.unwrap_or(-1),
            name: told.name.to_owned(),
            args: told.registers,
            ret: told.ret,
            ..Call::default()
        };
        *seq += 1;
        match told.ret {
            Some(ret) => call.errno = errno::of_return(ret).map(|errno| errno::display(errno).into_owned()),
            None => call.flags |= flags::UNFINISHED,
        }
        let row = nr.and_then(|nr| syscalls::lookup(arch, nr));
        let kinds: Vec<(&str, Kind)> =
            row.map(|row| row.args.iter().map(|arg| (arg.name, arg.kind)).collect()).unwrap_or_default();
        let mut paths = 0;
        for (name, value) in &told.args {
            let is_path = |kind: &Kind| matches!(kind, Kind::Path);
            let is_fd = |kind: &Kind| matches!(kind, Kind::Fd | Kind::DirFd);
            let place = |is: &dyn Fn(&Kind) -> bool, skip: usize| {
                kinds.iter().enumerate().filter(|(_, (_, kind))| is(kind)).nth(skip).map(|(i, _)| i)
            };
            let path = PATHS.contains(name);
            let at = match name {
                _ if path => place(&is_path, paths),
                _ if DESCRIPTORS.contains(name) => place(&is_fd, 0),
                _ => None,
            };
            let manual = |known: &str| known == *name || ALIASES.contains(&(*name, known));
            let at = at.or_else(|| kinds.iter().position(|(known, _)| manual(known)));
            match value {
                Value::Words(words) => {
                    if let Some((at, number)) = at.and_then(|at| Some((at, flags_of(kinds.get(at)?.1, words)?))) {
                        call.args[at] = number;
                    }
                }
                Value::Number(number, stands_for) => {
                    // Where it points is told, and not what is there.
                    paths += usize::from(path && at.is_some());
                    if let Some(register) = at.and_then(|at| call.args.get_mut(at)) {
                        *register = *number;
                    }
                    if let Some(path) =
                        stands_for.as_ref().filter(|_| call.names[3].is_none() && *number != i64::from(AT_FDCWD) as u64)
                    {
                        call.names[3] = Some(escape(path).into_owned());
                    }
                }
                Value::Text(bytes, truncated) => {
                    let kind = at.and_then(|at| kinds.get(at)).map(|(_, kind)| *kind);
                    if matches!(kind, Some(Kind::Path)) {
                        name_path(&mut call, paths, bytes, None);
                        paths += 1;
                    }
                    if let Some(at) = at {
                        let exit = matches!(kind, Some(Kind::Payload(When::Exit, _)));
                        call.flags |= if *truncated { flags::TRUNCATED } else { 0 };
                        call.captures.push(Capture {
                            arg: at as u16,
                            exit,
                            truncated: *truncated,
                            bytes: bytes.clone(),
                        });
                    }
                }
            }
        }
        for (given, absolute) in &told.paths {
            let at =
                kinds.iter().enumerate().filter(|(_, (_, kind))| matches!(kind, Kind::Path)).nth(paths).map(|(i, _)| i);
            // Of a socket the address names it.
            let Some(at) = at else { continue };
            name_path(&mut call, paths, given, absolute.as_deref());
            call.captures.push(Capture { arg: at as u16, exit: false, truncated: false, bytes: given.clone() });
            paths += 1;
        }
        call.names[4] = told.peer;
        rows.call(&call)?;
        let ended = told.ts.saturating_add(told.dur.unwrap_or_default());
        let event = Event { ts: ended, tgid, tid: told.tid, comm, ..Event::default() };
        match told.name {
            "execve" | "execveat" if told.ret == Some(0) => {
                if self.command.is_empty() {
                    self.command = told.argv.clone().unwrap_or_default();
                }
                let exe = told.exe.or_else(|| call.names[0].clone());
                rows.event(&Event { event: "exec", exe, argv: told.argv, ppid: told.ppid, ..event })?;
            }
            "exit_group" => {
                rows.event(&Event { event: "exit", exit_code: Some(call.args[0] as i32 & 0xff), ..event })?
            }
            _ => {}
        }
        Ok(())
    }
}

fn name_path(call: &mut Call, number: usize, given: &[u8], absolute: Option<&[u8]>) {
    if number < 2 {
        call.names[number] = Some(escape(given).into_owned());
    }
    if number == 0 {
        let absolute = absolute.or(Some(given)).filter(|path| path.starts_with(b"/"));
        call.names[2] = absolute.map(|path| escape(path).into_owned());
    }
}
