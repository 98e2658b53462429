//! Where events come from: the kernel program (`ebpf`) or ptrace.
//!
//! Every source hands over the same records, in the form that `schema::wire` describes, and works from the same capture
//! plan. What lies behind does not know which source it was.
//!
//! This folder is the only place of the project with unsafe code.

#[cfg(feature = "ebpf")]
pub mod ebpf;
pub mod hold;
pub mod ptrace;

use std::time::Duration;

/// A running capture.
pub trait Source {
    /// Hands over the records that have come since the last call, waiting for at most `wait` if there are none.
    ///
    /// The record of a call comes after those of all events of its task that precede the call's end. Otherwise records
    /// of different processors come in no order; `ts` and `seq` give the true one.
    ///
    /// # Errors
    /// When the source cannot go on. What was handed over before is good.
    fn poll(&mut self, wait: Duration, emit: &mut dyn FnMut(&[u8])) -> anyhow::Result<Poll>;

    /// Stops capturing and hands over what is left. The target runs on, no longer observed.
    ///
    /// # Errors
    /// As [`Source::poll`].
    fn finish(&mut self, emit: &mut dyn FnMut(&[u8])) -> anyhow::Result<()>;

    /// Counters kept apart from the records, one entry per processor; all counts since the beginning.
    ///
    /// # Errors
    /// When the kernel refuses to tell.
    fn stats(&mut self) -> anyhow::Result<Vec<schema::wire::Stats>>;

    /// Hands over how often which call was made, as far as it has not been handed over yet; after [`Source::finish`],
    /// all of the rest. The same kind of call may come several times: its numbers add up.
    fn counts(&mut self, add: &mut dyn FnMut(&schema::wire::CountEntry));

    /// Whether this source takes the exit statuses of this process's children: nobody else may wait for them then.
    fn reaps(&self) -> bool {
        false
    }

    /// Whether a task stands still while the record of what it did is handed over, so that the system can be asked about it.
    fn stops(&self) -> bool {
        false
    }

    /// The seccomp filter that a held command is to give itself before it starts, as the bytes of its instructions. It then
    /// ends with the recording.
    fn filter(&self) -> Option<&[u8]> {
        None
    }

    /// Parts of the capture that the system did not take, and what is unknown for that, a sentence each.
    fn not_attached(&self) -> &[String] {
        &[]
    }

    /// After [`Source::finish`]: how often the kernel did not run the capture when it should have. What was missed then
    /// is not in [`Source::stats`] either.
    fn skipped(&self) -> u64 {
        0
    }
}

/// Lets the calling thread come first where others want its processor too, if the system allows it: events wait in a
/// ring of limited size.
#[expect(unsafe_code, reason = "no crate in use has setpriority(2)")]
pub fn come_first() {
    // SAFETY: setpriority takes three numbers and touches no memory.
    unsafe { nix::libc::setpriority(nix::libc::PRIO_PROCESS, 0, -10) };
}

/// What [`Source::poll`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poll {
    /// That many records were handed over; more may come.
    Records(usize),
    /// Every recorded task has ended. How the first one ended, if the source is its tracer and so has reaped it.
    Ended(Option<schema::manifest::Exit>),
}
