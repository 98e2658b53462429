//! Calls that change what a process may do, whom it talks to, or the system: those that a timeline names one by one. What calls do to
//! files, [`crate::roles`] says.

/// What a call changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notable {
    /// Users, groups, capabilities.
    Credentials,
    /// What the process may still do.
    Restriction,
    /// Namespaces and roots.
    Namespace,
    /// Mounts.
    Mount,
    /// Another process: its memory, its signals, its descriptors.
    Process,
    /// The kernel: modules, programs, clocks, restarts.
    Kernel,
    /// Listening, and connections.
    Network,
}

impl Notable {
    /// Name, as reports use it.
    pub const fn name(self) -> &'static str {
        match self {
            Notable::Credentials => "credentials",
            Notable::Restriction => "restriction",
            Notable::Namespace => "namespace",
            Notable::Mount => "mount",
            Notable::Process => "process",
            Notable::Kernel => "kernel",
            Notable::Network => "network",
        }
    }
}

use Notable::{Credentials, Kernel, Mount, Namespace, Network, Process, Restriction};

/// Every call of that kind.
#[rustfmt::skip]
pub const CALLS: &[(&str, Notable)] = &[
    ("setuid", Credentials), ("setgid", Credentials), ("setreuid", Credentials), ("setregid", Credentials), ("setresuid", Credentials),
    ("setresgid", Credentials), ("setfsuid", Credentials), ("setfsgid", Credentials), ("setgroups", Credentials), ("capset", Credentials),
    ("setuid32", Credentials), ("setgid32", Credentials), ("setreuid32", Credentials), ("setregid32", Credentials),
    ("setresuid32", Credentials), ("setresgid32", Credentials), ("setfsuid32", Credentials), ("setfsgid32", Credentials),
    ("setgroups32", Credentials),
    ("seccomp", Restriction), ("landlock_restrict_self", Restriction),
    ("unshare", Namespace), ("setns", Namespace), ("chroot", Namespace), ("pivot_root", Namespace),
    ("mount", Mount), ("umount", Mount), ("umount2", Mount), ("move_mount", Mount), ("fsmount", Mount), ("mount_setattr", Mount),
    ("ptrace", Process), ("process_vm_readv", Process), ("process_vm_writev", Process), ("pidfd_getfd", Process),
    ("kill", Process), ("tkill", Process), ("tgkill", Process), ("pidfd_send_signal", Process), ("rt_sigqueueinfo", Process),
    ("bpf", Kernel), ("init_module", Kernel), ("finit_module", Kernel), ("delete_module", Kernel), ("kexec_load", Kernel),
    ("kexec_file_load", Kernel), ("reboot", Kernel), ("sethostname", Kernel), ("setdomainname", Kernel), ("settimeofday", Kernel),
    ("clock_settime", Kernel), ("swapon", Kernel), ("swapoff", Kernel), ("userfaultfd", Kernel), ("perf_event_open", Kernel),
    ("bind", Network), ("listen", Network), ("connect", Network), ("accept", Network), ("accept4", Network),
];

/// What call `name` changes.
pub fn of(name: &str) -> Option<Notable> {
    CALLS.iter().find(|(call, _)| *call == name).map(|(_, notable)| *notable)
}

/// Signals of which a timeline does not tell that they were delivered: SIGCHLD, which any child's end sends; and SIGKILL, into which the
/// kernel turns every signal that ends a process (kernel/signal.c, complete_signal): the end tells which it was.
pub const USUAL_SIGNALS: [i32; 2] = [17, 9];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_row_is_a_call_and_stands_once() {
        for (i, (name, _)) in CALLS.iter().enumerate() {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
            assert!(CALLS[..i].iter().all(|(other, _)| other != name), "{name}");
        }
    }
}
