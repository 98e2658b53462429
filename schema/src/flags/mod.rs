//! Named values and bits of arguments, one file per set, each naming the header it comes from.

use std::borrow::Cow;

/// A set of names for values or bits.
#[derive(Debug)]
pub struct FlagSet {
    /// Name of the set, as in the manual page (`open flags`).
    pub name: &'static str,
    /// The header that defines it (`include/uapi/...`).
    pub header: &'static str,
    /// Bits that hold a number rather than flags (`O_ACCMODE`); 0 if none. Looked up exactly, first.
    pub mask: u64,
    /// Values and their names. A value that covers several bits stands before the bits it covers.
    pub names: &'static [(u64, &'static str)],
}

impl FlagSet {
    /// The bits of `value` in strace's notation: `O_RDWR|O_CLOEXEC`; bits without a name follow in hexadecimal, and a
    /// value without any bit is the name of 0, if the set has one, or `0`.
    pub fn render_flags(&self, value: u64) -> String {
        let mut parts: Vec<Cow<'static, str>> = Vec::new();
        let number = value & self.mask;
        let mut rest = value & !self.mask;
        match self.name_of(number) {
            Some(name) if self.mask != 0 => parts.push(name.into()),
            // Shown as a part of its own, so that a new bit beside it does not hide what it is.
            _ if number != 0 => parts.push(format!("{number:#x}").into()),
            _ => {}
        }
        for (bits, name) in self.names.iter().filter(|(bits, _)| bits & !self.mask != 0) {
            if rest & bits == *bits {
                parts.push((*name).into());
                rest &= !bits;
            }
        }
        if rest != 0 {
            parts.push(format!("{rest:#x}").into());
        }
        if parts.is_empty() {
            return self.name_of(0).unwrap_or("0").to_owned();
        }
        parts.join("|")
    }

    /// The name of `value`, or the number: decimal if small, hexadecimal otherwise.
    pub fn render_enum(&self, value: u64) -> String {
        match self.name_of(value) {
            Some(name) => name.to_owned(),
            None if value < 0x1000 => value.to_string(),
            None => format!("{value:#x}"),
        }
    }

    fn name_of(&self, value: u64) -> Option<&'static str> {
        self.names.iter().find(|(known, _)| *known == value).map(|(_, name)| *name)
    }
}

mod access;
mod arch_prctl;
mod at;
mod at_access;
mod at_handle;
mod at_statx;
mod at_unlink;
mod bpf;
mod clock;
mod clone;
mod clone3;
mod close_range;
mod dup;
mod epoll_create;
mod epoll_events;
mod epoll_op;
mod eventfd;
mod fadvise;
mod fallocate;
mod fanotify_init;
mod fanotify_mark;
mod fanotify_mask;
mod fcntl;
mod flock;
mod fsconfig;
mod fsmount;
mod fsopen;
mod fspick;
mod futex;
mod futex2;
mod getrandom;
mod inotify_init;
mod inotify_mask;
mod io_uring_enter;
mod io_uring_register;
mod ioprio;
mod ipc;
mod ipc_get;
mod ipproto;
mod itimer;
mod kcmp;
mod kexec;
mod kexec_file;
mod keyctl;
mod keyring;
mod landlock_create;
mod landlock_restrict;
mod landlock_rule;
mod lsm_attr;
mod madvise;
mod map;
mod membarrier;
mod membarrier_flags;
mod memfd;
mod memfd_secret;
mod mempolicy;
mod mempolicy_get;
mod mempolicy_move;
mod mlock;
mod mlockall;
mod module_delete;
mod module_init;
mod mount;
mod mount_attr;
mod move_mount;
mod mremap;
mod msg;
mod msg_queue;
mod msgctl;
mod msync;
mod open;
mod open_aarch64;
mod open_tree;
mod perf_event;
mod personality;
mod pidfd_open;
mod pidfd_signal;
mod pipe;
mod pipe_aarch64;
mod pkey;
mod poll;
mod prctl;
mod priority;
mod prot;
mod ptrace;
mod reboot;
mod reboot_magic;
mod rename;
mod resolve;
mod rlimit;
mod rseq;
mod rusage_who;
mod rwf;
mod sched;
mod seals;
mod seccomp;
mod seccomp_flags;
mod seek;
mod semctl;
mod shmat;
mod shmctl;
mod shutdown;
mod sigaction;
mod sigmask;
mod signalfd;
mod so;
mod so_ip;
mod so_ipv6;
mod so_tcp;
mod socket_domain;
mod socket_flags;
mod socket_type;
mod socketcall;
mod sol;
mod splice;
mod statx_mask;
mod swap;
mod sync_range;
mod syslog;
mod timer;
mod timerfd_create;
mod timerfd_settime;
mod umount;
mod userfaultfd;
mod wait;
mod wait_id;
mod xattr;

pub use access::ACCESS;
pub use arch_prctl::ARCH_PRCTL;
pub use at::AT;
pub use at_access::AT_ACCESS;
pub use at_handle::AT_HANDLE;
pub use at_statx::AT_STATX;
pub use at_unlink::AT_UNLINK;
pub use bpf::BPF;
pub use clock::CLOCK;
pub use clone::CLONE;
pub use clone3::CLONE3;
pub use close_range::CLOSE_RANGE;
pub use dup::DUP;
pub use epoll_create::EPOLL_CREATE;
pub use epoll_events::EPOLL_EVENTS;
pub use epoll_op::EPOLL_OP;
pub use eventfd::EVENTFD;
pub use fadvise::FADVISE;
pub use fallocate::FALLOCATE;
pub use fanotify_init::FANOTIFY_INIT;
pub use fanotify_mark::FANOTIFY_MARK;
pub use fanotify_mask::FANOTIFY_MASK;
pub use fcntl::FCNTL;
pub use flock::FLOCK;
pub use fsconfig::FSCONFIG;
pub use fsmount::FSMOUNT;
pub use fsopen::FSOPEN;
pub use fspick::FSPICK;
pub use futex::FUTEX;
pub use futex2::FUTEX2;
pub use getrandom::GETRANDOM;
pub use inotify_init::INOTIFY_INIT;
pub use inotify_mask::INOTIFY_MASK;
pub use io_uring_enter::IO_URING_ENTER;
pub use io_uring_register::IO_URING_REGISTER;
pub use ioprio::IOPRIO;
pub use ipc::IPC;
pub use ipc_get::IPC_GET;
pub use ipproto::IPPROTO;
pub use itimer::ITIMER;
pub use kcmp::KCMP;
pub use kexec::KEXEC;
pub use kexec_file::KEXEC_FILE;
pub use keyctl::KEYCTL;
pub use keyring::KEYRING;
pub use landlock_create::LANDLOCK_CREATE;
pub use landlock_restrict::LANDLOCK_RESTRICT;
pub use landlock_rule::LANDLOCK_RULE;
pub use lsm_attr::LSM_ATTR;
pub use madvise::MADVISE;
pub use map::MAP;
pub use membarrier::MEMBARRIER;
pub use membarrier_flags::MEMBARRIER_FLAGS;
pub use memfd::MEMFD;
pub use memfd_secret::MEMFD_SECRET;
pub use mempolicy::MEMPOLICY;
pub use mempolicy_get::MEMPOLICY_GET;
pub use mempolicy_move::MEMPOLICY_MOVE;
pub use mlock::MLOCK;
pub use mlockall::MLOCKALL;
pub use module_delete::MODULE_DELETE;
pub use module_init::MODULE_INIT;
pub use mount::MOUNT;
pub use mount_attr::MOUNT_ATTR;
pub use move_mount::MOVE_MOUNT;
pub use mremap::MREMAP;
pub use msg::MSG;
pub use msg_queue::MSG_QUEUE;
pub use msgctl::MSGCTL;
pub use msync::MSYNC;
pub use open::OPEN;
pub use open_aarch64::OPEN_AARCH64;
pub use open_tree::OPEN_TREE;
pub use perf_event::PERF_EVENT;
pub use personality::PERSONALITY;
pub use pidfd_open::PIDFD_OPEN;
pub use pidfd_signal::PIDFD_SIGNAL;
pub use pipe::PIPE;
pub use pipe_aarch64::PIPE_AARCH64;
pub use pkey::PKEY;
pub use poll::POLL;
pub use prctl::PRCTL;
pub use priority::PRIORITY;
pub use prot::PROT;
pub use ptrace::PTRACE;
pub use reboot::REBOOT;
pub use reboot_magic::REBOOT_MAGIC;
pub use rename::RENAME;
pub use resolve::RESOLVE;
pub use rlimit::RLIMIT;
pub use rseq::RSEQ;
pub use rusage_who::RUSAGE_WHO;
pub use rwf::RWF;
pub use sched::SCHED;
pub use seals::SEALS;
pub use seccomp::SECCOMP;
pub use seccomp_flags::SECCOMP_FLAGS;
pub use seek::SEEK;
pub use semctl::SEMCTL;
pub use shmat::SHMAT;
pub use shmctl::SHMCTL;
pub use shutdown::SHUTDOWN;
pub use sigaction::SIGACTION;
pub use sigmask::SIGMASK;
pub use signalfd::SIGNALFD;
pub use so::SO;
pub use so_ip::SO_IP;
pub use so_ipv6::SO_IPV6;
pub use so_tcp::SO_TCP;
pub use socket_domain::SOCKET_DOMAIN;
pub use socket_flags::SOCKET_FLAGS;
pub use socket_type::SOCKET_TYPE;
pub use socketcall::SOCKETCALL;
pub use sol::SOL;
pub use splice::SPLICE;
pub use statx_mask::STATX_MASK;
pub use swap::SWAP;
pub use sync_range::SYNC_RANGE;
pub use syslog::SYSLOG;
pub use timer::TIMER;
pub use timerfd_create::TIMERFD_CREATE;
pub use timerfd_settime::TIMERFD_SETTIME;
pub use umount::UMOUNT;
pub use userfaultfd::USERFAULTFD;
pub use wait::WAIT;
pub use wait_id::WAIT_ID;
pub use xattr::XATTR;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_have_the_names_of_the_headers() {
        assert_eq!(OPEN.render_flags(0), "O_RDONLY");
        assert_eq!(OPEN.render_flags(0o1101), "O_WRONLY|O_CREAT|O_TRUNC");
        assert_eq!(OPEN.render_flags(0o2000000), "O_RDONLY|O_CLOEXEC");
        assert_eq!(OPEN.render_flags(0o20200002), "O_RDWR|O_TMPFILE");
        assert_eq!(OPEN.render_flags(0o200000), "O_RDONLY|O_DIRECTORY");
        assert_eq!(OPEN_AARCH64.render_flags(0o40000), "O_RDONLY|O_DIRECTORY");
        assert_eq!(OPEN.render_flags(0o4010000), "O_RDONLY|O_SYNC");
        assert_eq!(OPEN.render_flags(0o10000), "O_RDONLY|O_DSYNC");
        assert_eq!(PROT.render_flags(0), "PROT_NONE");
        assert_eq!(PROT.render_flags(5), "PROT_READ|PROT_EXEC");
        assert_eq!(MAP.render_flags(0x22), "MAP_PRIVATE|MAP_ANONYMOUS");
        assert_eq!(CLONE.render_flags(0x0120_0011), "SIGCHLD|CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID");
        assert_eq!(CLONE3.render_flags(0x80), "CLONE_NEWTIME");
        assert_eq!(SOCKET_TYPE.render_flags(0o2000001), "SOCK_STREAM|SOCK_CLOEXEC");
        assert_eq!(FUTEX.render_flags(0x81), "FUTEX_WAKE|FUTEX_PRIVATE_FLAG");
        assert_eq!(MOUNT.render_flags(0xc0ed_1000), "MS_BIND|MS_MGC_VAL");
        assert_eq!(ACCESS.render_flags(0), "F_OK");
        assert_eq!(ACCESS.render_flags(6), "R_OK|W_OK");
    }

    #[test]
    fn unknown_bits_are_shown() {
        assert_eq!(AT.render_flags(0), "0");
        assert_eq!(AT.render_flags(0x1100), "AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH");
        assert_eq!(AT.render_flags(0x100_0000), "0x1000000");
        assert_eq!(OPEN.render_flags(0x8000_0000), "O_RDONLY|0x80000000");
        assert_eq!(OPEN.render_flags(3), "0x3");
        assert_eq!(MAP.render_flags(0x2f), "0xf|MAP_ANONYMOUS");
        assert_eq!(CLONE.render_flags(0x100), "CLONE_VM");
        assert_eq!(IPC_GET.render_flags(0o1666), "IPC_CREAT|0x1b6");
    }

    #[test]
    fn values_have_a_name_or_stay_numbers() {
        assert_eq!(SEEK.render_enum(2), "SEEK_END");
        assert_eq!(SEEK.render_enum(99), "99");
        assert_eq!(SEEK.render_enum(0xffff_ffff), "0xffffffff");
        assert_eq!(FCNTL.render_enum(1030), "F_DUPFD_CLOEXEC");
        assert_eq!(PRCTL.render_enum(38), "PR_SET_NO_NEW_PRIVS");
        assert_eq!(PTRACE.render_enum(0x4206), "PTRACE_SEIZE");
        assert_eq!(KEYRING.render_enum(0xffff_fffd), "KEY_SPEC_SESSION_KEYRING");
    }
}
