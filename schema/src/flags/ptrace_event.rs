//! Events of traced tasks: ptrace(2), `include/uapi/linux/ptrace.h`.

use super::FlagSet;

/// Events of traced tasks.
pub static PTRACE_EVENT: FlagSet = FlagSet {
    name: "events of traced tasks",
    header: "include/uapi/linux/ptrace.h",
    mask: 0,
    names: &[
        (1, "PTRACE_EVENT_FORK"),
        (2, "PTRACE_EVENT_VFORK"),
        (3, "PTRACE_EVENT_CLONE"),
        (4, "PTRACE_EVENT_EXEC"),
        (5, "PTRACE_EVENT_VFORK_DONE"),
        (6, "PTRACE_EVENT_EXIT"),
        (7, "PTRACE_EVENT_SECCOMP"),
        (128, "PTRACE_EVENT_STOP"),
    ],
};
