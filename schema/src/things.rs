//! What a descriptor stands for, told by the form of column `fd_path`.
//!
//! Forms: /proc/PID/fd (proc(5)), and for sockets [`crate::sockets::name`].

/// A kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// Name, as reports use it.
    pub name: &'static str,
    /// Whether a read or a write of it can wait for somebody else: another process, a peer, a person, an event.
    pub waits: bool,
}

const fn thing(name: &'static str, waits: bool) -> Thing {
    Thing { name, waits }
}

/// A socket of any protocol.
pub const SOCKET: Thing = thing("socket", true);

/// What `fd_path` begins with, and what that stands for; the first that fits holds.
const FORMS: &[(&str, Thing)] = &[
    ("/memfd:", thing("memfd", false)),
    ("/secretmem", thing("memfd", false)),
    ("/dev/pts/", thing("tty", true)),
    ("/dev/tty", thing("tty", true)),
    ("/dev/console", thing("tty", true)),
    ("/dev/ptmx", thing("tty", true)),
    ("/dev/", thing("device", false)),
    ("/", thing("file", false)),
    ("pipe:[", thing("pipe", true)),
    ("anon_inode:[eventfd]", thing("eventfd", true)),
    ("anon_inode:[eventpoll]", thing("epoll", true)),
    ("anon_inode:[timerfd]", thing("timerfd", true)),
    ("anon_inode:[signalfd]", thing("signalfd", true)),
    ("anon_inode:inotify", thing("inotify", true)),
    ("anon_inode:[fanotify]", thing("fanotify", true)),
    ("anon_inode:[pidfd]", thing("pidfd", true)),
    ("pidfd:", thing("pidfd", true)),
    ("anon_inode:[io_uring]", thing("io_uring", true)),
    ("anon_inode:[userfaultfd]", thing("userfaultfd", true)),
    ("anon_inode:[perf_event]", thing("perf_event", false)),
    ("anon_inode:bpf", thing("bpf", false)),
    ("anon_inode:[bpf", thing("bpf", false)),
    ("anon_inode:", thing("anon_inode", false)),
    ("mqueue", thing("mqueue", true)),
    ("mnt:[", thing("namespace", false)),
    ("net:[", thing("namespace", false)),
    ("socket:[", SOCKET),
];

/// What `fd_path` stands for; `None` if the form says nothing.
pub fn of(fd_path: &str) -> Option<Thing> {
    let form = FORMS.iter().find(|(begin, _)| fd_path.starts_with(begin)).map(|(_, thing)| *thing);
    // Protocols are in capitals: TCP:[...].
    let socket = || fd_path.contains(":[") && fd_path.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    form.or_else(|| socket().then_some(SOCKET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_descriptor_that_a_call_makes_is_some_thing() {
        use crate::effects::{EFFECTS, Effect};
        for (call, effect) in EFFECTS {
            if let Effect::Make(name, _) = effect
                && !["handle", "mount"].contains(name)
            {
                assert!(of(name).is_some(), "{call} makes {name}");
            }
        }
        let name = |text| of(text).map(|thing| thing.name);
        assert_eq!(name("/etc/passwd"), Some("file"));
        assert_eq!(name("TCP:[127.0.0.1:1->127.0.0.1:2]"), Some("socket"));
        assert_eq!(name("UNIX-STREAM:[pair 3]"), Some("socket"));
        assert_eq!(name("pipe:[#1]"), Some("pipe"));
        assert_eq!(name("anon_inode:[eventfd]"), Some("eventfd"));
        assert_eq!(name(""), None);
    }
}
