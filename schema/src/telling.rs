//! What a comparison of two runs makes of a call: whose argument values matter, which calls change what is told of a file, and of which calls
//! the number, the order and the errors are chance.
//!
//! Sources: the manual page of each call (section 2); errno(3) and signal(7) for the errors.

use crate::{
    notable,
    waits::{self, Wait, When},
};

/// Calls whose argument values are compared, beside those of [`notable::CALLS`].
#[rustfmt::skip]
const SPELLED: &[&str] = &[
    "ioctl", "prctl", "arch_prctl", "socket", "socketpair", "setsockopt", "clone", "clone3", "personality", "keyctl", "fcntl", "fcntl64",
    "setrlimit", "prlimit64", "setpriority", "sched_setscheduler", "sched_setaffinity", "ioprio_set", "mlockall", "memfd_create",
    "io_uring_setup", "io_uring_register", "fanotify_init", "inotify_add_watch", "fallocate", "fadvise64", "flock", "shutdown",
    "rt_sigaction", "quotactl", "umask", "iopl", "ioperm",
];

/// Whether the argument values of a call are compared.
pub fn spelled() -> impl Iterator<Item = &'static str> {
    let connecting = |name: &&str| notable::of(name) != Some(notable::Notable::Network);
    notable::CALLS.iter().map(|(name, _)| *name).filter(connecting).chain(SPELLED.iter().copied())
}

/// Calls that change what is told of a file: its owner, its mode, its times, its attributes.
#[rustfmt::skip]
const ALTERS: &[&str] = &[
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "chown32", "lchown32", "fchown32",
    "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "setxattrat", "removexattrat",
    "utime", "utimes", "utimensat", "futimesat", "utimensat_time64",
];

/// Whether a call changes what is told of a file.
pub fn alters(name: &str) -> bool {
    ALTERS.contains(&name)
}

/// Calls that a library or the kernel makes as time and memory happen to be, beside those that wait for a lock, an event or a time.
#[rustfmt::skip]
const CHANCE: &[&str] = &[
    "sched_yield", "restart_syscall", "clock_gettime", "clock_gettime64", "gettimeofday", "time", "getcpu", "brk", "madvise", "munmap",
    "mremap", "mprotect", "membarrier", "rt_sigreturn", "sigreturn", "getrusage", "times", "io_uring_enter", "timerfd_settime",
    "timer_settime", "setitimer", "alarm", "epoll_ctl", "sched_getaffinity", "exit", "set_robust_list", "rseq", "rt_sigprocmask",
];

/// Whether the number of calls, and their place among others, depends on when threads run.
pub fn is_chance(name: &str) -> bool {
    let waiting = waits::WAITS.iter().find(|(call, _)| *call == name).map(|(_, when)| *when);
    let chance = matches!(waiting, Some(When::Always(Wait::Lock | Wait::Event | Wait::Timer | Wait::Child)));
    chance || CHANCE.contains(&name)
}

/// Errors that say that it was too early, too late, or that a signal came.
#[rustfmt::skip]
const PASSING: &[&str] = &[
    "EAGAIN", "EINTR", "ETIMEDOUT", "EINPROGRESS", "EALREADY", "ECHILD", "ERESTARTSYS", "ERESTARTNOINTR", "ERESTARTNOHAND",
    "ERESTART_RESTARTBLOCK", "EPIPE", "ESRCH", "EBUSY",
];

/// Whether an error is one of time and not of what was asked.
pub fn is_passing(errno: &str) -> bool {
    PASSING.contains(&errno)
}

/// Errors that say that a file is not there (path_resolution(7)).
pub const ABSENT: [&str; 2] = ["ENOENT", "ENOTDIR"];
/// Errors that say that something is not allowed.
pub const REFUSED: [&str; 3] = ["EACCES", "EPERM", "EROFS"];

/// Ports from here on are those that the kernel chooses on most systems (ip(7), ip_local_port_range).
pub const EPHEMERAL: u16 = 32_768;

/// The signal that a child's end sends (signal(7)).
pub const CHILD: i32 = 17;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_name_is_a_call_and_stands_once() {
        let spelled: Vec<&str> = spelled().collect();
        for names in [&spelled[..], ALTERS, CHANCE] {
            for (i, name) in names.iter().enumerate() {
                assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
                assert!(!names[..i].contains(name), "{name}");
            }
        }
    }

    #[test]
    fn what_asks_for_something_is_no_chance() {
        for name in ["openat", "execve", "connect", "write", "fsync", "setuid", "ioctl", "mmap"] {
            assert!(!is_chance(name), "{name}");
        }
        assert!(is_chance("futex") && is_chance("epoll_wait") && is_chance("wait4"));
    }
}
