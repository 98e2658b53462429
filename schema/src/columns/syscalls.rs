//! `syscalls`: one row per system call, written when the call returned or when its thread ended inside it.

use super::{
    Column,
    ColumnType::{Captures, I32, I64, Text, U16, U32, U64},
    Table, added, column, nullable,
};

/// The table.
pub const TABLE: Table = Table {
    name: "syscalls",
    doc: "One row per system call. Rows are in the order in which they were read, not in time order: sort by ts, and \
          within a thread by seq.",
    columns: &[
        column(
            "seq",
            U64,
            "number of the call within its thread, from 0; a gap means that rows were lost, or not kept (--path, --exe). A thread id that is given to a new \
             thread, or that a thread takes over in an execve, begins at 0 again",
        ),
        column("ts", I64, "time of entry, ns of the boot clock (CLOCK_BOOTTIME); the manifest gives the offset to UTC"),
        nullable(
            "dur",
            I64,
            "ns from entry to exit; null if the call never returned, or was refused before it began (flag denied)",
        ),
        column("cpu", U16, "processor on which the call ended"),
        column("tgid", U32, "process id (thread group) on the host"),
        column("tid", U32, "thread id on the host, at entry"),
        nullable("ns_tgid", U32, "process id inside the process's own pid namespace; null if unknown"),
        nullable("ns_tid", U32, "thread id inside the process's own pid namespace; null if unknown"),
        nullable("cgroup", U64, "id of the cgroup (v2) of the process when it was first seen; null if unknown"),
        nullable("comm", Text, "name of the task at entry; null if unknown"),
        column(
            "phase",
            Text,
            "setup: the runtime preparing the target; payload: the target itself, from its first execve",
        ),
        column("arch", Text, "ABI of the call: x86_64, i386, x32, aarch64"),
        column("nr", I32, "number of the call in that ABI"),
        column(
            "name",
            Text,
            "name of the call, or syscall_0xNNN if the number is unknown; of a call that stands for another one (socketcall), the other's",
        ),
        column("a0", U64, "first argument, as found in the register; 0 if the call has fewer arguments"),
        column("a1", U64, "second argument"),
        column("a2", U64, "third argument"),
        column("a3", U64, "fourth argument"),
        column("a4", U64, "fifth argument"),
        column("a5", U64, "sixth argument"),
        nullable("ret", I64, "value returned, -errno on failure; null if the call never returned"),
        nullable("errno", Text, "name of the error; null if there was none"),
        nullable("path", Text, "first path argument, as given by the program"),
        nullable("path2", Text, "second path argument (rename, link, symlink)"),
        nullable(
            "path_abs",
            Text,
            "path made absolute: by the current directory or the descriptor it was relative to, and below the root that the process had \
             chosen (chroot); . and .. are resolved by name, links are not; null if that is not known",
        ),
        nullable(
            "fd_path",
            Text,
            "what the first descriptor argument stood for: an absolute path; pipe:[1234] (its inode) or pipe:[#1] (made during the \
             recording, by number); protocol and addresses of a socket: TCP:[127.0.0.1:5000->127.0.0.1:80]; or as /proc/PID/fd shows it: \
             anon_inode:[eventfd]; null if that is not known",
        ),
        nullable(
            "peer",
            Text,
            "socket address argument, or else the peer of the socket: 127.0.0.1:80, [::1]:80, unix:/path, unix:@abstract",
        ),
        column("data", Captures, "memory that pointer arguments led to; see DATA_MEMBERS"),
        column("flags", U32, "bits of wire::flags: truncated, fault, unfinished, ..."),
        added(2, nullable("path2_abs", Text, "path2 made absolute, as path_abs")),
    ],
};

/// Members of one element of `data`.
pub const DATA_MEMBERS: [Column; 6] = [
    column(
        "arg",
        U16,
        "index of the argument, from 0; 7: what the stack pointer led to at entry (sigreturn); 8 and more: word number arg - 8 of the arguments that a call has in memory (socketcall)",
    ),
    column("when", Text, "entry or exit: when the memory was read"),
    column(
        "status",
        Text,
        "ok; truncated: len bytes were there, fewer are kept; fault: could not be read (bytes: the beginning that could)",
    ),
    column("len", U64, "bytes that the argument has, as far as known; of a string with its end, up to the limit"),
    column("bytes", Text, "the bytes kept: Parquet BYTE_ARRAY, in SQLite's JSON hexadecimal"),
    column(
        "part",
        U16,
        "0: what the argument points to; from 1 on: what a pointer inside that leads to, in the order of the structure's members. \
         Not in traces of formats 1.0 and 1.1, which have no others",
    ),
];
