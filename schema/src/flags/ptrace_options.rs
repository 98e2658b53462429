//! Options of ptrace: ptrace(2), `include/uapi/linux/ptrace.h`.

use super::FlagSet;

/// Options of ptrace.
pub static PTRACE_OPTIONS: FlagSet = FlagSet {
    name: "options of ptrace",
    header: "include/uapi/linux/ptrace.h",
    mask: 0,
    names: &[
        (0x1, "PTRACE_O_TRACESYSGOOD"),
        (0x2, "PTRACE_O_TRACEFORK"),
        (0x4, "PTRACE_O_TRACEVFORK"),
        (0x8, "PTRACE_O_TRACECLONE"),
        (0x10, "PTRACE_O_TRACEEXEC"),
        (0x20, "PTRACE_O_TRACEVFORKDONE"),
        (0x40, "PTRACE_O_TRACEEXIT"),
        (0x80, "PTRACE_O_TRACESECCOMP"),
        (0x100000, "PTRACE_O_EXITKILL"),
        (0x200000, "PTRACE_O_SUSPEND_SECCOMP"),
    ],
};
