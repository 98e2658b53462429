//! A table of descriptors, as processes and threads share it.

use super::{Named, socket::Socket};
use std::{cell::RefCell, collections::HashMap, ops::RangeInclusive, rc::Rc, sync::Arc};

/// An open file ("open file description", open(2)): descriptors made by dup or fork stand for the same one.
#[derive(Debug)]
pub(super) struct Open {
    named: RefCell<Arc<Named>>,
}

/// A descriptor.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    open: Rc<Open>,
    /// Closed by execve.
    pub(super) cloexec: bool,
    /// Whether it may have become another one.
    pub(super) tainted: bool,
    /// It was read from /proc while its process ran: before this time (boot clock, ns) it may have been another one.
    pub(super) sure_from: u64,
}

impl Slot {
    /// A new descriptor of a new open file.
    pub(super) fn new(named: Arc<Named>, cloexec: bool) -> Slot {
        Slot { open: Rc::new(Open { named: RefCell::new(named) }), cloexec, tainted: false, sure_from: 0 }
    }

    /// Another descriptor of the same open file, made at `ts`.
    pub(super) fn again(&self, cloexec: bool, ts: u64) -> Slot {
        Slot { open: Rc::clone(&self.open), cloexec, tainted: self.is_in_doubt(ts), sure_from: 0 }
    }

    /// Whether it may have been something else at `ts`.
    pub(super) fn is_in_doubt(&self, ts: u64) -> bool {
        self.tainted || ts < self.sure_from
    }

    /// What it stands for.
    pub(super) fn named(&self) -> Arc<Named> {
        Arc::clone(&self.open.named.borrow())
    }

    /// What is known of the socket it stands for, if it does for one.
    pub(super) fn socket(&self) -> Option<Socket> {
        self.open.named.borrow().socket.clone()
    }

    /// Changes what it, and every other descriptor of the same open file, stands for.
    pub(super) fn rename(&self, named: Named) {
        *self.open.named.borrow_mut() = Arc::new(named);
    }
}

/// The descriptors of a process.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    slots: HashMap<i32, Slot, hashbrown::DefaultHashBuilder>,
}

impl Files {
    pub(super) fn get(&self, fd: i32) -> Option<&Slot> {
        self.slots.get(&fd)
    }

    /// A call has made `fd` stand for something else; without a slot for nothing, or for nothing that is known.
    pub(super) fn put(&mut self, fd: i32, slot: Option<Slot>) {
        match slot {
            Some(slot) => self.slots.insert(fd, slot),
            None => self.slots.remove(&fd),
        };
    }

    /// Closes a range of descriptors, or marks them to be closed by execve.
    pub(super) fn close_range(&mut self, range: RangeInclusive<u32>, only_mark: bool) {
        let inside = |fd: &i32| range.contains(&(*fd as u32));
        if only_mark {
            self.slots.iter_mut().filter(|(fd, _)| inside(fd)).for_each(|(_, slot)| slot.cloexec = true);
        } else {
            self.slots.retain(|fd, _| !inside(fd));
        }
    }

    /// Takes the mark away.
    pub(super) fn keep(&mut self, fd: i32) {
        self.slots.entry(fd).and_modify(|slot| slot.cloexec = false);
    }

    /// What an execve does.
    pub(super) fn exec(&mut self) {
        self.slots.retain(|_, slot| !slot.cloexec);
    }

    /// A copy for another process, made at `ts`.
    pub(super) fn copied(&self, ts: u64) -> Files {
        Files { slots: self.slots.iter().map(|(fd, slot)| (*fd, slot.again(slot.cloexec, ts))).collect() }
    }

    pub(super) fn taint(&mut self) {
        self.slots.values_mut().for_each(|slot| slot.tainted = true);
    }
}
