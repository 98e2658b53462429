//! `processes`: one row per event in the life of a task.

use super::{
    Column,
    ColumnType::{I32, I64, Text, TextList, U32, U64},
    Table, added, column, nullable,
};

/// The table.
pub const TABLE: Table = Table {
    name: "processes",
    doc: "One row per event in the life of a recorded task: first (it was there when recording began), fork, exec, \
          rename, signal (delivered), exit.",
    columns: COLUMNS,
};

const COLUMNS: &[Column] = &[
    column("ts", I64, "time of the event, ns of the boot clock"),
    column("event", Text, "first, fork, exec, rename, signal, exit"),
    column("tgid", U32, "process id on the host"),
    column("tid", U32, "thread id on the host; of a fork, the new thread"),
    nullable("ppid", U32, "process id of the parent on the host; null if unknown"),
    nullable("parent_tid", U32, "of a fork, the thread that made the call"),
    nullable("ns_tgid", U32, "process id inside its own pid namespace"),
    nullable("ns_tid", U32, "thread id inside its own pid namespace"),
    nullable("comm", Text, "name of the task after the event"),
    nullable(
        "exe",
        Text,
        "of an exec, the file executed, as the kernel was given it; of a first, as /proc/PID/exe showed it",
    ),
    nullable(
        "argv",
        TextList,
        "of an exec, the arguments, read from the new program's memory; of a first, as /proc/PID/cmdline showed them",
    ),
    nullable(
        "env",
        TextList,
        "of an exec, the environment, read from the new program's memory; of a first, as /proc/PID/environ showed it",
    ),
    nullable("uid", U32, "real user id"),
    nullable("gid", U32, "real group id"),
    nullable("euid", U32, "effective user id"),
    nullable("egid", U32, "effective group id"),
    nullable("cap_effective", U64, "effective capabilities, one bit each (capabilities(7))"),
    nullable("pid_ns", U32, "inode of the pid namespace, as in /proc/PID/ns/pid"),
    nullable("mnt_ns", U32, "inode of the mount namespace"),
    nullable("net_ns", U32, "inode of the network namespace"),
    nullable("cgroup", U64, "id of the cgroup (v2)"),
    nullable("exit_code", I32, "of an exit, the status given to exit_group; null if killed by a signal"),
    nullable("exit_signal", I32, "of an exit, the signal that ended the task; null if none did"),
    column("flags", U32, "bits of wire::flags that apply to the event: truncated, fault"),
    added(2, nullable("signal", I32, "of a signal, its number")),
    added(2, nullable("signal_code", I32, "why it was sent: si_code of sigaction(2)")),
    added(
        2,
        nullable(
            "sender",
            U32,
            "the process that sent it, or of SIGCHLD the child, as an id in the receiver's pid namespace",
        ),
    ),
    added(2, nullable("action", Text, "what happens: handler, or default; ptrace does not see SIGKILL")),
    added(2, nullable("siginfo", Text, "the first 48 bytes of its siginfo_t, in hexadecimal")),
];
