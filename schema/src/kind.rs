//! What an argument is: the vocabulary in which the system call table is written.
//!
//! The kernel probe, the ptrace backend and the renderer all work from these kinds. A kind says what the value means,
//! and, for a pointer, what it leads to, how long that is and when it can be read.

use crate::{
    arch::Arch,
    flags::{self, FlagSet},
};

/// Length of the memory behind a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Len {
    /// That many bytes.
    Fixed(u32),
    /// Argument number .0 holds the count of elements of .1 bytes.
    Arg(u8, u32),
    /// The return value is the count of elements of .0 bytes.
    Ret(u32),
    /// Argument number .0 points to a `u32` that holds the count of bytes (getsockopt, accept); read at exit.
    ArgPtr(u8),
}

/// When the memory behind a pointer is meaningful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The program gives it to the kernel.
    Entry,
    /// The kernel gives it to the program.
    Exit,
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
    /// Signed 64-bit file offset in one register (64-bit ABIs).
    Offset,
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
    /// NUL-terminated vector of strings (argv, envp); read at entry.
    StrVec,
    /// Bytes whose content is the program's own data: kept only with `--payload`.
    Payload(When, Len),
    /// Memory with a structure of that name (as in the C headers), kept always.
    Struct(&'static str, When, Len),
    /// Socket address.
    Sockaddr(When, Len),
    /// Vector of `struct iovec`; argument .1 holds the count. What it leads to is payload.
    Iovec(When, u8),
    /// `struct msghdr`.
    Msghdr(When),
    /// A number out of a set of names.
    Enum(&'static FlagSet),
    /// Bits, each with a name.
    Flags(&'static FlagSet),
    /// Option of a socket; argument .0 holds the level, which says out of which set.
    SockOpt(u8),
    /// File mode, octal.
    Mode,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// A number, or 0.
    Int,
    /// A file descriptor.
    Fd,
    /// An address or bit mask, hexadecimal.
    Hex,
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
        6 => Some(&flags::SO_TCP),
        41 => Some(&flags::SO_IPV6),
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
