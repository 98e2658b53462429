//! What is recorded: something that is held before it starts, released when the capture is armed, and ends.

pub mod command;
pub mod podman;

use schema::manifest::{self, Exit};

/// A target that is ready to start and does not run yet.
pub trait Target {
    /// Process id of the process that will become the target, on the host.
    fn pid(&self) -> u32;

    /// What the manifest says of it.
    fn describe(&self) -> manifest::Target;

    /// The container, if it is one.
    fn container(&self) -> Option<manifest::Container>;

    /// Whether [`Target::pid`] is a child of this process, so that a tracer reaps it.
    fn is_child(&self) -> bool;

    /// Lets it start.
    ///
    /// # Errors
    /// When it is no longer there or its engine refuses.
    fn release(&mut self) -> anyhow::Result<()>;

    /// How it ended, if it has; does not wait.
    ///
    /// # Errors
    /// When the system does not tell.
    fn try_wait(&mut self) -> anyhow::Result<Option<Exit>>;

    /// Clears away what was made for it. What still runs of a container is stopped; a command is left alone.
    fn clean_up(&mut self);
}

/// A status as the manifest has it.
fn exit_of(status: std::process::ExitStatus) -> Exit {
    use std::os::unix::process::ExitStatusExt;
    Exit { code: status.code(), signal: status.signal() }
}
