//! Descriptors on their way through a socket (SCM_RIGHTS, unix(7)).

use super::{State, Task, apply::Done, begin, files::Slot, socket::Socket};
use schema::{Arch, effects, sockets};

/// What was sent with one message.
pub(super) struct Passed {
    /// The socket it was sent through.
    through: Option<Socket>,
    slots: Vec<Option<Slot>>,
}

/// A message that was received before the record of its sending came.
pub(super) struct Early {
    /// The socket it came out of.
    through: Option<Socket>,
    /// Descriptors in it.
    count: usize,
}

/// Adds to what waits for its other half, which may never come: who made it need not be recorded.
fn keep<T>(waiting: &mut Vec<T>, one: T) {
    const KEPT: usize = 256;
    if waiting.len() >= KEPT {
        waiting.remove(0);
    }
    waiting.push(one);
}

impl State {
    /// So many messages have been sent.
    pub(super) fn send(&mut self, done: &Done<'_>, task: &Task, messages: i64) {
        let files = task.files.borrow();
        let through = files.get(done.fd(0)).and_then(Slot::socket);
        for fds in rights(done, messages) {
            let slots: Vec<_> =
                fds.into_iter().map(|fd| files.get(fd).map(|slot| slot.again(false, done.event.ts))).collect();
            let had = |early: &Early| early.count == slots.len() && meet(through.as_ref(), early.through.as_ref());
            if let Some(i) = self.early.iter().position(had) {
                self.early.remove(i);
            } else {
                keep(&mut self.passed, Passed { through: through.clone(), slots });
            }
        }
    }

    /// So many messages have been received, each the oldest that was sent to this socket with as many descriptors. Argument
    /// `flags` says whether they are to be closed by execve.
    pub(super) fn receive(&mut self, done: &Done<'_>, task: &Task, messages: i64, flags: u8) {
        let cloexec = done.argument(flags) & effects::MSG_CMSG_CLOEXEC != 0;
        let socket = task.files.borrow().get(done.fd(0)).and_then(Slot::socket);
        for fds in rights(done, messages) {
            let fits =
                |passed: &Passed| passed.slots.len() == fds.len() && meet(passed.through.as_ref(), socket.as_ref());
            let found = self.passed.iter().position(fits).map(|i| self.passed.remove(i).slots);
            if found.is_none() {
                keep(&mut self.early, Early { through: socket.clone(), count: fds.len() });
            }
            let mut files = task.files.borrow_mut();
            for (i, fd) in fds.into_iter().enumerate() {
                let slot = match &found {
                    Some(slots) => slots[i].as_ref().map(|slot| slot.again(cloexec, done.event.ts)),
                    None => self.ask(done.event.tgid, fd),
                };
                files.put(fd, slot);
            }
        }
    }

    /// What a descriptor stands for now, if nobody recorded has told. A message arrives before the call that sent it has
    /// ended, so the sender's record may come after the receiver's. In doubt unless the process stands still.
    fn ask(&self, tgid: u32, fd: i32) -> Option<Slot> {
        let mut slot = begin::of_descriptor(tgid, fd)?;
        slot.tainted = !self.stops;
        Some(slot)
    }
}

/// Whether what is sent through one socket can come out of the other, as far as is known of both.
fn meet(one: Option<&Socket>, other: Option<&Socket>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    if one.pair != 0 || other.pair != 0 {
        return one.pair == other.pair;
    }
    let same = |a: &Option<String>, b: &Option<String>| a.as_deref().is_some_and(|a| a != "unix:") && a == b;
    same(&one.remote, &other.local) || same(&one.local, &other.remote)
}

/// The descriptors in each message of a call that has any.
fn rights(done: &Done<'_>, messages: i64) -> Vec<Vec<i32>> {
    let Some(arch) = Arch::from_code(done.event.arch) else { return Vec::new() };
    let parts = (0..usize::try_from(messages).unwrap_or(0)).map_while(|i| sockets::control_part(arch, i));
    let fds = parts.filter_map(|part| Some(sockets::rights(done.part(1, part)?, arch)));
    fds.filter(|fds| !fds.is_empty()).collect()
}
