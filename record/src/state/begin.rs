//! What a process that is there already has open, from /proc (proc(5)).

use super::{
    Named, Place, Task,
    files::{Files, Slot},
    socket::Socket,
};
use schema::effects::O_CLOEXEC;
use std::{
    cell::RefCell,
    collections::HashMap,
    fs,
    net::SocketAddr,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::MetadataExt,
    },
    path::Path,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

/// What is known of sockets is asked anew after this time.
const RECENT: Duration = Duration::from_millis(500);

/// The sockets of network namespaces, by the namespace's inode, each with the time at which they were looked at. Many
/// processes are looked at together, and most share one.
#[derive(Default)]
pub(super) struct Sockets(HashMap<u64, (Instant, Rc<HashMap<u64, Socket>>)>);

impl Sockets {
    /// Those that process `pid` can have.
    fn of(&mut self, pid: u32) -> Rc<HashMap<u64, Socket>> {
        let inode = fs::metadata(format!("/proc/{pid}/ns/net")).map(|m| m.ino()).unwrap_or_default();
        match self.0.get(&inode) {
            Some((since, sockets)) if inode != 0 && since.elapsed() < RECENT => Rc::clone(sockets),
            _ => {
                self.0.retain(|_, (since, _)| since.elapsed() < RECENT);
                let sockets = of_namespace(pid);
                self.0.insert(inode, (Instant::now(), Rc::clone(&sockets)));
                sockets
            }
        }
    }
}

/// A process, of which nothing is known if /proc does not tell. If it `runs`, it may have changed while it is looked at.
pub(super) fn of_process(pid: u32, runs: bool, sockets: &mut Sockets) -> Task {
    let mut files = Files::default();
    let mut found = Vec::new();
    for entry in fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten() {
        let Some(fd) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(target) = fs::read_link(entry.path()) else { continue };
        let named = name(target.as_os_str().as_bytes(), || sockets.of(pid));
        found.push((fd, Slot::new(Arc::new(named), cloexec(pid, fd))));
    }
    let mut place =
        Place { cwd: link(pid, "cwd"), root: link(pid, "root").filter(|root| root.text != "/"), ..Place::default() };
    // Without a clock it stays in doubt.
    let sure_from = if runs { crate::describe::boot_ns().map_or(u64::MAX, |now| now as u64) } else { 0 };
    place.sure_from = sure_from;
    for (fd, mut slot) in found {
        slot.sure_from = sure_from;
        files.put(fd, Some(slot));
    }
    Task { files: Rc::new(RefCell::new(files)), place: Rc::new(RefCell::new(place)) }
}

/// A descriptor, as it is now.
pub(super) fn of_descriptor(pid: u32, fd: i32) -> Option<Slot> {
    let target = fs::read_link(format!("/proc/{pid}/fd/{fd}")).ok()?;
    Some(Slot::new(Arc::new(name(target.as_os_str().as_bytes(), || of_namespace(pid))), cloexec(pid, fd)))
}

/// A directory of the process.
fn link(pid: u32, name: &str) -> Option<Arc<Named>> {
    let path = fs::read_link(format!("/proc/{pid}/{name}")).ok()?;
    Some(Arc::new(Named::file(path.into_os_string().into_vec())))
}

fn cloexec(pid: u32, fd: i32) -> bool {
    let text = fs::read_to_string(format!("/proc/{pid}/fdinfo/{fd}")).unwrap_or_default();
    let flags = text.lines().find_map(|line| line.strip_prefix("flags:"));
    flags.and_then(|octal| u64::from_str_radix(octal.trim(), 8).ok()).is_some_and(|flags| flags & O_CLOEXEC != 0)
}

/// What a link in /proc/PID/fd shows.
fn name(target: &[u8], sockets: impl FnOnce() -> Rc<HashMap<u64, Socket>>) -> Named {
    if target.starts_with(b"/") {
        return Named::file(target.to_vec());
    }
    let text = schema::text::escape(target).into_owned();
    let inode = text.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']')).and_then(|n| n.parse().ok());
    match inode.and_then(|inode: u64| sockets().get(&inode).cloned()) {
        Some(socket) => Named::of_socket(socket),
        None => Named::thing(text),
    }
}

/// The sockets in a process's network namespace, by inode.
fn of_namespace(pid: u32) -> Rc<HashMap<u64, Socket>> {
    let mut found = HashMap::new();
    let Ok(process) = procfs::process::Process::new(pid as i32) else { return Rc::default() };
    let remote = |address: SocketAddr| (address.port() != 0).then(|| address.to_string());
    let domain = |address: SocketAddr| if address.is_ipv4() { 2 } else { 10 };
    for entry in process.tcp().into_iter().chain(process.tcp6()).flatten() {
        let (local, remote) = (Some(entry.local_address.to_string()), remote(entry.remote_address));
        let socket = Socket { domain: domain(entry.local_address), kind: 1, local, remote, ..Socket::default() };
        found.insert(entry.inode, socket);
    }
    for entry in process.udp().into_iter().chain(process.udp6()).flatten() {
        let (local, remote) = (Some(entry.local_address.to_string()), remote(entry.remote_address));
        let socket = Socket { domain: domain(entry.local_address), kind: 2, local, remote, ..Socket::default() };
        found.insert(entry.inode, socket);
    }
    for entry in process.unix().into_iter().flatten() {
        let text = |path: &Path| format!("unix:{}", schema::text::escape(path.as_os_str().as_bytes()));
        let local = entry.path.as_deref().map(text);
        found.insert(entry.inode, Socket { domain: 1, kind: entry.socket_type.into(), local, ..Socket::default() });
    }
    Rc::new(found)
}
