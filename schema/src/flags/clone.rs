//! Clone flags: clone(2), `include/uapi/linux/sched.h`.
//!
//! The low byte is the signal sent to the parent when the child ends.

use super::FlagSet;

/// Clone flags.
pub static CLONE: FlagSet = FlagSet {
    name: "clone flags",
    header: "include/uapi/linux/sched.h",
    mask: 0xff,
    names: &[
        (0x1, "SIGHUP"),
        (0x2, "SIGINT"),
        (0x3, "SIGQUIT"),
        (0x5, "SIGTRAP"),
        (0x6, "SIGABRT"),
        (0x9, "SIGKILL"),
        (0xa, "SIGUSR1"),
        (0xb, "SIGSEGV"),
        (0xc, "SIGUSR2"),
        (0xd, "SIGPIPE"),
        (0xe, "SIGALRM"),
        (0xf, "SIGTERM"),
        (0x11, "SIGCHLD"),
        (0x100, "CLONE_VM"),
        (0x200, "CLONE_FS"),
        (0x400, "CLONE_FILES"),
        (0x800, "CLONE_SIGHAND"),
        (0x1000, "CLONE_PIDFD"),
        (0x2000, "CLONE_PTRACE"),
        (0x4000, "CLONE_VFORK"),
        (0x8000, "CLONE_PARENT"),
        (0x10000, "CLONE_THREAD"),
        (0x20000, "CLONE_NEWNS"),
        (0x40000, "CLONE_SYSVSEM"),
        (0x80000, "CLONE_SETTLS"),
        (0x100000, "CLONE_PARENT_SETTID"),
        (0x200000, "CLONE_CHILD_CLEARTID"),
        (0x400000, "CLONE_DETACHED"),
        (0x800000, "CLONE_UNTRACED"),
        (0x1000000, "CLONE_CHILD_SETTID"),
        (0x2000000, "CLONE_NEWCGROUP"),
        (0x4000000, "CLONE_NEWUTS"),
        (0x8000000, "CLONE_NEWIPC"),
        (0x10000000, "CLONE_NEWUSER"),
        (0x20000000, "CLONE_NEWPID"),
        (0x40000000, "CLONE_NEWNET"),
        (0x80000000, "CLONE_IO"),
    ],
};
