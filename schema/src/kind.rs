//! What an argument is: the vocabulary in which the system call table is written.
//!
//! The kernel probe, the ptrace backend and the renderer all work from these kinds. A kind says what the value means,
//! and, for a pointer, what it leads to, how long that is and when it can be read.

use crate::{
    arch::Arch,
    choices::Choices,
    flags::{self, FlagSet},
    stands::Stand,
};

/// Length of the memory behind a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Len {
    /// That many bytes.
    Fixed(u32),
    /// As many bytes as the structure has in the ABI of the call.
    Whole,
    /// Argument number .0 holds the count of elements of .1 bytes.
    Arg(u8, u32),
    /// The return value is the count of elements of .0 bytes.
    Ret(u32),
    /// Argument number .0 points to a `u32` that holds the count of bytes (getsockopt, accept); read when the memory is.
    ArgPtr(u8),
    /// The member of that name, of the structure itself, holds its bytes; they are at least .1.
    Own(&'static str, u32),
    /// A byte for each page of as many bytes as argument .0 says.
    Pages(u8),
    /// Of a pointer inside a structure: the member of that name holds the count of elements of .1 bytes.
    Member(&'static str, u32),
}

/// When the memory behind a pointer is meaningful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The program gives it to the kernel.
    Entry,
    /// The kernel gives it to the program.
    Exit,
    /// The program gives it, and the kernel gives it back changed.
    Both,
    /// The kernel gives it if the call fails (the time that is left of a sleep).
    Failed,
}

/// What an argument (or a return value) is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Signed 32-bit number, decimal.
    Int,
    /// Unsigned 32-bit number, decimal.
    Uint,
    /// Signed number of the ABI's word, decimal.
    Long,
    /// Unsigned number of the ABI's word, decimal: sizes, counts.
    Size,
    /// Number shown in hexadecimal.
    Hex,
    /// 32-bit number shown in hexadecimal.
    Hex32,
    /// Signed 64-bit file offset in one register (64-bit ABIs).
    Offset,
    /// Signed 64-bit number of which this is the lower half, and argument .0 the upper half (32-bit ABIs).
    Joined(u8),
    /// Number with a sign, of which some values have a name.
    Named(&'static FlagSet),
    /// Key of a System V object: `IPC_PRIVATE`, or hexadecimal.
    Key,
    /// Bits with names above the mode of a file.
    FlagsMode(&'static FlagSet),
    /// Signal handler: SIG_DFL, SIG_IGN, or an address.
    Handler,
    /// 16-bit user or group id; -1 means "no change".
    Id16,
    /// Number of an error.
    Errno,
    /// Operation and comparison of FUTEX_WAKE_OP.
    FutexOp,
    /// Class and priority of I/O (ioprio_set(2)).
    IoPrio,
    /// Address that is not followed.
    Addr,
    /// File descriptor.
    Fd,
    /// Directory descriptor, or `AT_FDCWD`.
    DirFd,
    /// NUL-terminated path; read at entry.
    Path,
    /// NUL-terminated string that is not a path; read at entry.
    Str,
    /// NUL-terminated vector of strings (argv); read at entry.
    StrVec,
    /// The same, shown by its number of strings (envp).
    EnvVec,
    /// Bytes whose content is the program's own data: kept only with `--payload`.
    Payload(When, Len),
    /// Memory with a structure of that name (as in the C headers), kept always.
    Struct(&'static str, When, Len),
    /// Socket address.
    Sockaddr(When, Len),
    /// Vector of `struct iovec`; its length says how many. What it leads to is payload.
    Iovec(When, Len),
    /// Control messages of a socket (cmsg(3)).
    Control(Len),
    /// Set of descriptors (select(2)); argument .0 is the highest plus one.
    FdSet(u8),
    /// Array of `struct pollfd`; argument .0 holds the count. What the kernel gives back belongs to the result.
    Polls(u8),
    /// A time of that structure that the kernel counts down: what is left belongs to the result.
    Timeout(&'static str),
    /// What a signal's frame on the stack keeps, as a structure of that name: bytes from the stack pointer to it, on x86_64, i386
    /// and aarch64.
    Frame(&'static str, [u16; 3]),
    /// Set of NUMA nodes: argument .1 says how many bits it has, and one more.
    NodeMask(When, u8),
    /// `struct msgbuf` (msgop(2)): a word that says of what type the message is, and the message, which is payload.
    Message(When, Len),
    /// Status of a child (wait(2)).
    WaitStatus,
    /// A number out of a set of names.
    Enum(&'static FlagSet),
    /// Bits, each with a name.
    Flags(&'static FlagSet),
    /// The same, of an `unsigned long`, whatever the set has.
    LongFlags(&'static FlagSet),
    /// Bits with names, and a signal in the lowest byte (clone(2)).
    FlagsSignal(&'static FlagSet),
    /// Option of a socket; argument .0 holds the level, which says out of which set.
    SockOpt(u8),
    /// Value of a socket option; argument .0 holds the level, .1 the option.
    SockVal(u8, u8, When, Len),
    /// Protocol of a socket; argument .0 holds the domain, which says out of which set.
    Protocol(u8),
    /// Command of quotactl(2) and kind of quota, in one number.
    QuotaCmd,
    /// A request that the rows of that table name.
    Request(&'static Choices),
    /// What it is, argument .0 decides: number .2 of the kinds of its row in the table.
    By(u8, &'static Choices, u8),
    /// That kind if argument .0 has one of the bits .1, otherwise left out.
    If(u8, u64, &'static Kind),
    /// What the call stands for has its arguments there, or this is one of them.
    Stands(&'static [Stand]),
    /// The call does not look at it.
    Unused,
    /// File mode, octal.
    Mode,
    /// File type and mode, by name and octal (mknod(2)).
    FileMode,
    /// Device number.
    Dev,
    /// User id; -1 means "no change".
    Uid,
    /// Group id; -1 means "no change".
    Gid,
    /// Process or thread id.
    Pid,
    /// Signal number.
    Signal,
    /// Set of signals, the number itself.
    SigSet,
}

/// One argument of a system call.
#[derive(Debug, Clone, Copy)]
pub struct Arg {
    /// Name, as in the manual page.
    pub name: &'static str,
    /// Meaning.
    pub kind: Kind,
}

/// What a system call's return value is.
#[derive(Debug, Clone, Copy)]
pub enum Ret {
    /// A number, or 0.
    Int,
    /// A file descriptor.
    Fd,
    /// An address or bit mask, hexadecimal.
    Hex,
    /// File mode, octal.
    Mode,
    /// Bits with names, shown beside the number and behind that word.
    Flags(&'static str, &'static FlagSet),
    /// A number out of a set of names, shown beside the number.
    Enum(&'static FlagSet),
    /// A signal, shown beside the number.
    Signal,
    /// The call does not return when it succeeds (exit, exit_group).
    Never,
}

/// One row of the system call table.
#[derive(Debug, Clone, Copy)]
pub struct Syscall {
    /// The kernel's name.
    pub name: &'static str,
    /// ABIs for which this row holds; another row describes the call elsewhere. Empty: all.
    pub arches: &'static [Arch],
    /// Classes, as in strace(1): file, desc, memory, process, signal, ipc, network, creds, ...
    pub classes: &'static [Class],
    /// Arguments, at most six.
    pub args: &'static [Arg],
    /// Return value.
    pub ret: Ret,
    /// Where the usual notation names arguments or has them in another order: name and argument. Empty: all, in order.
    pub shown: &'static [(&'static str, u8)],
}

/// Classes of calls that `--syscalls %class` and reports use; names as in strace(1), "Filtering".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Takes a path.
    File,
    /// Takes or returns a descriptor.
    Desc,
    /// Maps or changes memory.
    Memory,
    /// Process life and scheduling of it.
    Process,
    /// Signals.
    Signal,
    /// System V and POSIX IPC.
    Ipc,
    /// Sockets.
    Network,
    /// Credentials and privileges.
    Creds,
    /// Reads or sets a clock.
    Clock,
}

/// The options of a level (`SOL_*`, `IPPROTO_*` of `include/uapi/linux/in.h`) of getsockopt(2).
pub fn socket_options(level: u64) -> Option<&'static FlagSet> {
    match level {
        0 => Some(&flags::SO_IP),
        1 => Some(&flags::SO),
        17 => Some(&flags::SO_UDP),
        255 => Some(&flags::SO_RAW),
        263 => Some(&flags::SO_PACKET),
        270 => Some(&flags::SO_NETLINK),
        6 => Some(&flags::SO_TCP),
        41 => Some(&flags::SO_IPV6),
        _ => None,
    }
}

/// The protocols of a domain (`AF_*` of `include/linux/socket.h`) of socket(2), and whether the number has the byte order of
/// the network.
pub fn protocols(domain: u64) -> Option<(&'static FlagSet, bool)> {
    match domain {
        2 | 10 => Some((&flags::IPPROTO, false)),
        16 => Some((&flags::NETLINK, false)),
        17 => Some((&flags::ETH_P, true)),
        _ => None,
    }
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 9] = [
        Class::File,
        Class::Desc,
        Class::Memory,
        Class::Process,
        Class::Signal,
        Class::Ipc,
        Class::Network,
        Class::Creds,
        Class::Clock,
    ];

    /// Every class, that which says most of a call first: a call that opens a path is of class file, though it is of desc too.
    pub const BY_WEIGHT: [Class; 9] = [
        Class::Signal,
        Class::Process,
        Class::Ipc,
        Class::Network,
        Class::Memory,
        Class::File,
        Class::Creds,
        Class::Clock,
        Class::Desc,
    ];

    /// The name used after `%`.
    pub const fn name(self) -> &'static str {
        match self {
            Class::File => "file",
            Class::Desc => "desc",
            Class::Memory => "memory",
            Class::Process => "process",
            Class::Signal => "signal",
            Class::Ipc => "ipc",
            Class::Network => "network",
            Class::Creds => "creds",
            Class::Clock => "clock",
        }
    }

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|c| c.name() == name)
    }
}
