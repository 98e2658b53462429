//! Waiting for the next stop without falling asleep.
//!
//! Most calls take less time than it takes to put a thread to sleep and to wake it. So the tracer looks again and again for a
//! short while before it sleeps, as long as that has been worth it lately: a target that computes, or others that want the
//! processor, make it sleep at once.

use super::request::{self, Found};
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long it looks: about what sleeping and being woken takes on a virtual machine.
const LOOK: Duration = Duration::from_micros(20);
/// With more tracees each look takes too long.
const TRACEES: usize = 16;
/// Waits that are slept through at most before it is tried again.
const REST: u32 = 256;

/// Whether looking is worth it.
pub(super) struct Spin {
    /// There is a processor for it while the target runs.
    possible: bool,
    /// Waits to be slept through.
    rest: u32,
    /// How many there will be after the next look in vain.
    next_rest: u32,
}

impl Spin {
    /// It is tried at first.
    pub(super) fn new() -> Spin {
        let possible = std::thread::available_parallelism().is_ok_and(|n| n.get() > 1);
        Spin { possible, rest: 0, next_rest: 1 }
    }

    /// The next status of any child or tracee of this thread.
    ///
    /// # Errors
    /// As [`request::peek`].
    pub(super) fn next(&mut self, tracees: usize) -> Result<Found> {
        if !self.possible || tracees > TRACEES {
            return request::peek(None, true);
        }
        if self.rest > 0 {
            self.rest -= 1;
            return request::peek(None, true);
        }
        let start = Instant::now();
        loop {
            match request::peek(None, false)? {
                Found::Nothing if start.elapsed() < LOOK => std::hint::spin_loop(),
                Found::Nothing => break,
                found => {
                    self.next_rest = (self.next_rest / 2).max(1);
                    return Ok(found);
                }
            }
        }
        self.rest = self.next_rest;
        self.next_rest = (2 * self.next_rest).min(REST);
        request::peek(None, true)
    }
}
