//! What descriptors and relative paths stand for, task by task, as the records tell it.
//!
//! Records come in an order in which causes precede consequences, so one pass is enough. What was open before the first
//! record comes from /proc. After a loss everything known is in doubt until a call establishes it anew.

mod apply;
mod begin;
mod files;
mod pass;
mod place;
mod socket;

pub use place::absolute;

use begin::Sockets;
use files::Files;
use pass::{Early, Passed};
use schema::{
    Arch,
    effects::AT_FDCWD,
    names::{self, Base},
    wire::{SyscallEvent, Wire, flags},
};
use socket::Socket;
use std::{cell::RefCell, collections::HashMap, mem::offset_of, rc::Rc, sync::Arc};

/// What a descriptor stands for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// As /proc/PID/fd shows it, escaped; of sockets protocol and addresses.
    pub text: String,
    /// The bytes of an absolute path, if it has one.
    pub path: Option<Vec<u8>>,
    /// The address of a socket's peer, in the form of column `peer`.
    pub peer: Option<String>,
    /// If it is a socket, what is known of it.
    socket: Option<Socket>,
    /// If it is a process, which.
    pid: Option<u32>,
}

/// What a task's paths begin at.
#[derive(Debug, Clone, Default)]
struct Place {
    /// The current directory.
    cwd: Option<Arc<Named>>,
    /// The root, if it is not "/".
    root: Option<Arc<Named>>,
    tainted: bool,
    /// As of a descriptor.
    sure_from: u64,
}

impl Place {
    /// A copy for another process, made at `ts`.
    fn copied(&self, ts: u64) -> Place {
        Place { tainted: self.is_in_doubt(ts), sure_from: 0, ..self.clone() }
    }

    /// Whether it may have been another one at `ts`.
    fn is_in_doubt(&self, ts: u64) -> bool {
        self.tainted || ts < self.sure_from
    }
}

/// A task's descriptors and directories, which others may share.
#[derive(Debug, Clone, Default)]
struct Task {
    files: Rc<RefCell<Files>>,
    place: Rc<RefCell<Place>>,
}

/// What a call's arguments stand for.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The first descriptor.
    pub fd: Option<Arc<Named>>,
    /// What the first and the second path are relative to.
    pub bases: [Option<Arc<Named>>; 2],
    /// The root, if it is not "/".
    pub root: Option<Arc<Named>>,
    /// Whether any of it is in doubt.
    pub tainted: bool,
}

impl Names {
    /// Whether both are the same, not only alike.
    #[inline]
    pub fn same(&self, other: &Names) -> bool {
        let same = |one: &Option<Arc<Named>>, other: &Option<Arc<Named>>| match (one, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        same(&self.fd, &other.fd)
            && same(&self.bases[0], &other.bases[0])
            && same(&self.bases[1], &other.bases[1])
            && same(&self.root, &other.root)
            && self.tainted == other.tainted
    }

    /// Where they lie in memory, for a hash.
    pub fn places(&self) -> [usize; 4] {
        let at = |name: &Option<Arc<Named>>| name.as_ref().map_or(0, |name| Arc::as_ptr(name) as usize);
        [at(&self.fd), at(&self.bases[0]), at(&self.bases[1]), at(&self.root)]
    }
}

/// Everything that is known.
#[derive(Default)]
pub struct State {
    tasks: HashMap<u32, Task, hashbrown::DefaultHashBuilder>,
    /// Names of files that were given lately: who opens a file again finds the same one.
    known: HashMap<Vec<u8>, Arc<Named>, hashbrown::DefaultHashBuilder>,
    /// Descriptors that were sent and not yet received, oldest first.
    passed: Vec<Passed>,
    /// Messages with descriptors that were received and of whose sending no record has come, oldest first.
    early: Vec<Early>,
    /// Whether the system can be asked what a descriptor stands for at the time of a record.
    stops: bool,
    /// Whether records may be missing just now.
    in_doubt: bool,
    /// Pipes and unnamed sockets so far, to number them.
    made: u64,
    /// The sockets of network namespaces, as they were a moment ago.
    sockets: Sockets,
}

impl State {
    /// Knows nothing yet. With `stops`, a task stands still while its records are taken in.
    pub fn new(stops: bool) -> State {
        State { stops, ..State::default() }
    }

    /// A task that was there before it was recorded, and shares with its process what the bits `SHARES_*` say. If it is not
    /// `at_rest`, what /proc shows is later than the records that come next, and in doubt until they have caught up.
    pub fn first(&mut self, tgid: u32, tid: u32, shares: u8, at_rest: bool) {
        use schema::wire::{SHARES_FILES, SHARES_FS};
        if self.tasks.contains_key(&tid) {
            return;
        }
        let own = match self.tasks.get(&tgid).cloned() {
            Some(leader) if shares == SHARES_FILES | SHARES_FS => leader,
            leader => {
                let own = begin::of_process(tid, !at_rest && !self.stops, &mut self.sockets);
                Task {
                    files: leader
                        .as_ref()
                        .filter(|_| shares & SHARES_FILES != 0)
                        .map_or(own.files, |l| l.files.clone()),
                    place: leader.as_ref().filter(|_| shares & SHARES_FS != 0).map_or(own.place, |l| l.place.clone()),
                }
            }
        };
        self.tasks.insert(tid, own);
    }

    /// What a path means to a task, absolute.
    pub fn absolute(&self, tid: u32, path: &[u8]) -> Option<Vec<u8>> {
        let place = self.tasks.get(&tid)?.place.borrow();
        let bytes = |named: &Option<Arc<Named>>| named.as_ref().and_then(|named| named.path.clone());
        absolute(&bytes(&place.root).unwrap_or_default(), bytes(&place.cwd).as_deref(), path)
    }

    /// Whether anything is known of a task.
    pub fn knows(&self, tid: u32) -> bool {
        self.tasks.contains_key(&tid)
    }

    /// A new task, made at `ts`, which shares what the bits `SHARES_*` say.
    pub fn fork(&mut self, parent: u32, child: u32, shares: u8, ts: u64) {
        use schema::wire::{SHARES_FILES, SHARES_FS};
        let Some(parent) = self.tasks.get(&parent) else { return };
        let mut task = parent.clone();
        if shares & SHARES_FILES == 0 {
            task.files = Rc::new(RefCell::new(parent.files.borrow().copied(ts)));
        }
        if shares & SHARES_FS == 0 {
            task.place = Rc::new(RefCell::new(parent.place.borrow().copied(ts)));
        }
        self.tasks.insert(child, task);
    }

    /// A thread executes a program: it takes its leader's id, and nothing is shared any more.
    pub fn exec(&mut self, former: u32, tid: u32) {
        let Some(task) = self.tasks.get(&former) else { return };
        let task = Task {
            files: Rc::new(RefCell::new(task.files.borrow().clone())),
            place: Rc::new(RefCell::new(task.place.borrow().clone())),
        };
        if former != tid {
            self.tasks.insert(former, task.clone());
        }
        self.tasks.insert(tid, task);
    }

    /// A task has ended.
    pub fn exit(&mut self, tid: u32) {
        self.tasks.remove(&tid);
    }

    /// Records may be missing from now on, or no longer: whatever was known may have changed meanwhile.
    pub fn doubt(&mut self, on: bool) {
        self.in_doubt = on;
        for task in self.tasks.values() {
            task.files.borrow_mut().taint();
            task.place.borrow_mut().tainted = true;
        }
    }

    /// What the arguments of the call in `record` stand for.
    #[inline]
    pub fn names(&self, record: &[u8]) -> Names {
        let number = |offset: usize| record.get(offset..).and_then(u32::read).unwrap_or_default();
        let Some(arch) = record.get(1).and_then(|code| Arch::from_code(*code)) else { return Names::default() };
        let names = names::of(arch, number(offset_of!(SyscallEvent, nr)) as i32);
        if !names.any() {
            return Names::default();
        }
        let tid = number(offset_of!(SyscallEvent, tid));
        let ts = record.get(offset_of!(SyscallEvent, ts)..).and_then(u64::read).unwrap_or_default();
        let fixed = number(offset_of!(SyscallEvent, flags)) & flags::FIXED_FILE != 0;
        let Some(task) = self.tasks.get(&tid) else { return Names::default() };
        let argument = |arg: u8| number(offset_of!(SyscallEvent, args) + 8 * usize::from(arg)) as i32;
        let files = task.files.borrow();
        let place = task.place.borrow();
        let mut found = Names::default();
        if let Some(slot) = names.fd.filter(|_| !fixed).and_then(|arg| files.get(argument(arg))) {
            found.fd = Some(slot.named());
            found.tainted |= slot.is_in_doubt(ts) | self.in_doubt;
        }
        for (base, found_base) in names.bases.iter().zip(&mut found.bases) {
            let fd = match base {
                Base::None => continue,
                Base::Cwd => AT_FDCWD,
                Base::Fd(arg) => argument(*arg),
            };
            if fd == AT_FDCWD {
                found_base.clone_from(&place.cwd);
                found.tainted |= place.is_in_doubt(ts) | self.in_doubt;
            } else if let Some(slot) = files.get(fd) {
                *found_base = Some(slot.named());
                found.tainted |= slot.is_in_doubt(ts) | self.in_doubt;
            }
            found.root.clone_from(&place.root);
        }
        found
    }

    /// Takes in what the call in `record` did.
    #[inline]
    pub fn apply(&mut self, record: &[u8]) {
        let Some(arch) = record.get(1).and_then(|code| Arch::from_code(*code)) else { return };
        let Some(nr) = record.get(offset_of!(SyscallEvent, nr)..).and_then(i32::read) else { return };
        let Some(effect) = names::of(arch, nr).effect else { return };
        let Some(event) = SyscallEvent::read(record) else { return };
        // What is registered with a ring is no descriptor.
        let begun = event.flags & (flags::UNFINISHED | flags::FIXED_FILE) == 0;
        // A connection may be under way: EINPROGRESS, as connect(2) says.
        let connecting = effect == schema::effects::Effect::Remote;
        if begun && (schema::errno::of_return(event.ret).is_none() || connecting) {
            let data = record.get(SyscallEvent::SIZE..).unwrap_or_default();
            self.take_effect(effect, &event, data);
        }
    }

    /// The name of a file, which is the same one as long as it is known.
    fn file(&mut self, path: Vec<u8>) -> Arc<Named> {
        /// Enough for a program that goes through its files again and again; they are small.
        const KNOWN: usize = 1 << 16;
        if let Some(known) = self.known.get(&path) {
            return Arc::clone(known);
        }
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        let named = Arc::new(Named::file(path.clone()));
        self.known.insert(path, Arc::clone(&named));
        named
    }
}

impl Named {
    /// A file.
    fn file(path: Vec<u8>) -> Named {
        Named { text: schema::text::escape(&path).into_owned(), path: Some(path), ..Named::default() }
    }

    /// Something without a path.
    fn thing(text: impl Into<String>) -> Named {
        Named { text: text.into(), ..Named::default() }
    }

    /// A socket.
    fn of_socket(socket: Socket) -> Named {
        Named { text: socket.to_string(), peer: socket.remote.clone(), socket: Some(socket), ..Named::default() }
    }
}
