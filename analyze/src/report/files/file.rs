//! What is known of one file, put together from groups of calls.

use crate::document::Value;
use schema::roles::{self, Role};

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    modes: Vec<&'static str>,
    calls: u64,
    opens: u64,
    errors: u64,
    read: u64,
    written: u64,
    created: u64,
    deleted: u64,
    renamed: u64,
    executed: u64,
    mapped: u64,
    /// When a call first said that it is not there.
    missing_since: Option<i64>,
    /// When it may have been made, if it was not there before.
    perhaps_made: Option<i64>,
    /// What the last call that tells said.
    state: Option<(i64, State)>,
    changed: bool,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Exists,
    Deleted,
    RenamedTo(String),
    Absent,
}

/// Calls of one name, with the same flags and the same outcome.
pub(super) struct Calls {
    pub(super) name: String,
    /// The call named the file by a path; otherwise by a descriptor.
    pub(super) by_path: bool,
    /// Flags of an open, protection of a mapping.
    pub(super) detail: u64,
    pub(super) errno: Option<String>,
    pub(super) calls: u64,
    pub(super) bytes: u64,
    pub(super) first: i64,
    pub(super) last: i64,
}

impl File {
    fn mode(&mut self, mode: &'static str) {
        if !self.modes.contains(&mode) {
            self.modes.push(mode);
        }
    }

    fn told(&mut self, ts: i64, state: State) {
        if self.state.as_ref().is_none_or(|(last, _)| *last <= ts) {
            self.state = Some((ts, state));
        }
    }

    /// Adds calls that named the file first.
    pub(super) fn add(&mut self, calls: &Calls) {
        let role = roles::of(&calls.name);
        let opens = matches!(role, Some(Role::Open(_) | Role::OpenHow | Role::Create));
        self.calls += calls.calls;
        self.opens += if opens { calls.calls } else { 0 };
        if let Some(errno) = &calls.errno {
            self.errors += calls.calls;
            if errno == "ENOENT" && calls.by_path {
                self.missing_since = Some(self.missing_since.unwrap_or(i64::MAX).min(calls.first));
                self.told(calls.last, State::Absent);
            }
            return;
        }
        if calls.by_path && !matches!(role, Some(Role::Remove | Role::Rename)) {
            self.told(calls.last, State::Exists);
        }
        match role {
            Some(Role::Open(_)) => self.opened(calls),
            Some(Role::OpenHow) => self.mode("open"),
            Some(Role::Create) => {
                self.opened(&Calls {
                    detail: roles::O_CREAT | roles::O_TRUNC | roles::O_WRONLY,
                    name: String::new(),
                    errno: None,
                    ..*calls
                });
            }
            Some(Role::Read | Role::Move) => {
                self.read += calls.bytes;
                self.mode("read");
            }
            Some(Role::Write | Role::Fill) => {
                self.written += calls.bytes;
                self.changed = true;
                self.mode("write");
            }
            Some(Role::Truncate) => {
                self.changed = true;
                self.mode("truncate");
            }
            Some(Role::Make) => {
                self.created += calls.calls;
                self.changed = true;
            }
            Some(Role::Remove) => {
                self.deleted += calls.calls;
                self.told(calls.last, State::Deleted);
            }
            Some(Role::Rename) => self.renamed += calls.calls,
            Some(Role::Execute) => {
                self.executed += calls.calls;
                self.mode("exec");
            }
            Some(Role::Map(_)) => {
                self.mapped += calls.calls;
                self.mode(if calls.detail & roles::PROT_EXEC != 0 { "map-exec" } else { "map" });
            }
            Some(Role::Link | Role::Messages) | None => {}
        }
    }

    fn opened(&mut self, calls: &Calls) {
        let access = calls.detail & roles::O_ACCMODE;
        if access != roles::O_WRONLY {
            self.mode("read");
        }
        if matches!(access, roles::O_WRONLY | roles::O_RDWR) {
            self.mode("write");
        }
        for (bit, mode) in [(roles::O_CREAT, "create"), (roles::O_TRUNC, "truncate"), (roles::O_APPEND, "append")] {
            if calls.detail & bit != 0 {
                self.mode(mode);
            }
        }
        if calls.detail & roles::O_CREAT != 0 {
            if calls.detail & roles::O_EXCL != 0 {
                self.created += calls.calls;
                self.changed = true;
            } else {
                self.perhaps_made = Some(self.perhaps_made.unwrap_or(i64::MAX).min(calls.first));
            }
        }
        self.changed |= calls.detail & roles::O_TRUNC != 0;
    }

    /// A call gave the file this name, at last at `ts`; if it is not the first that the call named, the call is not counted yet.
    pub(super) fn named(&mut self, ts: i64, times: u64, counted: bool) {
        self.created += times;
        self.calls += if counted { 0 } else { times };
        self.changed = true;
        self.told(ts, State::Exists);
    }

    /// A call gave the file another name.
    pub(super) fn renamed_to(&mut self, ts: i64, name: &str) {
        self.told(ts, State::RenamedTo(name.to_owned()));
    }

    /// Puts together what one group of calls alone does not tell.
    pub(super) fn finish(&mut self) {
        // It was not there, and then an open with O_CREAT succeeded.
        if self.created == 0 && self.missing_since.zip(self.perhaps_made).is_some_and(|(missing, made)| missing < made)
        {
            self.created = 1;
            self.changed = true;
        }
        self.modes.sort_unstable_by_key(|mode| MODES.iter().position(|known| known == mode));
    }

    /// Whether something was done to it that leaves its trace on the disk.
    pub(super) fn changed(&self) -> bool {
        self.changed
    }

    /// What became of it, if that is known.
    pub(super) fn state(&self) -> Option<&State> {
        self.state.as_ref().map(|(_, state)| state)
    }

    /// The values of its columns, up to the state.
    pub(super) fn row(&self, path: String) -> Vec<Value> {
        let state = match self.state() {
            Some(State::Exists) => "exists".into(),
            Some(State::Deleted) => "deleted".into(),
            Some(State::RenamedTo(name)) => format!("renamed to {name}").into(),
            Some(State::Absent) => "not there".into(),
            None => Value::Null,
        };
        let modes = if self.modes.is_empty() { Value::Null } else { self.modes.join(",").into() };
        let mut row = vec![path.into(), modes];
        let counts = [self.calls, self.opens, self.errors, self.read, self.written, self.created, self.deleted];
        row.extend(counts.into_iter().chain([self.renamed, self.executed, self.mapped]).map(Value::Uint));
        row.push(state);
        row
    }
}

/// The modes in the order in which they are shown.
const MODES: [&str; 9] = ["open", "read", "write", "create", "truncate", "append", "exec", "map", "map-exec"];

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(name: &str, ts: i64, detail: u64, errno: Option<&str>) -> Calls {
        let errno = errno.map(str::to_owned);
        Calls { name: name.to_owned(), by_path: true, detail, errno, calls: 1, bytes: 0, first: ts, last: ts }
    }

    #[test]
    fn the_last_call_that_tells_decides_the_state() {
        let mut file = File::default();
        file.add(&calls("unlink", 30, 0, None));
        file.add(&calls("openat", 20, roles::O_CREAT | roles::O_WRONLY, None));
        file.add(&calls("newfstatat", 10, 0, Some("ENOENT")));
        file.finish();
        assert_eq!(file.state(), Some(&State::Deleted));
        assert_eq!((file.created, file.deleted, file.errors, file.opens), (1, 1, 1, 1));
        assert_eq!(file.modes, ["write", "create"]);
    }

    #[test]
    fn an_open_that_may_create_proves_no_creation() {
        let mut file = File::default();
        file.add(&calls("openat", 20, roles::O_CREAT | roles::O_RDWR, None));
        file.finish();
        assert_eq!((file.created, file.state()), (0, Some(&State::Exists)));
    }
}
