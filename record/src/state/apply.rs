//! What calls do to descriptors and directories: one piece of code for each [`Effect`].

use super::{Named, Place, State, Task, absolute, files::Slot, socket::Socket};
use schema::{
    Arch,
    effects::{self, Cloexec, Effect, O_CLOEXEC},
    errno,
    names::{self, Base},
    sockaddr, sockets, text,
    wire::{self, SyscallEvent},
};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// A call that had an effect.
pub(super) struct Done<'a> {
    pub(super) event: &'a SyscallEvent,
    data: &'a [u8],
}

impl Done<'_> {
    pub(super) fn argument(&self, i: u8) -> u64 {
        self.event.args[usize::from(i) % 6]
    }

    pub(super) fn fd(&self, i: u8) -> i32 {
        self.argument(i) as i32
    }

    /// The descriptor it returned.
    fn new_fd(&self) -> i32 {
        self.event.ret as i32
    }

    /// What argument `i` led to, if all of it was kept.
    fn memory(&self, i: u8) -> Option<&[u8]> {
        let whole = |c: &wire::Capture<'_>| c.head.arg == i && c.head.part == 0 && c.head.status == wire::STATUS_OK;
        wire::captures(self.data).find(whole).map(|c| c.bytes)
    }

    /// What a pointer inside argument `i` led to, as it was last, if all of it was kept.
    pub(super) fn part(&self, i: u8, part: u8) -> Option<&[u8]> {
        let whole = |c: &wire::Capture<'_>| c.head.arg == i && c.head.part == part && c.head.status == wire::STATUS_OK;
        wire::captures(self.data).filter(whole).last().map(|c| c.bytes)
    }

    fn cloexec(&self, rule: Cloexec) -> bool {
        match rule {
            Cloexec::Always => true,
            Cloexec::Never => false,
            Cloexec::If(arg, bits) => self.argument(arg) & bits != 0,
            // `struct open_how` begins with the flags.
            Cloexec::How(arg) => self
                .memory(arg)
                .and_then(|how| how.first_chunk())
                .is_some_and(|flags| u64::from_ne_bytes(*flags) & O_CLOEXEC != 0),
        }
    }

    /// Two descriptors behind argument `i`.
    fn pair(&self, i: u8) -> Option<[i32; 2]> {
        let bytes = self.memory(i)?;
        let fd = |at: usize| Some(i32::from_ne_bytes(*bytes.get(at..)?.first_chunk()?));
        Some([fd(0)?, fd(4)?])
    }

    fn address(&self, i: u8) -> Option<String> {
        self.memory(i).and_then(sockaddr::display)
    }
}

impl State {
    /// Takes in the effect of a call that succeeded.
    pub(super) fn take_effect(&mut self, effect: Effect, event: &SyscallEvent, data: &[u8]) {
        let done = &Done { event, data };
        // An exec may have taken the thread's id away before its call ended.
        let task = self.tasks.get(&event.tid).or_else(|| self.tasks.get(&event.tgid));
        let Some(task) = &task.cloned() else { return };
        match effect {
            Effect::Open(path, cloexec) => {
                let named = self.path(path, done, task).map(|path| self.file(path));
                let slot = named.map(|named| Slot::new(named, done.cloexec(cloexec)));
                task.files.borrow_mut().put(done.new_fd(), slot);
            }
            Effect::Make(what, cloexec) => made(task, done, Named::thing(what), done.cloexec(cloexec)),
            Effect::MakeFor(arg, bits, rows) => {
                let chosen = done.argument(arg) & bits & 0xffff_ffff;
                if let Some((_, what)) = rows.iter().find(|(value, _)| *value == chosen) {
                    made(task, done, Named::thing(*what), true);
                }
            }
            Effect::Memfd => {
                let name = done.memory(0).map(text::escape).unwrap_or_default();
                let cloexec = done.argument(1) & effects::MFD_CLOEXEC != 0;
                made(task, done, Named::thing(format!("/memfd:{name}")), cloexec);
            }
            Effect::Pidfd => {
                let pid = Some(done.argument(0) as u32);
                made(task, done, Named { pid, ..Named::thing("anon_inode:[pidfd]") }, true);
            }
            Effect::Socket => {
                made(task, done, Named::of_socket(socket(done)), done.argument(1) & O_CLOEXEC != 0);
            }
            Effect::Accept(cloexec) => {
                let listener = task.files.borrow().get(done.fd(0)).and_then(Slot::socket);
                let accepted = Socket { remote: done.address(1), ..listener.unwrap_or_default() };
                made(task, done, Named::of_socket(accepted), done.cloexec(cloexec));
            }
            Effect::Pipe(cloexec) => {
                self.made += 1;
                let pipe = Named::thing(format!("pipe:[#{}]", self.made));
                two_made(task, done.pair(0), pipe, done.cloexec(cloexec));
            }
            Effect::SocketPair => {
                self.made += 1;
                let sockets = Named::of_socket(Socket { pair: self.made, ..socket(done) });
                two_made(task, done.pair(3), sockets, done.argument(1) & O_CLOEXEC != 0);
            }
            Effect::PidfdGetfd => {
                let pid = task.files.borrow().get(done.fd(0)).and_then(|slot| slot.named().pid);
                let other = pid.and_then(|pid| self.tasks.get(&pid));
                let slot =
                    other.and_then(|other| other.files.borrow().get(done.fd(1)).map(|slot| slot.again(true, event.ts)));
                task.files.borrow_mut().put(done.new_fd(), slot);
            }
            Effect::Dup(cloexec) => dup(task, done, done.cloexec(cloexec)),
            Effect::Fcntl => match done.argument(1) & 0xffff_ffff {
                command @ (effects::F_DUPFD | effects::F_DUPFD_CLOEXEC) => {
                    dup(task, done, command == effects::F_DUPFD_CLOEXEC);
                }
                effects::F_SETFD => mark(task, done, done.argument(2) & effects::FD_CLOEXEC != 0),
                _ => {}
            },
            Effect::Ioctl => match done.argument(1) & 0xffff_ffff {
                effects::FIOCLEX => mark(task, done, true),
                effects::FIONCLEX => mark(task, done, false),
                _ => {}
            },
            Effect::Close => task.files.borrow_mut().put(done.fd(0), None),
            Effect::CloseRange => {
                let flags = done.argument(2);
                let unshared = if flags & effects::CLOSE_RANGE_UNSHARE != 0 { effects::CLONE_FILES } else { 0 };
                let task = self.unshare(unshared, done, task);
                let range = done.argument(0) as u32..=done.argument(1) as u32;
                task.files.borrow_mut().close_range(range, flags & effects::CLOSE_RANGE_CLOEXEC != 0);
            }
            Effect::Local | Effect::Remote => address(task, done, effect == Effect::Remote),
            Effect::Send => self.send(done, task, 1),
            Effect::SendMany => self.send(done, task, done.event.ret),
            Effect::Receive => self.receive(done, task, 1, 2),
            Effect::ReceiveMany => self.receive(done, task, done.event.ret, 3),
            Effect::Chdir => {
                let to = self.path(0, done, task).map(|path| self.file(path));
                go(task, to);
            }
            Effect::Fchdir => {
                let to = task.files.borrow().get(done.fd(0)).map(Slot::named);
                go(task, to);
            }
            Effect::Chroot => {
                let root = self.path(0, done, task).map(|path| self.file(path));
                task.place.borrow_mut().root = root.filter(|root| root.text != "/");
            }
            Effect::PivotRoot => {
                let cwd = Some(self.file(b"/".to_vec()));
                *task.place.borrow_mut() = Place { cwd, ..Place::default() };
            }
            Effect::Unshare => drop(self.unshare(done.argument(0), done, task)),
            Effect::Setns => {
                let flags = done.argument(1) & effects::CLONE_NEWNS;
                let task = self.unshare(flags, done, task);
                if flags != 0 {
                    let cwd = Some(self.file(b"/".to_vec()));
                    *task.place.borrow_mut() = Place { cwd, ..Place::default() };
                }
            }
            Effect::Exec => task.files.borrow_mut().exec(),
        }
    }

    /// The absolute path that argument `arg` names.
    fn path(&self, arg: u8, done: &Done<'_>, task: &Task) -> Option<Vec<u8>> {
        let place = task.place.borrow();
        let names = names::of(Arch::from_code(done.event.arch)?, done.event.nr);
        let base = match names.bases[0] {
            Base::Fd(dir) if done.fd(dir) != effects::AT_FDCWD => {
                task.files.borrow().get(done.fd(dir)).map(Slot::named)
            }
            _ => place.cwd.clone(),
        };
        let root = place.root.as_ref().and_then(|root| root.path.as_deref()).unwrap_or_default();
        absolute(root, base.as_ref().and_then(|base| base.path.as_deref()), done.memory(arg)?)
    }

    /// Gives the calling task its own copy of what the bits `CLONE_*` name.
    fn unshare(&mut self, flags: u64, done: &Done<'_>, task: &Task) -> Task {
        let mut own = task.clone();
        if flags & effects::CLONE_FILES != 0 {
            own.files = Rc::new(RefCell::new(task.files.borrow().copied(done.event.ts)));
        }
        if flags & (effects::CLONE_FS | effects::CLONE_NEWNS) != 0 {
            own.place = Rc::new(RefCell::new(task.place.borrow().clone()));
        }
        self.tasks.insert(done.event.tid, own.clone());
        own
    }
}

/// The call has returned a descriptor of something new.
fn made(task: &Task, done: &Done<'_>, named: Named, cloexec: bool) {
    task.files.borrow_mut().put(done.new_fd(), Some(Slot::new(Arc::new(named), cloexec)));
}

/// The call has stored two descriptors that stand for the same.
fn two_made(task: &Task, fds: Option<[i32; 2]>, named: Named, cloexec: bool) {
    let named = Arc::new(named);
    for fd in fds.into_iter().flatten() {
        task.files.borrow_mut().put(fd, Some(Slot::new(Arc::clone(&named), cloexec)));
    }
}

fn dup(task: &Task, done: &Done<'_>, cloexec: bool) {
    let mut files = task.files.borrow_mut();
    // dup2 of a descriptor onto itself changes nothing.
    if done.new_fd() != done.fd(0) {
        let slot = files.get(done.fd(0)).map(|slot| slot.again(cloexec, done.event.ts));
        files.put(done.new_fd(), slot);
    }
}

fn mark(task: &Task, done: &Done<'_>, cloexec: bool) {
    let fd = done.fd(0) as u32;
    if cloexec {
        task.files.borrow_mut().close_range(fd..=fd, true);
    } else {
        task.files.borrow_mut().keep(done.fd(0));
    }
}

fn go(task: &Task, to: Option<Arc<Named>>) {
    let mut place = task.place.borrow_mut();
    *place = Place { cwd: to, root: place.root.take(), ..Place::default() };
}

/// A socket as socket(2) and socketpair(2) are asked for it.
fn socket(done: &Done<'_>) -> Socket {
    let number = |i: u8| done.argument(i) as u32;
    Socket { domain: number(0), kind: number(1) & sockets::TYPE_MASK, protocol: number(2), ..Socket::default() }
}

/// Gives a socket an address: its peer's, or its own.
fn address(task: &Task, done: &Done<'_>, peer: bool) {
    // `EINPROGRESS`: the connection is on its way. Any other error left the socket as it was.
    const EINPROGRESS: i32 = 115;
    if !matches!(errno::of_return(done.event.ret), None | Some(EINPROGRESS)) {
        return;
    }
    let files = task.files.borrow();
    let Some(slot) = files.get(done.fd(0)) else { return };
    let Some(mut socket) = slot.socket() else { return };
    *if peer { &mut socket.remote } else { &mut socket.local } = done.address(1);
    slot.rename(Named::of_socket(socket));
}
