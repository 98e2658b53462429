//! Ctrl-C and SIGTERM as something to look at, so that they end a recording instead of the recorder.
//!
//! Handlers, not a blocked mask: a mask would be inherited by the target.

use anyhow::Result;
use procfs::process::Process;
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
    /// Catches the signals from now on; not one that whoever started this process wants ignored (a shell's background jobs,
    /// nohup), so that the target finds it ignored as well.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn catch() -> Result<Signals> {
        let signals = Signals { interrupt: Arc::default(), terminate: Arc::default() };
        let ignored = Process::myself().and_then(|me| me.status()).map_or(0, |status| status.sigign);
        for (signal, flag) in [(SIGINT, &signals.interrupt), (SIGTERM, &signals.terminate)] {
            if ignored >> (signal - 1) & 1 == 0 {
                signal_hook::flag::register(signal, Arc::clone(flag))?;
            }
        }
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
