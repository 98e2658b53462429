//! What is recorded: something that is held before it starts, released when the capture is armed, and ends; or something
//! that runs already, and goes on when the recording has ended.

pub mod command;
pub mod container;
pub mod docker;
pub mod engine;
pub mod hooked;
pub mod host;
pub mod podman;
pub mod running;

use crate::columns::OutputRow;
use schema::manifest::{self, Exit};
use std::fmt;

/// Which processes a recording is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// Those it begins with.
    pub who: Who,
    /// Inode of a pid namespace whose members are recorded too, wherever they come from.
    pub pid_ns: Option<u32>,
    /// A container's cgroup: whoever executes a program in it is recorded too.
    pub cgroup: Option<Cgroup>,
}

/// The processes that a recording begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// One that is held until the capture is armed.
    Held(u32),
    /// One that runs, and its descendants.
    Running(u32),
    /// None yet: they are known by their cgroup once they are there.
    Expected,
    /// All but the recorder.
    Everyone,
}

/// A cgroup that is named after a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cgroup {
    /// The container's id, 64 hexadecimal digits.
    pub id: [u8; 64],
    /// Its processes may be in the host's pid namespace.
    pub shares_pids: bool,
}

impl Cgroup {
    /// That of the container with this id, if it has the usual form.
    fn of(id: &str, shares_pids: bool) -> Option<Cgroup> {
        Some(Cgroup { id: id.as_bytes().try_into().ok()?, shares_pids })
    }
}

impl Aim {
    /// Single processes, and who descends from them.
    pub fn only(who: Who) -> Aim {
        Aim { who, pid_ns: None, cgroup: None }
    }

    /// The process that counts as the target; 0 if there is no single one, or it is not known yet.
    pub fn pid(&self) -> u32 {
        match self.who {
            Who::Held(pid) | Who::Running(pid) => pid,
            Who::Expected | Who::Everyone => 0,
        }
    }

    /// Whether the target was there before the recording, and outlives it.
    pub fn stays(&self) -> bool {
        matches!(self.who, Who::Running(_) | Who::Everyone)
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = match self.who {
            Who::Held(pid) | Who::Running(pid) => vec![format!("descent from process {pid}")],
            Who::Expected => Vec::new(),
            Who::Everyone => vec!["every process but the recorder".to_owned()],
        };
        parts.extend(self.pid_ns.map(|inode| format!("pid namespace {inode}")));
        parts.extend(self.cgroup.as_ref().map(|_| "execution of a program in the container's cgroup".to_owned()));
        write!(f, "{}", parts.join(", or "))
    }
}

/// Something to be recorded.
pub trait Target {
    /// Its processes.
    fn aim(&self) -> Aim;

    /// What the manifest says of it.
    fn describe(&self) -> manifest::Target;

    /// The container, if it is one.
    fn container(&self) -> Option<manifest::Container>;

    /// Whether its process is a child of this one, so that a tracer reaps it.
    fn is_child(&self) -> bool {
        false
    }

    /// Lets it start, if it is held; a child of this process with this seccomp filter.
    ///
    /// # Errors
    /// When it is no longer there or its engine refuses.
    fn release(&mut self, _filter: Option<&[u8]>) -> anyhow::Result<()> {
        Ok(())
    }

    /// How it ended, if it has; does not wait. Neither code nor signal if that is not known here.
    ///
    /// # Errors
    /// When the system does not tell.
    fn try_wait(&mut self) -> anyhow::Result<Option<Exit>>;

    /// What it has printed since the last time, if that is kept. With `last`, nothing more is asked for.
    fn output(&mut self, _last: bool) -> Vec<OutputRow> {
        Vec::new()
    }

    /// Clears away what was made for it. What still runs of a container is stopped; a command is left alone.
    fn clean_up(&mut self) {}
}

/// A status as the manifest has it.
fn exit_of(status: std::process::ExitStatus) -> Exit {
    use std::os::unix::process::ExitStatusExt;
    Exit { code: status.code(), signal: status.signal() }
}
