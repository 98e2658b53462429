//! Ctrl-C and SIGTERM as something to look at, so that they end a recording instead of the recorder.

use anyhow::Result;
use nix::sys::{
    signal::{SigSet, Signal},
    signalfd::{SfdFlags, SignalFd},
};

/// What the user asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// SIGINT: the terminal sends it to the target too.
    Interrupt = 2,
    /// SIGTERM.
    Terminate = 15,
}

/// The two signals, blocked.
pub struct Signals(SignalFd);

impl Signals {
    /// Blocks the signals for this thread and those it starts.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn block() -> Result<Signals> {
        let mut set = SigSet::empty();
        set.add(Signal::SIGINT);
        set.add(Signal::SIGTERM);
        set.thread_block()?;
        Ok(Signals(SignalFd::with_flags(&set, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?))
    }

    /// The next signal that has come; does not wait.
    ///
    /// # Errors
    /// When the descriptor fails.
    pub fn pending(&self) -> Result<Option<Asked>> {
        Ok(self.0.read_signal()?.map(|info| match info.ssi_signo as i32 {
            libc if libc == Signal::SIGINT as i32 => Asked::Interrupt,
            _ => Asked::Terminate,
        }))
    }
}
