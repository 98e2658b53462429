//! A bound on waiting.
//!
//! waitid(2) has no timeout. SIGCHLD cannot stand in for one: it goes to the process, and a thread that does not block
//! it takes it away unseen. So the wait blocks, which costs one system call per stop, and a timer of this thread breaks
//! it off.

use super::request;
use anyhow::Result;
use nix::{
    sys::{
        signal::{SigEvent, SigevNotify, Signal},
        time::TimeSpec,
        timer::{Expiration, Timer, TimerSetTimeFlags},
    },
    time::ClockId,
    unistd::gettid,
};
use std::time::Duration;

/// The timer goes off again after this time, in case it went off just before the wait began.
const AGAIN: Duration = Duration::from_millis(1);

/// Interrupts the waits of the thread that made it.
pub(super) struct Alarm(Timer);

impl Alarm {
    /// An alarm that is not set. Takes SIGALRM, which nothing else here uses.
    ///
    /// # Errors
    /// When the system refuses a timer.
    pub(super) fn new() -> Result<Alarm> {
        request::interrupt_on(Signal::SIGALRM)?;
        let thread_id = gettid().as_raw();
        let notify = SigevNotify::SigevThreadId { signal: Signal::SIGALRM, thread_id, si_value: 0 };
        Ok(Alarm(Timer::new(ClockId::CLOCK_MONOTONIC, SigEvent::new(notify))?))
    }

    /// Interrupts from `wait` on, until [`Alarm::clear`].
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn set(&mut self, wait: Duration) -> Result<()> {
        // A zero would clear it.
        let first = TimeSpec::from(wait.max(Duration::from_micros(1)));
        let times = Expiration::IntervalDelayed(first, TimeSpec::from(AGAIN));
        Ok(self.0.set(times, TimerSetTimeFlags::empty())?)
    }

    /// No more interrupts.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn clear(&mut self) -> Result<()> {
        Ok(self.0.set(Expiration::OneShot(TimeSpec::from(Duration::ZERO)), TimerSetTimeFlags::empty())?)
    }
}
