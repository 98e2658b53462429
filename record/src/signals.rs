//! Ctrl-C and SIGTERM as something to look at, so that they end a recording instead of the recorder.
//!
//! Handlers, not a blocked mask: a mask would be inherited by the target.

use anyhow::Result;
use signal_hook::consts::{SIGINT, SIGTERM};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// What the user asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// SIGINT: the terminal sends it to the target too.
    Interrupt = SIGINT as isize,
    /// SIGTERM.
    Terminate = SIGTERM as isize,
}

/// The two signals, caught.
pub struct Signals {
    interrupt: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
}

impl Signals {
    /// Catches the signals from now on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn catch() -> Result<Signals> {
        let signals = Signals { interrupt: Arc::default(), terminate: Arc::default() };
        signal_hook::flag::register(SIGINT, Arc::clone(&signals.interrupt))?;
        signal_hook::flag::register(SIGTERM, Arc::clone(&signals.terminate))?;
        Ok(signals)
    }

    /// The next signal that has come; does not wait.
    pub fn pending(&self) -> Option<Asked> {
        if self.terminate.swap(false, Ordering::Relaxed) {
            return Some(Asked::Terminate);
        }
        self.interrupt.swap(false, Ordering::Relaxed).then_some(Asked::Interrupt)
    }
}
