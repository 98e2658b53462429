//! What was done to which file.

use super::Collector;
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Counter, Lazy, Row, Scan},
    },
    scan::{Numbers, Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::{
    names,
    roles::{self, Role},
    telling, things,
};

/// What was done, in the order from what matters least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Asked for, and not there.
    Missing,
    /// Looked at without being read.
    Looked,
    /// Opened to be read, read, or mapped.
    Read,
    /// Asked for, and not allowed.
    Refused,
    /// Mapped so that it can be executed.
    Mapped,
    /// Its owner, mode, times or attributes changed.
    Altered,
    /// Removed.
    Deleted,
    /// Given another name, or one more.
    Renamed,
    /// Made.
    Created,
    /// Opened to be written, written, or its length changed.
    Written,
    /// Executed.
    Executed,
}

impl Action {
    const ALL: [Action; 11] = [
        Action::Missing,
        Action::Looked,
        Action::Read,
        Action::Refused,
        Action::Mapped,
        Action::Altered,
        Action::Deleted,
        Action::Renamed,
        Action::Created,
        Action::Written,
        Action::Executed,
    ];

    /// Name, as keys have it.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Missing => "not there",
            Action::Looked => "looked at",
            Action::Read => "read",
            Action::Refused => "refused",
            Action::Mapped => "mapped to execute",
            Action::Altered => "attributes changed",
            Action::Deleted => "deleted",
            Action::Renamed => "renamed or linked",
            Action::Created => "created",
            Action::Written => "written",
            Action::Executed => "executed",
        }
    }

    /// Every action.
    pub const fn all() -> &'static [Action] {
        &Action::ALL
    }

    /// The action of that name.
    pub fn named(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether the file is another one afterwards.
    pub const fn changes(self) -> bool {
        matches!(self, Action::Altered | Action::Deleted | Action::Renamed | Action::Created | Action::Written)
    }
}

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 9] =
    ["name", "errno", "path", "path_abs", "fd_path", "path2", "path2_abs", "a1", "a2"];

/// Program, file, and what was done.
#[derive(Default)]
pub(super) struct Counts(Counter<(u32, u32, Action)>);

/// The calls of a piece.
pub(super) struct Taker<'a> {
    counts: &'a mut Counts,
    scan: &'a Scan<'a>,
    /// Of each name how it is looked at.
    looks: Vec<Look>,
    name: Words<'a>,
    errno: Words<'a>,
    path: Lazy<'a>,
    /// Of each path whether it is one: an empty one means the descriptor.
    named: Vec<bool>,
    path_abs: Lazy<'a>,
    fd_path: Lazy<'a>,
    /// Of each thing that a descriptor is whether it is a file.
    is_file: Vec<bool>,
    second: Lazy<'a>,
    second_abs: Lazy<'a>,
    arguments: [Numbers<'a>; 2],
    /// What was done, by name, error, whether a path was named, and arguments.
    known: HashMap<(u32, u32, bool, u64), Option<Action>>,
}

/// How a call is looked at.
#[derive(Clone, Copy, Default)]
struct Look {
    /// It does nothing to files.
    never: bool,
    /// The argument that says more (1 or 2; 0: none does), and which bits of it.
    argument: usize,
    bits: u64,
    /// It gives a file another name, or one more.
    names: bool,
}

impl Counts {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let (name, path, fd_path) = (piece.words("name")?, piece.words("path")?, piece.words("fd_path")?);
        // Pipes, sockets and memory have no path.
        let is_file = |file: &str| file.starts_with('/') && things::of(file).is_some_and(|thing| thing.name != "memfd");
        Ok(Taker {
            counts: self,
            scan,
            looks: name.each(look),
            name,
            errno: piece.words("errno")?,
            named: path.each(|path| path.is_some_and(|path| !path.is_empty())),
            path: Lazy::new(path),
            path_abs: Lazy::new(piece.words("path_abs")?),
            is_file: fd_path.each(|file| file.is_some_and(is_file)),
            fd_path: Lazy::new(fd_path),
            second: Lazy::new(piece.words("path2")?),
            second_abs: Lazy::new(piece.words("path2_abs")?),
            arguments: [piece.numbers("a1")?, piece.numbers("a2")?],
            known: HashMap::new(),
        })
    }

    pub fn tell(self, into: &mut Collector<'_>) {
        into.facts.reserve_exact(self.0.len());
        let names = Action::ALL.map(|action| into.texts.number(action.name()));
        let counts = self.0.into_counts();
        let counts = counts.map(|((program, item, action), count)| ((program, names[action as usize], item), count));
        into.counted(Dimension::File, Form::Path, counts);
    }
}

fn look(name: Option<&str>) -> Look {
    let Some(name) = name.filter(|name| !names::STORED.contains(name)) else {
        return Look { never: true, ..Look::default() };
    };
    let role = roles::of(name);
    let (argument, bits) = match role {
        Some(Role::Open(argument)) => (usize::from(argument), roles::OPEN_BITS),
        Some(Role::Map(_)) => (2, roles::PROT_EXEC),
        _ => (0, 0),
    };
    Look { never: false, argument, bits, names: matches!(role, Some(Role::Link | Role::Rename)) }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let (at, texts) = (row.at, &self.scan.texts);
        let (name, errno) = (self.name.codes[at], self.errno.codes[at]);
        let look = self.looks[name as usize];
        let number = |text: Option<&str>| texts.number(text.unwrap_or_default());
        // What a call gave a name, or another one; what a symbolic link leads to is text that no call looks up yet: the file is the link.
        if look.names && errno == 0 && self.second.is_some(at) {
            let names = if self.second_abs.is_some(at) { &mut self.second_abs } else { &mut self.second };
            self.counts.0.add((row.program, names.number(at, number), Action::Renamed), row.ts);
        }
        let by_path = self.named[self.path.words.codes[at] as usize];
        let is_file = by_path || self.is_file[self.fd_path.words.codes[at] as usize];
        if look.never || !is_file {
            return;
        }
        let argument = look.argument.checked_sub(1).and_then(|argument| self.arguments.get(argument)?.get(at));
        let detail = argument.unwrap_or(0) as u64 & look.bits;
        let (names, errors) = (self.name, self.errno);
        let action = *self
            .known
            .entry((name, errno, by_path, detail))
            .or_insert_with(|| names.get(name).and_then(|name| action_of(name, errors.get(errno), by_path, detail)));
        let Some(action) = action else { return };
        let files = match by_path {
            true if self.path_abs.is_some(at) => &mut self.path_abs,
            true => &mut self.path,
            false => &mut self.fd_path,
        };
        self.counts.0.add((row.program, files.number(at, number), action), row.ts);
    }
}

/// What a call did to its file.
fn action_of(name: &str, errno: Option<&str>, by_path: bool, detail: u64) -> Option<Action> {
    match errno {
        Some(errno) if telling::ABSENT.contains(&errno) => return by_path.then_some(Action::Missing),
        Some(errno) if telling::REFUSED.contains(&errno) => return by_path.then_some(Action::Refused),
        Some(_) => return None,
        None => {}
    }
    Some(match roles::of(name) {
        Some(Role::Open(_)) if detail & roles::O_CREAT != 0 && detail & roles::O_EXCL != 0 => Action::Created,
        Some(Role::Open(_)) if detail & (roles::O_ACCMODE | roles::O_TRUNC) != 0 => Action::Written,
        Some(Role::Open(_) | Role::OpenHow | Role::Read | Role::Move) => Action::Read,
        Some(Role::Create | Role::Make) => Action::Created,
        Some(Role::Write | Role::Fill | Role::Truncate) => Action::Written,
        Some(Role::Link | Role::Rename) => Action::Renamed,
        Some(Role::Remove) => Action::Deleted,
        Some(Role::Execute) => Action::Executed,
        Some(Role::Map(_)) if detail != 0 => Action::Mapped,
        Some(Role::Map(_)) => Action::Read,
        _ if telling::alters(name) => Action::Altered,
        Some(Role::Messages) => return None,
        None if by_path => Action::Looked,
        None => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_does_one_thing_to_its_file() {
        let of = |name, errno, detail| action_of(name, errno, true, detail);
        assert_eq!(of("openat", None, 0), Some(Action::Read));
        assert_eq!(of("openat", None, roles::O_CREAT | roles::O_WRONLY), Some(Action::Written));
        assert_eq!(of("openat", None, roles::O_CREAT | roles::O_EXCL | roles::O_RDWR), Some(Action::Created));
        assert_eq!(of("openat", Some("ENOENT"), 0), Some(Action::Missing));
        assert_eq!(of("openat", Some("EACCES"), 0), Some(Action::Refused));
        assert_eq!(of("chmod", None, 0), Some(Action::Altered));
        assert_eq!(of("newfstatat", None, 0), Some(Action::Looked));
        assert_eq!(action_of("close", None, false, 0), None);
        for (i, action) in Action::ALL.into_iter().enumerate() {
            assert_eq!((action as usize, Action::named(action.name())), (i, Some(action)));
        }
    }
}
