//! What a call that succeeds does to descriptors, to the current directory and to the root: the table from which names are
//! given to descriptors and relative paths.
//!
//! Sources: the manual page of each call (section 2), and for close-on-exec the flags in `include/uapi/linux`. A call without
//! a row changes none of it. The calls with a row are recorded even if they are not wanted, so that names stay right; their
//! rows are then not stored.

/// Whether a new descriptor is closed by execve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloexec {
    /// Always.
    Always,
    /// Not at first.
    Never,
    /// If argument .0 has these bits.
    If(u8, u64),
    /// If the flags in the `struct open_how` of argument .0 have O_CLOEXEC.
    How(u8),
}

/// What a call does. Unless another argument is named, a descriptor is argument 0 and a new one is the return value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Opens what the path in argument .0 names.
    Open(u8, Cloexec),
    /// Makes a descriptor of this kind of thing, named as /proc/PID/fd does.
    Make(&'static str, Cloexec),
    /// Makes a descriptor that execve closes: its kind is the row of the bits .1 of argument .0; without one, the call makes none.
    MakeFor(u8, u64, &'static [(u64, &'static str)]),
    /// Makes a file in memory, named by the string of argument 0; its flags are argument 1.
    Memfd,
    /// Makes a socket; domain, type and protocol are the arguments.
    Socket,
    /// Takes a connection from a listening socket; the peer's address is argument 1.
    Accept(Cloexec),
    /// Makes two sockets; domain, type and protocol are the first arguments, the descriptors lie behind argument 3.
    SocketPair,
    /// Makes the two ends of a pipe; the descriptors lie behind argument 0.
    Pipe(Cloexec),
    /// Makes a descriptor of the process that argument 0 names.
    Pidfd,
    /// Copies descriptor number argument 1 of the process behind descriptor 0.
    PidfdGetfd,
    /// Makes another descriptor of the same open file.
    Dup(Cloexec),
    /// fcntl: the command, argument 1, may be a dup or set close-on-exec.
    Fcntl,
    /// ioctl: the request, argument 1, may set or clear close-on-exec.
    Ioctl,
    /// Closes a descriptor.
    Close,
    /// Closes all from argument 0 to argument 1, or marks them, as the flags in argument 2 say.
    CloseRange,
    /// Gives a socket the address of argument 1 as its own, or tells that it is.
    Local,
    /// Gives a socket the address of argument 1 as its peer's, or tells that it is.
    Remote,
    /// Sends a message (`struct msghdr` of argument 1), perhaps with descriptors (SCM_RIGHTS).
    Send,
    /// Receives a message, perhaps with descriptors; the flags are argument 2.
    Receive,
    /// Sends messages (`struct mmsghdr` of argument 1), as many as the return value says.
    SendMany,
    /// Receives messages; the flags are argument 3.
    ReceiveMany,
    /// Goes to the directory that the path in argument 0 names.
    Chdir,
    /// Goes to the directory behind a descriptor.
    Fchdir,
    /// Makes the directory that the path in argument 0 names the root.
    Chroot,
    /// Exchanges the mount at the root: the new root is "/" from now on, and whoever stood in the old one stands there.
    PivotRoot,
    /// Stops sharing what the flags in argument 0 name (CLONE_*).
    Unshare,
    /// Enters a namespace; with a mount namespace come its root and current directory.
    Setns,
    /// Executes a program: descriptors marked so are closed.
    Exec,
}

use Cloexec::{Always, How, If, Never};

/// O_CLOEXEC, and the flags of other calls that are the same bit (EPOLL_CLOEXEC, EFD_CLOEXEC, SOCK_CLOEXEC, ...):
/// `include/uapi/asm-generic/fcntl.h`; every ABI of [`crate::Arch`] has this value.
pub const O_CLOEXEC: u64 = 0o2_000_000;

/// seccomp returns a descriptor (`include/uapi/linux/seccomp.h`).
const SECCOMP_NEW_LISTENER: u64 = 8;

/// Commands of bpf that make a descriptor, of what (`enum bpf_cmd` of `include/uapi/linux/bpf.h`). BPF_OBJ_GET is not among
/// them: what lies pinned at a path may be anything.
const BPF: &[(u64, &str)] = &[
    (0, "anon_inode:bpf-map"),
    (5, "anon_inode:bpf-prog"),
    (13, "anon_inode:bpf-prog"),
    (14, "anon_inode:bpf-map"),
    (18, "anon_inode:btf"),
    (19, "anon_inode:btf"),
    (28, "anon_inode:bpf_link"),
    (30, "anon_inode:bpf_link"),
    (32, "anon_inode:bpf-stats"),
    (33, "anon_inode:bpf_iter"),
];

/// Every call with an effect.
#[rustfmt::skip]
pub const EFFECTS: &[(&str, Effect)] = &[
    ("open", Effect::Open(0, If(1, O_CLOEXEC))),
    ("creat", Effect::Open(0, Never)),
    ("openat", Effect::Open(1, If(2, O_CLOEXEC))),
    ("openat2", Effect::Open(1, How(2))),
    ("open_tree", Effect::Open(1, If(2, O_CLOEXEC))),
    ("open_tree_attr", Effect::Open(1, If(2, O_CLOEXEC))),
    ("open_by_handle_at", Effect::Make("handle", If(2, O_CLOEXEC))),
    ("mq_open", Effect::Make("mqueue", Always)),
    ("epoll_create", Effect::Make("anon_inode:[eventpoll]", Never)),
    ("epoll_create1", Effect::Make("anon_inode:[eventpoll]", If(0, O_CLOEXEC))),
    ("eventfd", Effect::Make("anon_inode:[eventfd]", Never)),
    ("eventfd2", Effect::Make("anon_inode:[eventfd]", If(1, O_CLOEXEC))),
    ("signalfd", Effect::Make("anon_inode:[signalfd]", Never)),
    ("signalfd4", Effect::Make("anon_inode:[signalfd]", If(3, O_CLOEXEC))),
    ("timerfd_create", Effect::Make("anon_inode:[timerfd]", If(1, O_CLOEXEC))),
    ("inotify_init", Effect::Make("anon_inode:inotify", Never)),
    ("inotify_init1", Effect::Make("anon_inode:inotify", If(0, O_CLOEXEC))),
    ("fanotify_init", Effect::Make("anon_inode:[fanotify]", If(0, 1))),
    ("userfaultfd", Effect::Make("anon_inode:[userfaultfd]", If(0, O_CLOEXEC))),
    ("perf_event_open", Effect::Make("anon_inode:[perf_event]", If(4, 8))),
    ("io_uring_setup", Effect::Make("anon_inode:[io_uring]", Always)),
    ("landlock_create_ruleset", Effect::Make("anon_inode:[landlock-ruleset]", Always)),
    ("fsopen", Effect::Make("anon_inode:[fscontext]", If(1, 1))),
    ("fspick", Effect::Make("anon_inode:[fscontext]", If(2, 1))),
    ("fsmount", Effect::Make("mount", If(1, 1))),
    ("seccomp", Effect::MakeFor(1, SECCOMP_NEW_LISTENER, &[(SECCOMP_NEW_LISTENER, "anon_inode:seccomp notify")])),
    ("bpf", Effect::MakeFor(0, !0, BPF)),
    ("memfd_secret", Effect::Make("/secretmem", If(0, O_CLOEXEC))),
    ("memfd_create", Effect::Memfd),
    ("socket", Effect::Socket),
    ("socketpair", Effect::SocketPair),
    ("accept", Effect::Accept(Never)),
    ("accept4", Effect::Accept(If(3, O_CLOEXEC))),
    ("pipe", Effect::Pipe(Never)),
    ("pipe2", Effect::Pipe(If(1, O_CLOEXEC))),
    ("pidfd_open", Effect::Pidfd),
    ("pidfd_getfd", Effect::PidfdGetfd),
    ("dup", Effect::Dup(Never)),
    ("dup2", Effect::Dup(Never)),
    ("dup3", Effect::Dup(If(2, O_CLOEXEC))),
    ("fcntl", Effect::Fcntl),
    ("fcntl64", Effect::Fcntl),
    ("ioctl", Effect::Ioctl),
    ("close", Effect::Close),
    ("close_range", Effect::CloseRange),
    ("bind", Effect::Local),
    ("getsockname", Effect::Local),
    ("connect", Effect::Remote),
    ("getpeername", Effect::Remote),
    ("sendmsg", Effect::Send),
    ("recvmsg", Effect::Receive),
    ("sendmmsg", Effect::SendMany),
    ("recvmmsg", Effect::ReceiveMany),
    ("recvmmsg_time64", Effect::ReceiveMany),
    ("chdir", Effect::Chdir),
    ("fchdir", Effect::Fchdir),
    ("chroot", Effect::Chroot),
    ("pivot_root", Effect::PivotRoot),
    ("unshare", Effect::Unshare),
    ("setns", Effect::Setns),
    ("execve", Effect::Exec),
    ("execveat", Effect::Exec),
];

/// What call `name` does; `None` if nothing of all that.
pub fn of(name: &str) -> Option<Effect> {
    EFFECTS.iter().find(|(call, _)| *call == name).map(|(_, effect)| *effect)
}

impl Effect {
    /// Whether the call is told of where it is not wanted. Of ioctl and the message calls hardly one in many matters.
    pub fn is_tracked(self) -> bool {
        !matches!(self, Effect::Ioctl | Effect::Send | Effect::Receive | Effect::SendMany | Effect::ReceiveMany)
    }
}

/// `fcntl` commands (`include/uapi/asm-generic/fcntl.h`, `include/uapi/linux/fcntl.h`).
pub const F_DUPFD: u64 = 0;
/// See [`F_DUPFD`].
pub const F_SETFD: u64 = 2;
/// See [`F_DUPFD`].
pub const F_DUPFD_CLOEXEC: u64 = 1030;
/// The flag that `F_SETFD` sets.
pub const FD_CLOEXEC: u64 = 1;
/// ioctl requests that clear and set close-on-exec (`include/uapi/asm-generic/ioctls.h`).
pub const FIONCLEX: u64 = 0x5450;
/// See [`FIONCLEX`].
pub const FIOCLEX: u64 = 0x5451;
/// `close_range` marks instead of closing (`include/uapi/linux/close_range.h`).
pub const CLOSE_RANGE_CLOEXEC: u64 = 4;
/// `close_range` stops sharing the descriptors first.
pub const CLOSE_RANGE_UNSHARE: u64 = 2;
/// `recvmsg` marks the descriptors it receives (`include/linux/socket.h`).
pub const MSG_CMSG_CLOEXEC: u64 = 0x4000_0000;
/// `memfd_create` (`include/uapi/linux/memfd.h`).
pub const MFD_CLOEXEC: u64 = 1;
/// Flags of `unshare` and `setns` (`include/uapi/linux/sched.h`).
pub const CLONE_FS: u64 = 0x200;
/// See [`CLONE_FS`].
pub const CLONE_FILES: u64 = 0x400;
/// See [`CLONE_FS`].
pub const CLONE_NEWNS: u64 = 0x20000;
/// "Relative to the current directory" (`include/uapi/linux/fcntl.h`).
pub const AT_FDCWD: i32 = -100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arch, syscalls};

    #[test]
    fn every_row_is_a_call_and_stands_once() {
        for (i, (name, _)) in EFFECTS.iter().enumerate() {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
            assert!(EFFECTS[..i].iter().all(|(other, _)| other != name), "{name}");
        }
    }

    #[test]
    fn every_call_that_returns_a_descriptor_has_a_row_or_a_reason() {
        // Its descriptors are not those of a process.
        let other = ["io_uring_fixed_fd_install"];
        for row in syscalls::all().filter(|row| matches!(row.ret, crate::kind::Ret::Fd)) {
            assert!(of(row.name).is_some() || other.contains(&row.name), "{}", row.name);
        }
    }
}
