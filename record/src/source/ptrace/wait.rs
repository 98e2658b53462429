//! Waiting for tracees, without taking away the ends of processes that are not ours.

use anyhow::Result;
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::{
        signal::{SigSet, Signal},
        signalfd::{SfdFlags, SignalFd},
        wait::{Id, WaitPidFlag, waitid},
    },
    unistd::Pid,
};
use std::{os::fd::AsFd, time::Instant};

/// What came next.
pub(super) enum Next {
    /// A tracee stopped or ended; the status as wait(2) gives it.
    Stop(Pid, i32),
    /// A child ended that is not a tracee: it is left to whoever started it.
    Foreign,
    /// Nothing yet.
    Nothing,
}

/// Waits by SIGCHLD, which every stop of a tracee raises.
pub(super) struct Waiter(SignalFd);

impl Waiter {
    /// Blocks SIGCHLD for this thread.
    pub(super) fn new() -> Result<Waiter> {
        let mut set = SigSet::empty();
        set.add(Signal::SIGCHLD);
        set.thread_block()?;
        Ok(Waiter(SignalFd::with_flags(&set, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?))
    }

    /// The next status; does not wait.
    pub(super) fn next(&self, known: impl Fn(Pid) -> bool) -> Result<Next> {
        let peek = WaitPidFlag::WEXITED
            | WaitPidFlag::WSTOPPED
            | WaitPidFlag::WNOWAIT
            | WaitPidFlag::WNOHANG
            | WaitPidFlag::__WALL;
        let status = match waitid(Id::All, peek) {
            Ok(status) => status,
            Err(Errno::ECHILD | Errno::EINTR) => return Ok(Next::Nothing),
            // nix knows no status for a stop by a signal it has no name for (real-time signals).
            Err(Errno::EINVAL) => return super::request::wait_any(),
            Err(error) => return Err(error.into()),
        };
        use nix::sys::wait::WaitStatus::{Exited, Signaled, StillAlive};
        match (status, status.pid()) {
            (StillAlive, _) | (_, None) => Ok(Next::Nothing),
            // A stop is always a tracee's, if perhaps of one that is not yet known.
            (Exited(..) | Signaled(..), Some(pid)) if !known(pid) => Ok(Next::Foreign),
            (_, Some(pid)) => super::request::wait_one(pid),
        }
    }

    /// Waits for a signal until `deadline`; whether one came.
    pub(super) fn sleep(&self, deadline: Instant) -> Result<bool> {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = PollTimeout::try_from(left.as_millis() as i32).unwrap_or(PollTimeout::ZERO);
        let mut fds = [PollFd::new(self.0.as_fd(), PollFlags::POLLIN)];
        let came = matches!(poll(&mut fds, timeout), Ok(n) if n > 0);
        while let Ok(Some(_)) = self.0.read_signal() {}
        Ok(came)
    }
}
