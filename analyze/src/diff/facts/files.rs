//! What was done to which file.

use super::{Collector, Found};
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Scan, text},
    },
    error::Error,
    keys::{Texts, numbers},
};
use polars::prelude::{DataType, Expr, LazyFrame, PlHashMap, col, len, lit};
use schema::{
    names,
    roles::{self, Role},
    telling, things,
};
use std::sync::Arc;

/// What was done, in the order from what matters least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// What it reads of every call: what was done, and to which file.
pub(super) fn columns(texts: &Arc<Texts>) -> Vec<Expr> {
    // An empty path means the descriptor.
    let file = text(["path", "path_abs", "fd_path"].map(col), texts, |[path, path_abs, fd_path, _]| {
        let path = path.filter(|path| !path.is_empty());
        path.map(|path| path_abs.unwrap_or(path)).or(fd_path).map(str::to_owned)
    });
    vec![action().alias("action"), file.alias("file")]
}

/// Reads it.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let rows = scan.coded().filter(col("action").is_not_null().and(col("file").is_not_null()));
    group(scan, into, rows.select(["program", "action", "file", "ts"].map(col)))?;
    // What a call gave a name, or another one; what a symbolic link leads to is text that no call looks up yet: the file is the link.
    let rows = scan.rows(roles::calls(|role| matches!(role, Role::Link | Role::Rename)));
    let rows = rows.filter(col("errno").is_null().and(col("path2").is_not_null()));
    let second =
        scan.text(["path2", "path2_abs"].map(col), |[path, path_abs, ..]| path_abs.or(path).map(str::to_owned));
    let renamed = lit(Action::Renamed as u32).cast(DataType::UInt32).alias("action");
    group(scan, into, rows.select([col("program"), renamed, second.alias("file"), col("ts")]))
}

/// Counts the rows by program, action and file.
fn group(scan: &Scan<'_>, into: &mut Collector<'_>, rows: LazyFrame) -> Result<(), Error> {
    let keys = ["program", "action", "file"].map(col);
    let rows = rows.group_by(keys).agg([len().cast(DataType::Int64).alias("calls"), col("ts").min().alias("first")]);
    let groups = scan.collect(rows)?;
    let (programs, actions, files) = (groups.codes("program")?, groups.codes("action")?, groups.codes("file")?);
    let (counts, firsts) = (groups.numbers("calls")?, groups.numbers("first")?);
    for i in 0..counts.len() {
        let Some(action) = Action::ALL.get(actions[i] as usize) else { continue };
        into.add(&Found {
            dimension: Dimension::File,
            program: programs[i],
            aspect: action.name(),
            form: Form::Path,
            item: files[i],
            count: counts[i].max(0) as u64,
            first: firsts[i],
        });
    }
    Ok(())
}

/// The number of the action of each call.
fn action() -> Expr {
    let from = ["name", "errno", "path", "fd_path", "a1", "a2"].map(col);
    numbers(&from, |columns| {
        let [name, errno, path, fd_path, first, second] = columns else { return Ok(Vec::new()) };
        let (name, errno, path, fd_path) = (name.str()?, errno.str()?, path.str()?, fd_path.str()?);
        let (first, second) = (first.u64()?, second.u64()?);
        let mut known: PlHashMap<(&str, Option<&str>, bool, u64), Option<u32>> = PlHashMap::default();
        let mut rows = Vec::with_capacity(name.len());
        let cells = name.iter().zip(errno.iter()).zip(path.iter()).zip(fd_path.iter());
        for ((((name, errno), path), fd_path), (first, second)) in cells.zip(first.iter().zip(second.iter())) {
            let by_path = path.is_some_and(|path| !path.is_empty());
            let Some(name) = name.filter(|name| !names::STORED.contains(name)) else {
                rows.push(None);
                continue;
            };
            // Pipes, sockets and memory have no path.
            let has_path =
                |file: &str| file.starts_with('/') && things::of(file).is_some_and(|thing| thing.name != "memfd");
            if !by_path && !fd_path.is_some_and(has_path) {
                rows.push(None);
                continue;
            }
            let arguments = [0, first.unwrap_or(0), second.unwrap_or(0)];
            let detail = match roles::of(name) {
                Some(Role::Open(i)) => arguments.get(usize::from(i)).copied().unwrap_or(0) & roles::OPEN_BITS,
                Some(Role::Map(_)) => arguments[2] & roles::PROT_EXEC,
                _ => 0,
            };
            let of = || action_of(name, errno, by_path, detail).map(|action| action as u32);
            rows.push(*known.entry((name, errno, by_path, detail)).or_insert_with(of));
        }
        Ok(rows)
    })
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
