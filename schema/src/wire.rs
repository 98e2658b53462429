//! What the kernel program and `record` say to each other: structures, codes and bits.
//!
//! This file is the one source. The structures are defined here; [`c_header`] prints them as C, with assertions on every
//! size and offset, and the build of crate `ebpf` compiles the kernel program against that print. The ptrace backend
//! fills the same structures, so that everything behind it is shared.
//!
//! A ring record is one structure, whose first byte says which, and for some kinds bytes after it:
//!
//! | kind | structure | followed by |
//! |---|---|---|
//! | [`KIND_SYSCALL`] | [`SyscallEvent`] | `data_len` bytes: [`CaptureHead`] and its `kept` bytes, padded to 8, repeated |
//! | [`KIND_FIRST`], [`KIND_FORK`], [`KIND_EXEC`], [`KIND_RENAME`], [`KIND_EXIT`] | [`TaskEvent`] | nothing |
//! | [`KIND_SIGNAL`] | [`SignalEvent`] | nothing |
//! | [`KIND_EXEC_BYTES`] | [`ExecBytes`] | `len` bytes of the file name, arguments or environment |
//!
//! Numbers are in the byte order of the machine: nothing of this is stored.

/// A type that has the same form in Rust and in C.
pub trait Wire: Sized {
    /// Name of the element in C.
    const C_NAME: &'static str;
    /// Elements, for an array.
    const COUNT: Option<usize> = None;
    /// Bytes.
    const SIZE: usize = size_of::<Self>();
    /// Reads a value from the start of `bytes`; `None` if there are too few.
    fn read(bytes: &[u8]) -> Option<Self>;
    /// Appends the value's bytes.
    fn write(&self, out: &mut Vec<u8>);
}

macro_rules! wire_number {
    ($($rust:ty => $c:literal),*) => {$(
        impl Wire for $rust {
            const C_NAME: &'static str = $c;
            #[inline]
            fn read(bytes: &[u8]) -> Option<Self> {
                Some(<$rust>::from_ne_bytes(bytes.get(..size_of::<$rust>())?.try_into().ok()?))
            }
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_ne_bytes());
            }
        }
    )*};
}
wire_number!(u8 => "__u8", u16 => "__u16", u32 => "__u32", u64 => "__u64", i32 => "__s32", i64 => "__s64");

impl<T: Wire + Copy + Default, const N: usize> Wire for [T; N] {
    const C_NAME: &'static str = T::C_NAME;
    const COUNT: Option<usize> = Some(N);
    #[inline]
    fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..Self::SIZE)?;
        let mut out = [T::default(); N];
        for (i, item) in out.iter_mut().enumerate() {
            *item = T::read(&bytes[i * T::SIZE..])?;
        }
        Some(out)
    }
    fn write(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|item| item.write(out));
    }
}

/// A member of a structure, for the C print.
struct Member {
    name: &'static str,
    c_name: &'static str,
    count: Option<usize>,
    offset: usize,
}

macro_rules! wire_struct {
    ($(#[$doc:meta])* $name:ident as $c:literal { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)* }

        impl $name {
            const MEMBERS: &'static [Member] = &[$(Member {
                name: stringify!($field),
                c_name: <$ty as Wire>::C_NAME,
                count: <$ty as Wire>::COUNT,
                offset: std::mem::offset_of!($name, $field),
            },)*];
        }

        impl Wire for $name {
            const C_NAME: &'static str = concat!("struct ", $c);
            #[inline]
            fn read(bytes: &[u8]) -> Option<Self> {
                let bytes = bytes.get(..size_of::<Self>())?;
                Some(Self { $($field: <$ty as Wire>::read(&bytes[std::mem::offset_of!($name, $field)..])?,)* })
            }
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }
        }

        // No padding: the members' sizes add up, so the bytes written are the bytes laid out.
        const _: () = assert!(size_of::<$name>() == 0 $(+ size_of::<$ty>())*);
    };
}

wire_struct! {
    /// One system call. What a call in a loop has in common with the call before comes first, so that the reader can
    /// tell at once.
    SyscallEvent as "syscall_event" {
        /// [`KIND_SYSCALL`].
        kind: u8,
        /// [`crate::Arch::code`].
        arch: u8,
        /// Processor on which the call ended.
        cpu: u16,
        /// Thread id at entry.
        tid: u32,
        /// Process id.
        tgid: u32,
        /// Number of the call.
        nr: i32,
        /// Bits of [`flags`].
        flags: u32,
        /// Bytes that follow.
        data_len: u32,
        /// Raw arguments.
        args: [u64; 6],
        /// Value returned; 0 if the call never returned.
        ret: i64,
        /// Boot clock at entry, ns.
        ts: u64,
        /// ns from entry to exit; [`NO_DURATION`] if the call never returned.
        dur: u64,
        /// Number of the call within its thread.
        seq: u64,
    }
}

wire_struct! {
    /// An event in the life of a task.
    TaskEvent as "task_event" {
        /// One of `KIND_FIRST`, `KIND_FORK`, `KIND_EXEC`, `KIND_RENAME`, `KIND_EXIT`.
        kind: u8,
        /// Of a fork, what the new task shares with the one that made it: bits `SHARES_*`.
        shares: u8,
        /// Processor.
        cpu: u16,
        /// The task; of a fork, the new one.
        tid: u32,
        /// Boot clock, ns.
        ts: u64,
        /// Its process.
        tgid: u32,
        /// Process of its parent.
        ppid: u32,
        /// Of a fork, the thread that made the call; of an exec, the thread id before it.
        parent_tid: u32,
        /// Process id inside its own pid namespace.
        ns_tgid: u32,
        /// Thread id inside its own pid namespace.
        ns_tid: u32,
        /// Real user id, in the initial user namespace.
        uid: u32,
        /// Real group id.
        gid: u32,
        /// Effective user id.
        euid: u32,
        /// Effective group id.
        egid: u32,
        /// Inode of the pid namespace.
        pid_ns: u32,
        /// Inode of the mount namespace.
        mnt_ns: u32,
        /// Inode of the network namespace.
        net_ns: u32,
        /// Effective capabilities.
        cap_effective: u64,
        /// Id of the cgroup (v2 hierarchy).
        cgroup: u64,
        /// Of an exit, `task_struct.exit_code`: signal in the low 7 bits, status in the next byte but one.
        exit_code: i32,
        /// Bits of [`flags`].
        flags: u32,
        /// Name of the task after the event, NUL-padded.
        comm: [u8; 16],
    }
}

wire_struct! {
    /// A signal that a task is about to act on, by its handler or as the kernel does by default.
    SignalEvent as "signal_event" {
        /// [`KIND_SIGNAL`].
        kind: u8,
        /// One of `ACTION_*`.
        action: u8,
        /// Processor.
        cpu: u16,
        /// The task.
        tid: u32,
        /// Boot clock, ns.
        ts: u64,
        /// Its process.
        tgid: u32,
        /// Number of the signal.
        signal: i32,
        /// Bits of [`flags`].
        flags: u32,
        /// Unused.
        reserved: u32,
        /// The beginning of its `siginfo_t` (`include/uapi/asm-generic/siginfo.h`), which is all that the kernel keeps.
        info: [u64; 6],
    }
}

wire_struct! {
    /// A piece of what an exec was given. The pieces follow their `KIND_EXEC` at once, in the same ring.
    ExecBytes as "exec_bytes" {
        /// [`KIND_EXEC_BYTES`].
        kind: u8,
        /// One of `EXEC_FILENAME`, `EXEC_ARGV`, `EXEC_ENV`.
        part: u8,
        /// Unused.
        reserved: u16,
        /// The task.
        tid: u32,
        /// Bytes that follow.
        len: u32,
        /// Bits of [`flags`]: truncated or fault, if this is the last piece of an incomplete part.
        flags: u32,
    }
}

wire_struct! {
    /// Head of one captured piece of memory.
    CaptureHead as "capture_head" {
        /// Index of the argument; [`ARG_STACK`]; or a word of what the call stands for, see [`crate::stands`].
        arg: u8,
        /// [`WHEN_ENTRY`] or [`WHEN_EXIT`].
        when: u8,
        /// One of `STATUS_*`.
        status: u8,
        /// 0: what the argument points to. From 1 on: what a pointer inside that leads to, see [`crate::plan`].
        part: u8,
        /// Bytes the argument has, as far as known.
        len: u32,
        /// Bytes that follow (then padding to a multiple of 8).
        kept: u32,
        /// Unused.
        reserved2: u32,
    }
}

wire_struct! {
    /// One piece of memory to capture.
    PlanCapture as "plan_capture" {
        /// One of `OP_*`.
        op: u8,
        /// One of `WHEN_*`.
        when: u8,
        /// Index of the pointer argument. From [`crate::stands::WORDS`] on: a word that [`OP_WORDS`] has read. [`ARG_STACK`].
        arg: u8,
        /// Index of the argument, or the word, that gives the length; of [`OP_BY`], of the argument that decides.
        len_arg: u8,
        /// Bytes of an element; of [`OP_BY`], the number of the table; of [`OP_IOVEC`], if more than 1, where in a structure is how
        /// much of it a call has filled or taken.
        scale: u32,
        /// Bytes kept at most.
        limit: u16,
        /// 1 if what is read at entry is read again at exit and compared: it names what the call acts on. Of [`OP_BY`]: 1 if
        /// a value without a row tells length and direction itself, as the requests of ioctl(2) do.
        check: u8,
        /// The part that it is, see [`CaptureHead`].
        part: u8,
        /// [`AT_ARG`]: the argument is the pointer. Otherwise the pointer is this many bytes into what the argument points to.
        at: u16,
        /// Of [`LEN_MEMBER`]: where the length is. Of [`LEN_FIXED`]: bytes between where the pointer leads and the memory. Of
        /// [`LEN_BITS`]: bits that the argument counts and the memory has not. Of others: bytes that the length does not count.
        len_at: u16,
        /// Bytes of the pointer at `at`. Of [`LEN_BITS`]: 4 if only the lower half of the argument counts.
        width: u8,
        /// Bytes of the length at `len_at`; of [`LEN_BITS`], of a word: 4 or 8.
        len_width: u8,
        /// The argument points to several structures: bytes from one to the next. 0: to one.
        stride: u16,
        /// Of [`OP_BY`], the bits of the deciding argument that count. Otherwise, if not 0: the capture is made only if argument
        /// `guard` has one of these bits.
        mask: u32,
        /// One of `LEN_*`.
        len_from: u8,
        /// Of several structures, the argument that says how many; [`COUNT_RET`]: the return value does.
        count: u8,
        /// Of several structures, what the part grows by from one to the next.
        step: u8,
        /// See `mask`.
        guard: u8,
    }
}

wire_struct! {
    /// What to do about one system call.
    PlanEntry as "plan_entry" {
        /// Bits `PLAN_*`.
        flags: u32,
        /// Captures in use.
        captures: u16,
        /// Arguments that the call has; what the other registers hold means nothing.
        args: u16,
        /// The captures, those at entry first.
        capture: [PlanCapture; 8],
    }
}

wire_struct! {
    /// Whom to follow apart from single processes and their descendants.
    Scope as "scope" {
        /// Not 0: every process, except those that are marked [`TARGET_EXCLUDED`].
        everyone: u32,
        /// Inode of a pid namespace whose members are followed, also those that come from outside; 0: none.
        pid_ns: u32,
        /// Inode of a pid namespace in which nobody counts as a member of the cgroup; 0: none.
        not_pid_ns: u32,
        /// Not 0: whoever executes a program in a cgroup named after a container.
        by_cgroup: u32,
        /// The container's id, 64 characters.
        id: [u64; 8],
    }
}

wire_struct! {
    /// A value of an argument that decides what another one is.
    ChoiceKey as "choice_key" {
        /// Number of the table, from 1.
        table: u32,
        /// The value.
        value: u32,
    }
}

wire_struct! {
    /// What to capture if an argument has that value.
    PlanChoice as "plan_choice" {
        /// Captures in use.
        captures: u32,
        /// Not 0 if one of them is made at exit.
        at_exit: u32,
        /// The captures.
        capture: [PlanCapture; 8],
    }
}

wire_struct! {
    /// Counters that the kernel program keeps per processor, apart from the rings.
    Stats as "stats" {
        /// Calls that should have become a row.
        calls: u64,
        /// Of these, lost because the bulk ring was full.
        lost_bulk: u64,
        /// Of these, lost because the state ring was full.
        lost_state: u64,
        /// Events of processes (and pieces of exec) lost because the state ring was full.
        lost_tasks: u64,
        /// Tasks that could not be followed for lack of memory: all of their calls are missing.
        lost_track: u64,
        /// Calls that are in `calls` but in no [`CountEntry`], because the log of counts was full.
        uncounted: u64,
        /// Calls that ended while another row was being written on the same processor, which happens only on a kernel
        /// that lets the programs be interrupted: lost, and in no other counter.
        nested: u64,
        /// How often a process was told to wait because a ring was nearly full.
        held: u64,
        /// Records with [`HIDDEN`] lost because a ring was full: nothing is missing, but names may be wrong.
        lost_hidden: u64,
    }
}

wire_struct! {
    /// What kernel program and reader share of one processor. The reader writes only the tails, which have a cache line
    /// of their own.
    Processor as "processor" {
        /// Where the next record of the bulk ring goes: block number and offset, see [`BLOCK`].
        head: u64,
        /// Entries written to the log of counts.
        count_head: u64,
        /// Counters.
        stats: Stats,
        /// Not 0 while a row is being written.
        busy: u64,
        /// Space.
        reserved: [u64; 4],
        /// Where the reader is in the bulk ring.
        tail: u64,
        /// Entries read from the log of counts.
        count_tail: u64,
        /// Space.
        reserved2: [u64; 6],
    }
}

wire_struct! {
    /// Calls of one kind, counted: an element of the counting table, or of its log.
    CountEntry as "count_entry" {
        /// Process id.
        tgid: u32,
        /// Number of the call.
        nr: i32,
        /// errno of the calls; 0 if they succeeded, [`NO_RETURN`] if they never returned.
        errno: u16,
        /// [`crate::Arch::code`].
        arch: u8,
        /// The calls took from 2^log2 to 2^(log2+1)-1 ns; [`NO_LOG2`] if they have no duration.
        log2: u8,
        /// [`flags::SETUP`], or 0.
        flags: u32,
        /// Calls; 0 in an element that is not in use.
        calls: u64,
        /// Sum of their durations, ns.
        total_ns: u64,
    }
}

impl SignalEvent {
    /// The bytes of `info`.
    pub fn info_bytes(&self) -> Vec<u8> {
        self.info.iter().flat_map(|word| word.to_ne_bytes()).collect()
    }
}

impl Stats {
    /// Records of all kinds that were lost.
    pub fn lost(&self) -> u64 {
        self.lost_bulk + self.lost_state + self.lost_tasks + self.lost_track + self.nested + self.lost_hidden
    }
}

impl CountEntry {
    /// The count of one call.
    pub fn of(event: &SyscallEvent) -> CountEntry {
        let finished = event.flags & flags::UNFINISHED == 0;
        let timed = event.dur != NO_DURATION;
        CountEntry {
            tgid: event.tgid,
            nr: event.nr,
            errno: if finished { crate::errno::of_return(event.ret).unwrap_or(0) as u16 } else { NO_RETURN },
            arch: event.arch,
            log2: if timed { event.dur.max(1).ilog2() as u8 } else { NO_LOG2 },
            flags: event.flags & flags::SETUP,
            calls: 1,
            total_ns: if timed { event.dur } else { 0 },
        }
    }
}

macro_rules! wire_constants {
    ($($(#[$doc:meta])* $name:ident: $ty:ty = $value:expr;)*) => {
        $($(#[$doc])* pub const $name: $ty = $value;)*
        const CONSTANTS: &[(&str, u64)] = &[$((stringify!($name), $value as u64),)*];
    };
}

wire_constants! {
    /// A system call.
    KIND_SYSCALL: u8 = 1;
    /// A task that was there when recording began.
    KIND_FIRST: u8 = 2;
    /// A new task.
    KIND_FORK: u8 = 3;
    /// A task has executed a program.
    KIND_EXEC: u8 = 4;
    /// A task has changed its name.
    KIND_RENAME: u8 = 5;
    /// A task has ended.
    KIND_EXIT: u8 = 6;
    /// A piece of an exec's strings.
    KIND_EXEC_BYTES: u8 = 7;
    /// Two bytes, which the recorder itself makes: 1 if records may have been lost among those that follow, 0 if no longer.
    KIND_LOSS: u8 = 8;
    /// A signal is delivered.
    KIND_SIGNAL: u8 = 9;
    /// What is known of a process beforehand: it is held, and is taken up at its next call.
    TARGET_HELD: u32 = 1;
    /// It runs, and is taken up with its threads and descendants.
    TARGET_RUNNING: u32 = 2;
    /// It is never taken up.
    TARGET_EXCLUDED: u32 = 3;
    /// The kernel does what it does by default.
    ACTION_DEFAULT: u8 = 0;
    /// Nothing happens.
    ACTION_IGNORED: u8 = 1;
    /// The program's handler is called.
    ACTION_HANDLER: u8 = 2;
    /// The new task uses the descriptors of the one that made it (CLONE_FILES).
    SHARES_FILES: u8 = 1;
    /// It uses its current directory and root (CLONE_FS).
    SHARES_FS: u8 = 2;
    /// The file executed.
    EXEC_FILENAME: u8 = 0;
    /// The arguments, each with its NUL.
    EXEC_ARGV: u8 = 1;
    /// The environment, each with its NUL.
    EXEC_ENV: u8 = 2;
    /// Memory read when the call began.
    WHEN_ENTRY: u8 = 0;
    /// Memory read when the call ended, if it did not fail.
    WHEN_EXIT: u8 = 1;
    /// Of a plan: both.
    WHEN_BOTH: u8 = 2;
    /// Of a plan: read when the call ended, if it failed.
    WHEN_FAILED: u8 = 3;
    /// All bytes are there.
    STATUS_OK: u8 = 0;
    /// The argument has more bytes than were kept.
    STATUS_TRUNCATED: u8 = 1;
    /// The memory could not be read.
    STATUS_FAULT: u8 = 2;
    /// NUL-terminated string.
    OP_STR: u8 = 1;
    /// NULL-terminated vector of pointers to strings; kept as the strings, each with its NUL.
    OP_STRVEC: u8 = 2;
    /// As many bytes as `len_from` says.
    OP_MEMORY: u8 = 3;
    /// What an array of `struct iovec` leads to, one piece after the other; `len_from` gives the number of elements.
    OP_IOVEC: u8 = 4;
    /// The captures of the table's row for the value of argument `len_arg`.
    OP_BY: u8 = 5;
    /// `scale` bytes: the arguments of the call that this one stands for, 4 bytes each.
    OP_WORDS: u8 = 6;
    /// Value of `arg`: what the stack pointer was at entry.
    ARG_STACK: u8 = 7;
    /// `scale` bytes.
    LEN_FIXED: u8 = 0;
    /// `scale` bytes, times argument `len_arg`.
    LEN_ARG: u8 = 1;
    /// `scale` bytes, times the return value.
    LEN_RET: u8 = 2;
    /// `scale` bytes, times the `u32` to which argument `len_arg` points when the capture is made.
    LEN_ARG_PTR: u8 = 3;
    /// `scale` bytes, times the member at `len_at`. Of an argument, at least 8 times `width`.
    LEN_MEMBER: u8 = 4;
    /// `scale` bytes, times the lower half of argument `len_arg`, of which the kernel takes no more.
    LEN_ARG32: u8 = 7;
    /// A byte for each page of 4096 bytes of as many as argument `len_arg` says.
    LEN_PAGES: u8 = 6;
    /// A bit for each of as many as argument `len_arg` says, in words of `len_width` bytes.
    LEN_BITS: u8 = 5;
    /// The pointer is the argument itself.
    AT_ARG: u16 = u16::MAX;
    /// The return value is the number of structures.
    COUNT_RET: u8 = u8::MAX;
    /// Structures of an array whose pointers are followed, at most.
    ELEMENTS: u32 = 8;
    /// Elements of an array of `struct iovec` that are followed, at most.
    PIECES: u32 = 16;
    /// The call is to be recorded.
    PLAN_WANTED: u32 = 1;
    /// Its rows go into the state lane.
    PLAN_STATE: u32 = 2;
    /// It has captures at exit.
    PLAN_EXIT_CAPTURES: u32 = 4;
    /// It executes a program: a change of the task's name inside it belongs to the exec.
    PLAN_EXEC: u32 = 8;
    /// It can change the task's name.
    PLAN_RENAME: u32 = 16;
    /// It changes what descriptors and paths stand for, so it is told of even if it is not wanted.
    PLAN_TRACKED: u32 = 32;
    /// Bit of a record's flags: there is to be no row of it; it is told of for what it changes.
    HIDDEN: u32 = 1 << 31;
    /// Value of `dur` for a call that never returned.
    NO_DURATION: u64 = u64::MAX;
    /// Value of `errno` in a [`CountEntry`] of calls that never returned.
    NO_RETURN: u16 = u16::MAX;
    /// Value of `log2` in a [`CountEntry`] of calls without duration.
    NO_LOG2: u8 = 255;
    /// A bulk ring is made of blocks of this many bytes; a position in it is the block's number (counted on for ever)
    /// times this, plus the offset.
    BLOCK: u64 = 65536;
    /// A record begins at this offset at most, so that the longest ends inside the block. After a record that ends
    /// beyond it, the next begins the next block.
    BLOCK_LAST: u64 = BLOCK - SyscallEvent::SIZE as u64 - DATA_MAX as u64;
    /// Elements of each processor's counting table, a power of two.
    COUNT_SLOTS: u32 = 2048;
    /// Elements of each processor's log of counts, a power of two.
    COUNT_LOG: u32 = 32768;
    /// Bytes that the kernel program keeps of an operation of io_uring: a record, and what only it knows.
    REQUEST: usize = 1032;
    /// Bytes of what the kernel program keeps of a call whose captures are many: a record, its data, and room.
    SPILL: usize = SyscallEvent::SIZE + DATA_MAX as usize + CAPTURE_MAX as usize;
    /// Bytes at the beginning of a name that are compared at exit, at most.
    CHECK_MAX: u32 = 256;
    /// Bytes of captured memory that fit into a record, all captures of a call together.
    DATA_MAX: u32 = 8448;
    /// Bytes of one capture at most: PATH_MAX of `include/uapi/linux/limits.h`.
    CAPTURE_MAX: u32 = 4096;
    /// Bytes of each exec part at most: MAX_ARG_STRLEN of `include/uapi/linux/binfmts.h`.
    EXEC_PART_MAX: u32 = 131072;
}

/// Bits of the `flags` columns and fields.
pub mod flags {
    macro_rules! flag_bits {
        ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
            $($(#[$doc])* pub const $name: u32 = 1 << $bit;)*
            /// Every bit: value, name in C, name shown to people.
            pub const ALL: &[(u32, &str, &str)] = &[$((1 << $bit, concat!("FLAG_", stringify!($name)), $text),)*];
        };
    }
    flag_bits! {
        /// Some captured memory is shorter than the argument.
        TRUNCATED = 0, "truncated";
        /// Some memory could not be read.
        FAULT = 1, "fault";
        /// The call has no end: the task ended inside it, or the recording did (then `IN_PROGRESS` is set too).
        UNFINISHED = 2, "unfinished";
        /// The call was refused before it was carried out (a seccomp filter): only its exit was seen; `ts` is the exit.
        DENIED = 3, "denied";
        /// The call was made by the runtime before the target's first execve.
        SETUP = 4, "setup";
        /// The task was known only by its thread id: columns that describe it are null.
        UNKNOWN_TASK = 5, "unknown_task";
        /// The new task is a thread of its parent's process.
        THREAD = 6, "thread";
        /// Some memory could not be read at entry and was read at exit: the program may have changed it in between.
        LATE = 7, "late";
        /// The call had not ended when the recording did; the task went on with it unobserved.
        IN_PROGRESS = 8, "in_progress";
        /// A path or a socket address was another one when the call ended: the program changed it in flight, and which of
        /// both the kernel acted on is not known. `data` has both; the columns show what was there at entry.
        CHANGED = 9, "changed";
        /// path_abs, path2_abs, fd_path or peer may be wrong: rows that may have changed what they follow from were lost.
        TAINTED = 10, "tainted";
        /// An operation of io_uring that used a file registered with the ring, not a descriptor, or stored the new one there.
        FIXED_FILE = 11, "fixed_file";
        /// The call had begun before its task was taken up, so its entry was not seen. Through eBPF `ts` is its end, without a
        /// duration, and what its arguments lead to was read then; through ptrace `ts` is when it was taken up again.
        BEGUN_BEFORE = 12, "begun_before";
    }
}

/// The C header of everything above, with assertions that both compilers agree on every size and offset.
pub fn c_header() -> String {
    use std::fmt::Write;
    let mut out = String::from("/* Printed from schema/src/wire.rs: change it there. */\n#pragma once\n\n");
    for (name, value) in CONSTANTS {
        let _ = writeln!(out, "#define {name} {value:#x}ULL");
    }
    for arch in crate::Arch::ALL {
        let _ = writeln!(out, "#define ARCH_{} {}", arch.name().to_uppercase(), arch.code());
    }
    for (value, name, _) in flags::ALL {
        let _ = writeln!(out, "#define {name} {value:#x}U");
    }
    let _ = writeln!(out, "#define WORDS {}", crate::stands::WORDS);
    let _ = writeln!(out, "#define PLAN_SLOTS {}\n", crate::plan::SLOTS);
    let structs: [(&str, usize, &[Member]); 13] = [
        (SyscallEvent::C_NAME, SyscallEvent::SIZE, SyscallEvent::MEMBERS),
        (TaskEvent::C_NAME, TaskEvent::SIZE, TaskEvent::MEMBERS),
        (SignalEvent::C_NAME, SignalEvent::SIZE, SignalEvent::MEMBERS),
        (ExecBytes::C_NAME, ExecBytes::SIZE, ExecBytes::MEMBERS),
        (CaptureHead::C_NAME, CaptureHead::SIZE, CaptureHead::MEMBERS),
        (PlanCapture::C_NAME, PlanCapture::SIZE, PlanCapture::MEMBERS),
        (PlanEntry::C_NAME, PlanEntry::SIZE, PlanEntry::MEMBERS),
        (Scope::C_NAME, Scope::SIZE, Scope::MEMBERS),
        (ChoiceKey::C_NAME, ChoiceKey::SIZE, ChoiceKey::MEMBERS),
        (PlanChoice::C_NAME, PlanChoice::SIZE, PlanChoice::MEMBERS),
        (Stats::C_NAME, Stats::SIZE, Stats::MEMBERS),
        (Processor::C_NAME, Processor::SIZE, Processor::MEMBERS),
        (CountEntry::C_NAME, CountEntry::SIZE, CountEntry::MEMBERS),
    ];
    for (name, size, members) in structs {
        let _ = writeln!(out, "{name} {{");
        for m in members {
            let count = m.count.map(|n| format!("[{n}]")).unwrap_or_default();
            let _ = writeln!(out, "\t{} {}{count};", m.c_name, m.name);
        }
        let _ = writeln!(out, "}};\n_Static_assert(sizeof({name}) == {size}, \"{name}\");");
        for m in members {
            let (field, offset) = (m.name, m.offset);
            let _ =
                writeln!(out, "_Static_assert(__builtin_offsetof({name}, {field}) == {offset}, \"{name}.{field}\");");
        }
        out.push('\n');
    }
    out
}

/// One captured piece of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture<'a> {
    /// Index, time, status and length.
    pub head: CaptureHead,
    /// The bytes kept.
    pub bytes: &'a [u8],
}

/// The captures in the bytes after a [`SyscallEvent`]. Ends at the first that is not whole.
pub fn captures(mut data: &[u8]) -> impl Iterator<Item = Capture<'_>> {
    std::iter::from_fn(move || {
        let head = CaptureHead::read(data)?;
        let kept = usize::try_from(head.kept).ok()?;
        let bytes = data.get(CaptureHead::SIZE..)?.get(..kept)?;
        data = data.get(CaptureHead::SIZE + kept.next_multiple_of(8)..).unwrap_or_default();
        Some(Capture { head, bytes })
    })
}

/// The position in a bulk ring after a record of `bytes` at `position`.
pub const fn next_position(position: u64, bytes: u64) -> u64 {
    let end = position % BLOCK + bytes;
    if end > BLOCK_LAST { (position / BLOCK + 1) * BLOCK } else { position + bytes }
}

/// Appends a capture in the form that [`captures`] reads.
pub fn push_capture(out: &mut Vec<u8>, head: CaptureHead, bytes: &[u8]) {
    CaptureHead { kept: bytes.len() as u32, ..head }.write(out);
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(8), 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn structures_come_back() {
        let event =
            SyscallEvent { kind: KIND_SYSCALL, tid: 7, args: [1, 2, 3, 4, 5, 6], ret: -2, ..Default::default() };
        let mut bytes = Vec::new();
        event.write(&mut bytes);
        assert_eq!(bytes.len(), SyscallEvent::SIZE);
        assert_eq!(SyscallEvent::read(&bytes), Some(event));
        assert_eq!(SyscallEvent::read(&bytes[1..]), None);
    }

    proptest! {
        #[test]
        fn captures_come_back(pieces: Vec<(u8, Vec<u8>)>) {
            let mut data = Vec::new();
            for (arg, bytes) in &pieces {
                push_capture(&mut data, CaptureHead { arg: *arg, ..Default::default() }, bytes);
            }
            let back: Vec<_> = captures(&data).map(|c| (c.head.arg, c.bytes.to_vec())).collect();
            prop_assert_eq!(back, pieces);
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let _ = captures(&bytes).count();
        }
    }
}
