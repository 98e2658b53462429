//! The vocabulary of the rows: kinds, groups of ABIs, and the structures that many calls share.
//!
//! A name that ends in `32` is the layout of i386; `64` that of every other ABI (x32 included: the calls it shares with
//! x86_64 use the 64-bit layouts of time and stat). Sizes are those of `include/uapi` and `include/linux/compat.h`.

pub(super) use crate::{
    Arch,
    choices::*,
    flags::*,
    kind::{Arg, Class, Kind, Kind::*, Len, Len::*, Ret, Syscall, When::*},
    stands,
};

/// Only i386.
pub(super) const I386: &[Arch] = &[Arch::I386];
/// Only io_uring.
pub(super) const IO_URING: &[Arch] = &[Arch::IoUring];
/// Only aarch64.
pub(super) const AARCH64: &[Arch] = &[Arch::Aarch64];
/// Numbers below 512 of x86_64, which x32 shares.
pub(super) const X86_64: &[Arch] = &[Arch::X86_64, Arch::X32];
/// All of x86.
pub(super) const X86: &[Arch] = &[Arch::X86_64, Arch::X32, Arch::I386];
/// Everything but i386: registers of 64 bits.
pub(super) const W64: &[Arch] = &[Arch::X86_64, Arch::X32, Arch::Aarch64];
/// Everything but x86_64 and x32.
pub(super) const NOT_X86_64: &[Arch] = &[Arch::I386, Arch::Aarch64];

/// A structure of fixed size that the program gives.
pub(super) const fn given(name: &'static str, bytes: u32) -> Kind {
    Struct(name, Entry, Fixed(bytes))
}

/// A structure of fixed size that the kernel fills in.
pub(super) const fn filled(name: &'static str, bytes: u32) -> Kind {
    Struct(name, Exit, Fixed(bytes))
}

/// `int *` that the kernel fills in.
pub(super) const INT_OUT: Kind = filled("int", 4);
/// `int *` that the kernel changes.
pub(super) const INT_BOTH: Kind = Struct("int", Both, Fixed(4));
/// What is left of a sleep that was interrupted.
pub(super) const TIMESPEC_LEFT: Kind = Struct("timespec", Failed, Fixed(16));
/// See [`TIMESPEC_LEFT`].
pub(super) const TIMESPEC32_LEFT: Kind = Struct("timespec", Failed, Fixed(8));
/// `struct timespec`, `__kernel_timespec`.
pub(super) const TIMESPEC_IN: Kind = given("timespec", 16);
/// See [`TIMESPEC_IN`].
pub(super) const TIMESPEC_OUT: Kind = filled("timespec", 16);
/// `struct old_timespec32`.
pub(super) const TIMESPEC32_IN: Kind = given("timespec", 8);
/// See [`TIMESPEC32_IN`].
pub(super) const TIMESPEC32_OUT: Kind = filled("timespec", 8);
/// `struct timeval`, `__kernel_old_timeval`.
pub(super) const TIMEVAL_IN: Kind = given("timeval", 16);
/// `struct old_timeval32`.
pub(super) const TIMEVAL32_IN: Kind = given("timeval", 8);
/// `struct rusage`.
pub(super) const RUSAGE: Kind = filled("rusage", 144);
/// `struct compat_rusage`.
pub(super) const RUSAGE32: Kind = filled("rusage", 72);
/// `pid_t[2]`, `int[2]`: two descriptors.
pub(super) const FD_PAIR: Kind = filled("int[2]", 8);
/// `loff_t *` that the kernel advances.
pub(super) const OFFSET_IN: Kind = given("loff_t", 8);
/// The same, shown before and after.
pub(super) const OFFSET_BOTH: Kind = Struct("loff_t", Both, Fixed(8));
/// Mode of a file that the flags in argument .0 may make: `O_CREAT`, `O_TMPFILE`.
pub(super) const fn mode_if(flags: u8) -> Kind {
    If(flags, 0x40_0040, &Mode)
}

/// As many elements of `bytes` bytes as argument `arg` says.
pub(super) const fn n(arg: u8, bytes: u32) -> Len {
    Len::Arg(arg, bytes)
}

/// A signal set whose size in bytes is argument `size`.
pub(super) const fn sigset(size: u8) -> Kind {
    Struct("sigset_t", Entry, n(size, 1))
}

/// Text without NUL that the kernel fills in; the return value is its length (readlink, getcwd).
pub(super) const TEXT_OUT: Kind = Struct("char[]", Exit, Len::Ret(1));
