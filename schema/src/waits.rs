//! Which calls may let their thread wait, and for what. All other calls keep the processor, apart from short waits for memory and disk.
//!
//! Source: the manual page of each call (section 2).

use crate::things;

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// A time.
    Timer,
    /// A child.
    Child,
    /// A lock, or a word in memory.
    Lock,
    /// Any of several descriptors, or a signal.
    Event,
    /// Somebody at the other end: of a socket, a pipe, a terminal, a queue.
    Peer,
    /// The disk.
    Disk,
}

impl Wait {
    /// Name, as reports use it.
    pub const fn name(self) -> &'static str {
        match self {
            Wait::Timer => "timer",
            Wait::Child => "child",
            Wait::Lock => "lock",
            Wait::Event => "event",
            Wait::Peer => "peer",
            Wait::Disk => "disk",
        }
    }
}

/// Whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Whatever its arguments are.
    Always(Wait),
    /// If the descriptor stands for something with another end ([`things::Thing::waits`]).
    OtherEnd,
}

use Wait::{Child, Disk, Event, Lock, Peer, Timer};
use When::{Always, OtherEnd};

/// Every call that may wait.
#[rustfmt::skip]
pub const WAITS: &[(&str, When)] = &[
    ("nanosleep", Always(Timer)), ("clock_nanosleep", Always(Timer)), ("clock_nanosleep_time64", Always(Timer)),
    ("restart_syscall", Always(Timer)),
    ("wait4", Always(Child)), ("waitid", Always(Child)), ("waitpid", Always(Child)), ("vfork", Always(Child)),
    ("futex", Always(Lock)), ("futex_time64", Always(Lock)), ("futex_wait", Always(Lock)), ("futex_waitv", Always(Lock)),
    ("flock", Always(Lock)), ("semop", Always(Lock)), ("semtimedop", Always(Lock)), ("semtimedop_time64", Always(Lock)),
    ("poll", Always(Event)), ("ppoll", Always(Event)), ("ppoll_time64", Always(Event)),
    ("select", Always(Event)), ("_newselect", Always(Event)), ("pselect6", Always(Event)), ("pselect6_time64", Always(Event)),
    ("epoll_wait", Always(Event)), ("epoll_pwait", Always(Event)), ("epoll_pwait2", Always(Event)),
    ("pause", Always(Event)), ("rt_sigsuspend", Always(Event)), ("sigsuspend", Always(Event)),
    ("rt_sigtimedwait", Always(Event)), ("rt_sigtimedwait_time64", Always(Event)),
    ("io_getevents", Always(Event)), ("io_pgetevents", Always(Event)), ("io_pgetevents_time64", Always(Event)),
    ("io_uring_enter", Always(Event)),
    ("connect", Always(Peer)), ("accept", Always(Peer)), ("accept4", Always(Peer)),
    ("recvfrom", Always(Peer)), ("recvmsg", Always(Peer)), ("recvmmsg", Always(Peer)), ("recvmmsg_time64", Always(Peer)),
    ("sendto", Always(Peer)), ("sendmsg", Always(Peer)), ("sendmmsg", Always(Peer)),
    ("msgsnd", Always(Peer)), ("msgrcv", Always(Peer)), ("mq_timedsend", Always(Peer)), ("mq_timedreceive", Always(Peer)),
    ("mq_timedsend_time64", Always(Peer)), ("mq_timedreceive_time64", Always(Peer)),
    ("read", OtherEnd), ("readv", OtherEnd), ("write", OtherEnd), ("writev", OtherEnd), ("preadv2", OtherEnd), ("pwritev2", OtherEnd),
    ("splice", OtherEnd), ("tee", OtherEnd), ("vmsplice", OtherEnd), ("sendfile", OtherEnd), ("sendfile64", OtherEnd),
    ("fsync", Always(Disk)), ("fdatasync", Always(Disk)), ("sync", Always(Disk)), ("syncfs", Always(Disk)), ("msync", Always(Disk)),
    ("sync_file_range", Always(Disk)),
];

/// What call `name` may wait for, if its descriptor stands for `fd_path`; `None` if it does not wait, or if that is not known.
pub fn of(name: &str, fd_path: Option<&str>) -> Option<Wait> {
    match WAITS.iter().find(|(call, _)| *call == name)?.1 {
        Always(wait) => Some(wait),
        OtherEnd => fd_path.and_then(things::of).filter(|thing| thing.waits).map(|_| Peer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_row_is_a_call_and_stands_once() {
        for (i, (name, _)) in WAITS.iter().enumerate() {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
            assert!(WAITS[..i].iter().all(|(other, _)| other != name), "{name}");
        }
    }

    #[test]
    fn a_read_waits_where_there_is_another_end() {
        assert_eq!(of("read", Some("pipe:[1]")), Some(Peer));
        assert_eq!(of("read", Some("/etc/passwd")), None);
        assert_eq!(of("read", None), None);
        assert_eq!(of("futex", None), Some(Lock));
        assert_eq!(of("getpid", None), None);
    }
}
